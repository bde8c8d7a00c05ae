"""A permanence plan's record: one per route, predictions with their history, stamps, and the child kept in step."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import nowdate

from ppoc.exceptions import ImpossibleDateError, OpenPlanError, PredictedStartMissingError
from ppoc.meetings.actions.api import capacity_note
from ppoc.tests.factories import make_child, make_meeting, make_plan, make_team, say


@pytest.fixture
def child(site):
	return make_child()


def step(plan, status, **values: object):
	plan.reload()
	if values:
		plan.update(values).save()
	plan.update({"status": status}).save()


def test_one_open_plan_per_route_and_one_primary(child):
	make_plan(child=child.name)
	with pytest.raises(OpenPlanError, match="Special guardianship"):
		make_plan(child=child.name, plan_kind="Parallel")
	with pytest.raises(OpenPlanError, match="primary"):
		make_plan(child=child.name, route="Reunification")
	make_plan(child=child.name, route="Reunification", plan_kind="Parallel")


def test_a_closed_plan_makes_room_for_another(child):
	plan = make_plan(child=child.name, status="Prioritised")
	step(plan, "No longer prioritised", removal_reason="Aunt withdrew")
	assert make_plan(child=child.name).status == "Proposed"


def test_a_deleted_plan_is_nobodys_current_plan(child):
	plan = make_plan(child=child.name, status="Prioritised")
	frappe.delete_doc("Permanence Plan", plan.name)
	assert frappe.db.get_value("Child", child.name, "current_plan") is None


@pytest.mark.requirement("P1.4")
def test_prioritising_stamps_who_and_when_and_the_child_follows_its_plan(child):
	plan = make_plan(child=child.name, status="Prioritised")
	assert (str(plan.prioritised_on), plan.prioritised_by) == (nowdate(), "Administrator")
	modified = frappe.db.get_value("Child", child.name, "modified")
	step(plan, "No longer prioritised", removal_reason="Aunt withdrew")
	assert str(plan.removed_on) == nowdate()
	current = frappe.db.get_value("Child", child.name, ["current_plan", "current_route", "modified"])
	assert current == (None, None, modified)
	step(plan, "Prioritised")
	assert (plan.removed_on, plan.removal_reason) == (None, None)
	assert frappe.db.get_value("Child", child.name, "current_plan") == plan.name


def test_the_primary_plan_is_the_current_one(child):
	make_plan(child=child.name, route="Reunification", plan_kind="Parallel", status="Prioritised")
	primary = make_plan(child=child.name, status="Prioritised")
	assert frappe.db.get_value("Child", child.name, "current_route") == primary.route


@pytest.mark.requirement("P2.3")
def test_every_change_of_a_prediction_is_kept_with_its_date_and_person(child):
	plan = make_plan(child=child.name, status="Prioritised", predicted_start="2099-01-01")
	assert plan.times_moved == 0
	plan.predicted_start = "2099-02-01"
	plan.save()
	plan.predicted_finish = "2099-05-01"
	plan.save()
	plan.progress = "no date touched"
	plan.save()
	assert [(r.date_field, str(r.was or ""), str(r.became), r.changed_by) for r in plan.predictions] == [
		("Predicted start", "", "2099-01-01", "Administrator"),
		("Predicted start", "2099-01-01", "2099-02-01", "Administrator"),
		("Predicted finish", "", "2099-05-01", "Administrator"),
	]
	assert plan.times_moved == 1
	assert all(row.changed_on for row in plan.predictions)


@pytest.mark.requirement("P2.3")
def test_a_predicted_start_is_not_taken_away_and_is_asked_for_once_discussed(child):
	plan = make_plan(child=child.name, status="Prioritised", predicted_start="2099-01-01")
	plan.predicted_start = None
	with pytest.raises(PredictedStartMissingError):
		plan.save()
	other = make_plan(status="Prioritised")
	other.progress = "not discussed yet"
	other.save()
	meeting = make_meeting(team=other.team)
	say(meeting.name, other.child)
	frappe.db.set_value("Meeting", meeting.name, "status", "Held")
	other.reload()
	other.progress = "discussed"
	with pytest.raises(PredictedStartMissingError):
		other.save()


@pytest.mark.parametrize(
	"dates",
	[
		{"predicted_start": "2099-02-01", "predicted_finish": "2099-01-01"},
		{"actual_start": "2099-01-01"},
		{"actual_start": "2026-02-01", "actual_finish": "2026-01-01"},
	],
)
def test_impossible_dates_are_refused(child, dates):
	with pytest.raises(ImpossibleDateError):
		make_plan(child=child.name, **dates)


def test_a_status_is_taken_only_with_its_date(child):
	plan = make_plan(child=child.name, status="Prioritised")
	with pytest.raises(frappe.ValidationError):
		step(plan, "Assessment started")
	step(plan, "Assessment started", actual_start=nowdate())


@pytest.mark.requirement("X3.1")
def test_a_start_over_the_teams_capacity_is_told_before_it_happens(site):
	team = make_team(monthly_capacity=1)
	first, second = (make_plan(child=make_child(team=team.name).name, status="Prioritised") for _ in range(2))
	assert capacity_note(first.name, "2099-03-10") == ""
	first.predicted_start = "2099-03-02"
	first.save()
	assert "March 2099" in capacity_note(second.name, "2099-03-10")
	assert capacity_note(second.name, "2099-04-10") == ""
