"""The live tracker of children on the way to court: who is on it, at which stage, and what is not recorded yet."""

from __future__ import annotations

from typing import Any

import frappe
import freezegun
import pytest

from ppoc.ppoc.report.pre_proceedings_and_court.pre_proceedings_and_court import execute
from ppoc.tests.factories import make_action, make_child, make_event, make_plan


@pytest.fixture(autouse=True)
def march(site: str):
	with freezegun.freeze_time("2026-03-10 09:00:00.5"):
		yield


def rows(**filters: Any) -> dict[str, dict[str, Any]]:
	return {row["child"]: row for row in execute(filters)[1]}


@pytest.mark.requirement("D5.2", "F1.2")
def test_each_stage_says_since_when_and_what_it_still_needs(place):
	at_home, court = place.child, make_child(team=place.team.name)
	over = make_child(team=place.team.name)
	make_event(at_home.name, "Pre-proceedings agreed", "2026-03-03")
	for child, day in ((court, "2026-01-06"), (over, "2025-06-03")):
		make_event(child.name, "Pre-proceedings begun", day)
	make_event(court.name, "Proceedings issued", "2026-02-03")
	make_event(court.name, "Final hearing", "2026-07-21")
	make_event(over.name, "Proceedings issued", "2025-09-02")
	make_event(over.name, "Proceedings ended", "2026-02-24")
	make_plan(child=court.name, route="Adoption")
	make_action(
		child=court.name,
		what="File the parenting assessment with the court",
		set_on="2026-02-24",
		due_on="2026-03-06",
	)

	found = rows()

	assert list(found) == [court.name, at_home.name]
	row = found[court.name]
	assert (row["stage"], str(row["since"]), row["weeks"]) == ("In proceedings", "2026-02-03", 5)
	assert (row["plan"], str(row["hearing"]), row["late"]) == ("Adoption", "2026-07-21", "overdue")
	assert row["missing"] == (
		"social worker, parallel or contingency plan, final evidence due, final care plan due"
	)
	assert found[at_home.name]["missing"].endswith("day on which pre-proceedings began")
	assert list(rows(stage="In proceedings")) == [court.name]
	assert rows(team="Another team") == {}


@pytest.mark.requirement("X4.4", "X4.1")
def test_it_lists_what_its_reader_may_see_and_nothing_else(place, user_with, set_user):
	make_event(place.child.name, "Proceedings issued", "2026-02-03")
	closed = make_child(
		team=place.team.name,
		restricted=1,
		restriction_reason="A relative works here.",
		allowed_people=[{"user": place.support}],
	)
	make_event(closed.name, "Proceedings issued", "2026-02-03")

	for user, seen in ((place.area_manager, [place.child.name]), (user_with("Head of Service"), [])):
		set_user(user)
		assert list(rows()) == seen
		assert frappe.get_list("Child", {"name": closed.name}) == []
