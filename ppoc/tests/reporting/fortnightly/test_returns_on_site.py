"""The fortnightly form: filled in, confirmed, late; and what it says about whom to whom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days
from freezegun import freeze_time

from ppoc.access.rules import may_see
from ppoc.exceptions import ReturnStateError, StaleReturnError
from ppoc.reporting.fortnightly import api, nightly
from ppoc.tests.factories import grant, make_child, make_meeting, make_plan, make_schedule, make_team
from ppoc.timescales.digest_database import send_digests
from ppoc.timescales.nightly import recompute_all

pytestmark = pytest.mark.requirement("P6.1")

BEGUN = "2026-09-01"  # a Tuesday: by the pack's rule, the first form is due on the following Friday
FIRST_DUE, SECOND_DUE = "2026-09-04", "2026-09-18"


@pytest.fixture
def case(site: str, user_with: Callable[..., str]) -> frappe._dict:
	"""A team with a schedule of the Mobilisation Meeting, its coordinator and its manager."""
	with freeze_time(f"{BEGUN} 09:00:00.1"):
		team = make_team()
		case = frappe._dict(
			team=team, coordinator=user_with("Team Coordinator"), manager=user_with("Team Manager")
		)
		for user, worker in ((case.coordinator, team.team_coordinator), (case.manager, team.team_manager)):
			grant(user, team.locality)
			frappe.db.set_value("Worker", worker, "user", user)
		case.schedule = make_schedule(team=team.name, first_sitting=BEGUN)
	return case


def at(day: str) -> AbstractContextManager[Any]:
	return freeze_time(f"{day} 07:00:00.1")


def form_of(case: frappe._dict) -> Document:
	frappe.set_user(case.coordinator)
	try:
		return frappe.get_doc("Fortnightly Return", api.open_form(case.schedule.name))
	finally:
		frappe.set_user("Administrator")


def confirm(case: frappe._dict, form: Document, user: str = "") -> str:
	frappe.set_user(user or case.coordinator)
	try:
		return api.confirm(form.name, str(frappe.db.get_value("Fortnightly Return", form.name, "modified")))
	finally:
		frappe.set_user("Administrator")


def states(case: frappe._dict) -> dict[str, str]:
	rows = frappe.get_all(
		"Timescale",
		filters={"forum_schedule": case.schedule.name, "rule": "Fortnightly form on Friday"},
		fields=["due_on", "state"],
	)
	return {str(row.due_on): row.state for row in rows}


def test_it_is_filled_in_from_what_is_recorded(case):
	with at("2026-09-03"):
		child = make_child(team=case.team.name, first_name="Ada", last_name="Elm")
		plan = make_plan(child=child.name, status="Prioritised", predicted_start="2026-11-02")
		make_plan(child=make_child(team=case.team.name).name)  # on no list
		held = make_meeting(team=case.team.name, meeting_date="2026-09-02")
		frappe.db.set_value("Meeting", held.name, "status", "Held")
		make_meeting(team=case.team.name, meeting_date="2026-09-03")
		form = form_of(case)
		frappe.set_user(case.coordinator)
		(row,) = api.plans(form.name)
	assert (str(form.due_on), str(form.period_start), str(form.period_end)) == (FIRST_DUE, BEGUN, FIRST_DUE)
	assert form.meetings.endswith(": Mobilisation Meeting")
	assert "\n" not in form.meetings
	assert (row["plan"], str(row["predicted_start"])) == (plan.name, "2026-11-02")


def test_confirming_is_the_event_that_the_rule_asks_for(case):
	with at(FIRST_DUE):
		form = form_of(case)
		assert states(case)[FIRST_DUE] in ("Due soon", "Not due")
		event = frappe.get_doc("Service Event", confirm(case, form))
		assert (event.forum_schedule, str(event.event_date)) == (case.schedule.name, FIRST_DUE)
		assert states(case)[FIRST_DUE] == "Met"
		form.reload()
		assert (form.status, form.confirmed_by) == ("Confirmed", case.coordinator)
		coming = form_of(case)
	assert (str(coming.period_start), str(coming.due_on)) == ("2026-09-05", SECOND_DUE)


def test_a_missed_form_is_overdue_and_chased_and_goes_further(case):
	with at(FIRST_DUE):
		form = form_of(case)
	with at("2026-09-07"):
		recompute_all()
		assert states(case)[FIRST_DUE] == "Overdue"
		send_digests()
	lines = frappe.get_value("Due Dates Digest", {"user": case.coordinator}, "lines")
	assert "Fortnightly form" in lines
	assert not frappe.db.exists("Due Dates Digest", {"user": case.manager, "escalated": [">", 0]})
	with at("2026-09-09"):
		recompute_all()
		send_digests()
		assert frappe.db.exists("Due Dates Digest", {"user": case.manager, "escalated": [">", 0]})
		confirm(case, form)
		assert states(case)[FIRST_DUE] == "Met late"


def test_the_day_is_the_rule_s_and_not_the_app_s(case):
	with at(BEGUN):
		rule = frappe.get_doc("Timescale Rule", "Fortnightly form on Friday")
		rule.update({"weekday": "Wednesday", "repeat_amount": 3})
		rule.save()
		recompute_all()
		form = form_of(case)
		assert str(form.due_on) == "2026-09-02"
	with at("2026-09-02"):
		confirm(case, form)
		coming = form_of(case)
	assert (str(coming.period_start), str(coming.due_on)) == ("2026-09-03", "2026-09-23")


def test_the_form_is_there_before_it_is_due_and_once(case):
	with at("2026-09-03"):
		recompute_all()
		for _ in range(2):
			nightly.prepare_due()
		assert frappe.get_all(
			"Fortnightly Return", {"forum_schedule": case.schedule.name}, pluck="status"
		) == ["Draft"]


@pytest.mark.requirement("X4.4")
def test_each_reads_the_own_children_before_and_after(case, set_user):
	with at(FIRST_DUE):
		secret = make_child(team=case.team.name, first_name="Bellatrix")
		make_plan(child=secret.name, status="Prioritised", predicted_start=add_days(FIRST_DUE, 20))
		child = frappe.get_doc("Child", secret.name)
		child.restricted, child.restriction_reason = 1, "A relative works here"
		child.append("allowed_people", {"user": case.coordinator, "reason": "Keeps the tracker"})
		child.save()
		form = form_of(case)
		for step in (lambda: None, lambda: confirm(case, form)):
			step()
			with set_user(case.coordinator):
				assert len(api.plans(form.name)) == 1
			with set_user(case.manager):
				assert api.plans(form.name) == []
				assert "Bellatrix" not in frappe.as_json(
					frappe.get_doc("Fortnightly Return", form.name).as_dict()
				)
		(line,) = frappe.get_all("Return Line", {"fortnightly_return": form.name}, pluck="name")
	assert not may_see(case.manager, "Return Line", [line])


def test_what_was_confirmed_stays_though_the_plan_goes_on(case, set_user):
	with at(FIRST_DUE):
		plan = make_plan(
			child=make_child(team=case.team.name).name, status="Prioritised", predicted_start="2026-11-02"
		)
		form = form_of(case)
		confirm(case, form)
		plan.reload()
		plan.predicted_start = "2026-12-14"
		plan.save()
		with set_user(case.coordinator):
			assert str(api.plans(form.name)[0]["predicted_start"]) == "2026-11-02"
		for act in (
			lambda: confirm(case, form),
			lambda: frappe.get_doc("Fortnightly Return", form.name).save(),
		):
			with pytest.raises(ReturnStateError):
				act()


def test_steps_are_not_typed_and_strangers_do_not_confirm(case, user_with):
	with at(FIRST_DUE):
		form = form_of(case)
		form.update({"status": "Confirmed", "due_on": "2027-01-01"})
		form.save()
		assert (form.status, str(form.due_on)) == ("Draft", FIRST_DUE)
		with pytest.raises(frappe.PermissionError):
			confirm(case, form, user_with("Team Coordinator"))
		with pytest.raises(StaleReturnError):
			api.confirm(form.name, "2020-01-01 00:00:00")
