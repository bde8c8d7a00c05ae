"""Fixtures: two localities with people in each, and calls to Frappe's endpoints."""

from ppoc.tests.access_world import doors, hidden, world

__all__ = ["doors", "hidden", "world"]
