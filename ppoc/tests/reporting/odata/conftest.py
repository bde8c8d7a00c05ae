"""Fixtures: two localities with people in each, calls to Frappe's endpoints, and a user's key to the feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.tests.access_world import doors, hidden, world
from ppoc.tests.factories import grant, make_child, make_plan, make_team
from ppoc.tests.feed_reading import one_connection

__all__ = ["doors", "hidden", "one_connection", "world"]


@pytest.fixture
def reader(site: str, committed: None, server: Any, user_with: Callable[..., str]) -> Any:
	"""Returns address, key and secret of a team manager who sees two children of three."""
	team, elsewhere, user = make_team(), make_team(), user_with("Team Manager")
	grant(user, team.locality)
	children = [make_child(team=team.name, first_name=name, last_name="Elm").name for name in ("Ada", "Ben")]
	for child in children:
		make_plan(child=child, status="Prioritised")
	hidden_child = make_child(team=elsewhere.name, first_name="Hidden", last_name="Child").name
	doc = frappe.get_doc("User", user)
	doc.api_key, doc.api_secret = "feedkey", "feedsecret"
	doc.save(ignore_permissions=True)
	frappe.db.commit()
	return frappe._dict(
		root=f"{server.base_url}/odata/v4/", auth=("feedkey", "feedsecret"), team=team.name,
		children=children, hidden=hidden_child,
	)  # fmt: skip
