"""Timescales: works out what is due, and why, from a child's events and the rules of the practice packs."""
