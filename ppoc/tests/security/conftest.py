"""Fixtures: two localities with people in each, and calls to Frappe's endpoints."""

from ppoc.tests.access_world import browser_session, doors, hidden, session, world

__all__ = ["browser_session", "doors", "hidden", "session", "world"]
