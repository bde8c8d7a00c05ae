"""Quarterly oversight: figures of a quarter beside those of the one before, put into words and charts."""
