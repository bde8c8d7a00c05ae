"""Closing a meeting: its effects on children, plans, actions and the panel, in one transaction."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.meetings.api import close_meeting, preview_closing
from ppoc.tests.factories import (
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_locality,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
	say,
)


@pytest.fixture
def team(site, user_with):
	"""A team whose coordinator is logged in as `coordinator`."""
	team = make_team()
	user = user_with("Team Coordinator")
	grant(user, team.locality)
	team.coordinator = user
	return team


def close(meeting, **arguments):
	return close_meeting(meeting.name, str(frappe.db.get_value("Meeting", meeting.name, "modified")), **arguments)


@pytest.mark.requirement("P1.4")
def test_agreed_children_move_onto_the_lists_with_who_and_when(team, set_user):
	child = make_child(team=team.name)
	meeting = make_meeting(forum="Identification Meeting", team=team.name)
	set_user(team.coordinator)
	say(
		meeting.name, child.name, potential="Potential now", rationale="Aunt is keen.", prioritise_for="Reunification"
	)

	close(meeting)

	plan = frappe.get_last_doc("Permanence Plan", {"child": child.name})
	assert (plan.route, plan.status, plan.prioritised_by) == ("Reunification", "Prioritised", team.coordinator)
	assert str(plan.prioritised_on) == nowdate()
	assert plan.prioritised_at == meeting.name
	child.reload()
	assert (child.potential, child.current_plan, child.current_route) == ("Potential now", plan.name, "Reunification")
	assert [(row.category, row.rationale, row.meeting) for row in child.potential_history] == [
		("Potential now", "Aunt is keen.", meeting.name)
	]
	events = frappe.get_all("Care Event", {"child": child.name, "meeting": meeting.name}, pluck="event_type")
	assert sorted(events) == ["Discussed at a meeting", "Potential categorised", "Prioritised"]
