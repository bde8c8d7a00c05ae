"""Calls of forms, calendar and reports to the server: each is one step, and none returns more than the user may see."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ppoc.exceptions import ReportTimeError, StaleChildError
from ppoc.meetings.calendar_api import get_meetings
from ppoc.plans.api import prioritise, take_to_panel
from ppoc.ppoc.report.predicted_starts_and_finishes import predicted_starts_and_finishes as predicted
from ppoc.ppoc.report.tracker import tracker
from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)


@pytest.fixture
def team(site, user_with):
	"""Makes a team whose coordinator has a login."""
	team = make_team()
	team.coordinator = user_with("Team Coordinator")
	grant(team.coordinator, team.locality)
	return team


@pytest.mark.requirement("P1.4")
def test_prioritise_puts_the_child_on_the_list_with_who_and_when(team, set_user):
	child = make_child(team=team.name)
	set_user(team.coordinator)

	plan = frappe.get_doc("Permanence Plan", prioritise(child.name, "Reunification", add_days(nowdate(), 20)))

	assert (plan.status, plan.prioritised_by) == ("Prioritised", team.coordinator)
	assert frappe.db.get_value("Child", child.name, "current_route") == "Reunification"


def test_prioritise_takes_up_the_plan_that_was_proposed_before(team):
	child = make_child(team=team.name)
	proposed = make_plan(child=child.name, route="Reunification")

	assert prioritise(child.name, "Reunification") == proposed.name


def test_a_second_route_runs_in_parallel(team):
	child = make_child(team=team.name)
	prioritise(child.name, "Special guardianship")

	second = prioritise(child.name, "Reunification")

	assert frappe.db.get_value("Permanence Plan", second, "plan_kind") == "Parallel"


def test_a_plan_that_is_only_proposed_is_a_primary_plan_too(team):
	child = make_child(team=team.name)
	make_plan(child=child.name, route="Special guardianship")

	second = prioritise(child.name, "Reunification")

	assert frappe.db.get_value("Permanence Plan", second, "plan_kind") == "Parallel"


def test_a_primary_plan_that_was_stopped_is_taken_up_again_beside_the_new_one(team):
	child = make_child(team=team.name)
	stopped = make_plan(child=child.name, route="Reunification", status="Prioritised")
	stopped.removal_reason = "The father moved away"
	stopped.save()
	stopped.status = "No longer prioritised"
	stopped.save()
	prioritise(child.name, "Special guardianship")

	assert prioritise(child.name, "Reunification") == stopped.name

	assert frappe.db.get_value("Permanence Plan", stopped.name, "plan_kind") == "Parallel"


@pytest.mark.requirement("P1.5")
def test_a_child_without_a_plan_goes_to_the_panel_in_one_step(team, set_user):
	child = make_child(team=team.name)
	set_user(team.coordinator)

	take_to_panel(child.name, "Could the aunt be asked?", str(child.modified))

	panel = make_meeting(forum="Permanence Panel", locality=team.locality)
	assert frappe.db.exists("Meeting Discussion", {"meeting": panel.name, "child": child.name})


@pytest.mark.requirement("P1.5")
def test_a_child_on_a_list_goes_to_the_panel_with_its_plan(team):
	child = make_child(team=team.name)
	plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 9))
	child.reload()

	take_to_panel(child.name, "Funding?", str(child.modified))

	assert frappe.db.get_value("Permanence Plan", plan.name, "for_panel_reason") == "Funding?"


@pytest.mark.requirement("P5.1")
def test_a_step_on_a_record_that_changed_meanwhile_is_refused(team):
	child = make_child(team=team.name)
	seen = str(child.modified)
	child.reload()
	child.update({"upn": "A123456789012"}).save()

	with pytest.raises(StaleChildError):
		take_to_panel(child.name, "Why?", seen)


@pytest.mark.requirement("P5.2")
@pytest.mark.parametrize("step", [lambda child: prioritise(child.name, "Reunification"),
	lambda child: take_to_panel(child.name, "Why?", str(child.modified))])  # fmt: skip
def test_a_stranger_takes_no_step(team, user_with, set_user, step):
	child = make_child(team=team.name)
	set_user(user_with("Team Coordinator"))

	with pytest.raises(frappe.PermissionError):
		step(child)


@pytest.mark.requirement("X4.1")
def test_reports_and_calendar_show_a_stranger_nothing_and_count_nothing(team, user_with, set_user):
	child = make_child(team=team.name)
	make_plan(child=child.name, status="Prioritised", predicted_start=nowdate())
	make_meeting(team=team.name)
	set_user(user_with("Head of Service"))

	assert tracker.execute({})[1] == []
	_columns, rows, _message, _chart, summary = predicted.execute({})
	assert (rows, summary) == ([], [])
	assert get_meetings(add_days(nowdate(), -1), add_days(nowdate(), 1)) == []


@pytest.mark.requirement("P2.3")
def test_the_tracker_says_what_is_next_for_each_child(team, set_user):
	worker = make_worker(worker_name="Sal Worrick")
	child = make_child(team=team.name, first_name="Ada", last_name="Elm", social_worker=worker.name)
	make_plan(child=child.name, status="Prioritised")
	make_action(what="Second thing to do for her", child=child.name, due_on=add_days(nowdate(), 9))
	make_action(
		what="First thing to do for her", child=child.name, action_owner=worker.name, due_on=nowdate()
	)
	set_user(team.coordinator)

	(row,) = tracker.execute({"team": team.name})[1]

	assert (row["child_name"], row["social_worker"], row["open_actions"]) == ("Ada Elm", "Sal Worrick", 2)
	assert (row["next_action"], row["next_owner"], row["late"]) == (
		"First thing to do for her",
		"Sal Worrick",
		"",
	)
	assert row["predicted_start"] is None


@pytest.mark.requirement("P7.2")
def test_what_was_due_to_start_in_the_last_three_months_and_where_it_stands(team, set_user):
	for days, status in ((-20, "Prioritised"), (-10, "Assessment started"), (-200, "Prioritised")):
		plan = make_plan(child=make_child(team=team.name).name, status=status, predicted_start=nowdate())
		frappe.db.set_value("Permanence Plan", plan.name, "predicted_start", add_days(nowdate(), days))
	set_user(team.coordinator)

	_columns, rows, _message, _chart, summary = predicted.execute({"locality": team.locality})

	assert [(row["due"], row["standing"]) for row in rows] == [("start", "overdue"), ("start", "late")]
	assert [(box["label"], box["value"]) for box in summary[:2]] == [
		("Predicted to start", 2),
		("Started", 1),
	]


def test_a_time_that_ends_before_it_begins_is_refused(site):
	with pytest.raises(ReportTimeError):
		predicted.execute({"from_date": "2026-02-01", "to_date": "2026-01-01"})


def test_the_calendar_gives_each_meeting_its_hours(team):
	meeting = make_meeting(team=team.name, start_time="10:00:00")

	filters = json.dumps([["Meeting", "team", "=", team.name, False]])
	(event,) = get_meetings(nowdate(), nowdate(), filters)

	assert (event["name"], event["start"]) == (meeting.name, f"{nowdate()} 10:00:00")
	assert event["end"] == f"{nowdate()} 11:30:00"


@pytest.mark.requirement("P9.1")
def test_the_workspace_says_how_to_reach_the_tracker_and_what_each_list_holds(site):
	workspace = frappe.get_doc("Workspace", "PPOC")

	for words in ("The tracker", "All Data", "SGO list", "Reunification list", "dashboard review"):
		assert words in workspace.content
	assert workspace.public
	assert not workspace.number_cards
	assert not workspace.charts
	for shortcut in workspace.shortcuts:
		assert frappe.db.exists(shortcut.type, shortcut.link_to)
	for link in workspace.links:
		assert link.type == "Card Break" or frappe.db.exists(link.link_type, link.link_to)


@pytest.mark.requirement("P5.1")
def test_saved_filters_are_brought_once_and_name_fields_that_exist(site):
	from ppoc.timescales.packs import database as packs

	filters = frappe.get_all("List Filter", fields=["name", "reference_doctype", "filters"])
	frappe.delete_doc("List Filter", filters[0].name)
	packs.apply_shipped()

	assert frappe.db.count("List Filter") == len(filters) - 1
	for saved in filters:
		frappe.get_list(saved.reference_doctype, filters=json.loads(saved.filters), limit_page_length=1)
