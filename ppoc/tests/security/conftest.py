"""Fixtures: two localities with people in each, and calls to Frappe's endpoints."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppoc.tests.access_world import browser_session, doors, hidden, session, world

__all__ = ["browser_session", "doors", "hidden", "session", "world"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""Marks the attacks: many doors times many roles, which take too long to be run after every change."""
	for item in items:
		if item.path.is_relative_to(Path(__file__).parent):
			item.add_marker(pytest.mark.attacks)
