"""Fixtures: a locality that uses the panel standards, with their delegation list, a panel today, and logins."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace

import frappe
import pytest

from ppoc.tests.factories import grant, make_child, make_forum, make_meeting, make_team, make_worker
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

PANEL = "Permanence Panel Part 1"


@pytest.fixture
def standards(site: str) -> None:
	"""Applies the panel standards as an admin does."""
	folder = shipped_folder("permanence_panel_standards")
	apply_pack(read_pack(folder))
	if not frappe.db.exists("Forum", PANEL):
		make_forum(forum_name=PANEL, held_by="Locality", authorise_within_hours=48, every="Week", interval=1)
	for record in json.loads((folder / "delegation_rule.json").read_text()):
		if not frappe.db.exists("Delegation Rule", record["rule_name"]):
			frappe.get_doc(record).insert()


@pytest.fixture
def place(standards: None, user_with: Callable[..., str]) -> SimpleNamespace:
	"""A team, a child with a social worker, today's panel, an area manager, business support, the worker's login."""
	team = make_team()
	place = SimpleNamespace(team=team, locality=team.locality)
	place.area_manager = user_with("Head of Service", name="area.manager@example.org")
	place.support = user_with("Business Support", name="support@example.org")
	for user in (place.area_manager, place.support):
		grant(user, team.locality)
	place.social_worker = user_with("Social Worker", name="social.worker@example.org")
	worker = make_worker(user=place.social_worker, locality=team.locality)
	place.child = make_child(team=team.name, social_worker=worker.name)
	place.worker = worker.name
	place.panel = make_meeting(forum=PANEL, locality=team.locality, team=None, duration_minutes=60)
	return place
