"""Quarterly oversight: the figures of a quarter and of the one before, as texts and charts."""
