"""What the home page lists for each role: the right records, never one that the reader may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import freezegun
import pytest

from ppoc.home import api, waiting_database
from ppoc.home.duties import DUTIES, PERSONAL, duties_of
from ppoc.home.waiting import MOST_LINES
from ppoc.tests.access_world import MARK_OF_HIDDEN, NORTH, SOUTH, Doors, World, doors, grant, put, world
from ppoc.tests.factories import queries_of

__all__ = ["doors", "world"]

METHOD = "ppoc.home.api.what_is_waiting"
ROLES = sorted({role for duty in DUTIES for role in duty.roles} | {"PPOC Administrator"})
Row = dict[str, Any]


@pytest.fixture(autouse=True)
def saturday(site: str) -> Iterator[None]:
	with freezegun.freeze_time("2026-11-28 09:00:00.5"):
		yield


@pytest.fixture
def as_role(
	world: World, user_with: Callable[..., str], set_user: Callable[[str], Any]
) -> Callable[..., str]:
	"""`as_role("Legal Adviser")` logs in somebody with the role, a Worker and access to North; returns the Worker."""

	def as_role(*roles: str) -> str:
		user = user_with(*roles)
		grant(user, NORTH, from_date="2020-01-01")
		put("Worker", name=f"W-{user}", worker_name=user, user=user, locality=NORTH, active=1)
		set_user(user)
		return f"W-{user}"

	return as_role


def lines() -> list[Row]:
	return api.what_is_waiting()["lines"]


def said(doctype: str, name: str) -> Row:
	"""Returns the line that opens this record."""
	(line,) = [line for line in lines() if (line["doctype"], line["name"]) == (doctype, name)]
	return line


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_told_of_a_child_it_may_not_see(
	world: World, doors: Doors, as_role: Callable[..., str], role: str
) -> None:
	for doctype in ("Meeting", "Quarterly Oversight Report"):
		put(
			doctype,
			title=f"{MARK_OF_HIDDEN} meets",
			locality=SOUTH,
			meeting_date="2026-11-28",
			status="Planned",
		)
	me = as_role(role)
	# named as the owner, and still hidden: the restriction, the other place
	for name in (world.rosie, world.bella):
		frappe.db.set_value("Action", world.of_child[name]["Action"], "due_on", "2026-11-27")
	frappe.db.set_value("Action", world.of_child[world.rosie]["Action"], "action_owner", me)
	frappe.db.set_value("Flag", world.of_child[world.rosie]["Flag"], "for_worker", me)
	told = frappe.as_json(doors.call(METHOD, "GET"))
	assert MARK_OF_HIDDEN not in told
	assert world.rosie not in told
	assert world.bella not in told


def test_who_is_named_on_a_restricted_child_is_told_of_it(world: World, set_user: Callable) -> None:
	set_user(world.manager)
	assert any(line["about"] == f"Rosie {MARK_OF_HIDDEN} Test" for line in lines())


def test_a_coordinator_finds_meetings_plans_and_what_others_owe(world: World, as_role: Callable) -> None:
	as_role("Team Coordinator")
	meeting = put(
		"Meeting", title="Mobilisation, North", locality=NORTH, meeting_date="2026-11-25", status="Planned"
	)
	put("Worker", name="W-LENA", worker_name="Lena Noor", locality=NORTH, active=1)
	action = world.of_child[world.anna]["Action"]
	frappe.db.set_value("Action", action, "action_owner", "W-LENA")
	frappe.db.set_value("Child", world.anna, "on_full_care_order", 1)

	line = said("Meeting", meeting.name)
	assert (line["about"], line["what"]) == ("Mobilisation, North", "hold the meeting and close it")
	assert (line["day"], line["state"], line["overdue"]) == ("25 Nov 2026", "Overdue by 3 days", 1)
	plan = said("Permanence Plan", world.of_child[world.anna]["Permanence Plan"])
	assert (plan["about"], plan["what"], plan["overdue"]) == ("Anna Test", "no predicted start", 0)
	assert said("Action", action)["what"] == "Lena Noor: Ring Anna"
	assert said("Child", world.anna)["what"] == "no decision on potential for permanence"


def test_a_social_worker_finds_actions_flags_and_the_update_to_write(world: World, as_role: Callable) -> None:
	me = as_role("Social Worker")
	frappe.db.set_value("Child", world.anna, "social_worker", me)
	action, flag = world.of_child[world.anna]["Action"], world.of_child[world.anna]["Flag"]
	frappe.db.set_value("Action", action, {"action_owner": me, "due_on": "2026-11-29"})
	frappe.db.set_value("Flag", flag, "for_worker", me)
	meeting = put(
		"Meeting", title="Permanence Panel", locality=NORTH, meeting_date="2026-12-02", status="Circulated"
	)
	talk = world.of_child[world.anna]["Meeting Discussion"]
	frappe.db.set_value("Meeting Discussion", talk, "meeting", meeting.name)
	answer = put(
		"Discussion Answer",
		parent=talk,
		parenttype="Meeting Discussion",
		parentfield="answers",
		entered="Before the meeting",
	)

	assert said("Action", action)["state"] == "Due in 1 day"
	assert said("Action", action)["offers"] == "done"
	assert said("Meeting Discussion", talk)["offers"] == "write"
	assert said("Flag", flag)["offers"] == ""
	assert said("Flag", flag)["what"] == "Anna"
	update = said("Meeting Discussion", talk)
	assert update["what"] == "write the update for Permanence Panel"
	assert (update["about"], update["day"], update["state"]) == ("Anna Test", "2 Dec 2026", "Due in 4 days")
	frappe.db.set_value("Discussion Answer", answer.name, "typed", 1)
	assert ("Meeting Discussion", talk) not in {(line["doctype"], line["name"]) for line in lines()}


def test_who_may_not_end_an_action_is_not_offered_it(world: World, as_role: Callable) -> None:
	me = as_role("Legal Adviser")
	action = world.of_child[world.anna]["Action"]
	frappe.db.set_value("Action", action, {"action_owner": me, "due_on": "2026-11-29"})
	assert said("Action", action)["offers"] == ""


def test_a_due_date_and_the_form_that_it_asks_for_are_one_line(world: World, as_role: Callable) -> None:
	as_role("Team Coordinator")
	schedule = put("Forum Schedule", forum="Mobilisation Meeting", locality=NORTH)
	same = {"forum_schedule": schedule.name, "due_on": "2026-11-20", "locality": NORTH}
	form = put("Fortnightly Return", title="North, 20 Nov", status="Draft", **same)
	put("Timescale", duty="Fortnightly form", state="Overdue", duty_role="Team Coordinator", **same)
	assert said("Fortnightly Return", form.name)["others"] == 1
	assert not [line for line in lines() if line["doctype"] == "Forum Schedule"]


def test_a_reviewing_officer_finds_what_is_overdue_for_the_children_reviewed(
	world: World, as_role: Callable
) -> None:
	me = as_role("Independent Reviewing Officer")
	frappe.db.set_value("Child", world.anna, "reviewing_officer", me)
	frappe.db.set_value("Timescale", world.of_child[world.anna]["Timescale"], "duty", "First review")
	line = said("Child", world.anna)
	assert (line["what"], line["day"], line["overdue"]) == ("First review", "1 Feb 2024", 1)


def test_a_reviewing_officer_finds_a_child_without_a_plan_after_the_second_review(
	world: World, as_role: Callable
) -> None:
	as_role("Independent Reviewing Officer")
	frappe.db.set_value("Child", world.anna, "looked_after", 1)
	for day in ("2026-06-01", "2026-10-01"):
		put("Care Event", child=world.anna, event_type="Review held", event_date=day)
	line = said("Child", world.anna)
	assert line["what"] == "no plan agreed by the second review"
	assert line["day"] == "since 1 Oct 2026"
	put("Care Event", child=world.anna, event_type="Permanence plan agreed", event_date="2026-10-02")
	assert ("Child", world.anna) not in {(line["doctype"], line["name"]) for line in lines()}


def test_a_performance_officer_finds_forms_and_reports_that_wait(world: World, as_role: Callable) -> None:
	as_role("Performance Officer")
	form = put(
		"Fortnightly Return", title="North, 20 Nov", status="Draft", due_on="2026-11-20", locality=NORTH
	)
	report = put(
		"Quarterly Oversight Report",
		title="North, autumn",
		status="Draft",
		locality=NORTH,
		quarter_end="2026-10-31",
	)
	assert said("Fortnightly Return", form.name)["state"] == "Overdue by 8 days"
	assert said("Quarterly Oversight Report", report.name)["day"] == "since 31 Oct 2026"


def test_a_legal_adviser_finds_requests_for_a_record_and_deadlines_of_decisions(
	world: World, as_role: Callable
) -> None:
	as_role("Legal Adviser")
	decision = world.of_child[world.anna]["Panel Decision"]
	frappe.db.set_value("Panel Decision", decision, {"tracker": "Pre-proceedings", "deadline": "2026-12-01"})
	request = put("Disclosure Request", child=world.anna, status="In hand", due_on="2026-12-10")
	assert said("Panel Decision", decision)["what"] == "deadline of the decision: Other"
	assert said("Disclosure Request", request.name)["about"] == "Anna Test"


def test_a_permanence_manager_finds_the_meetings_to_chair(world: World, as_role: Callable) -> None:
	me = as_role("Permanence Manager")
	meeting = put(
		"Meeting", title="First PPM", locality=NORTH, meeting_date="2026-11-30", status="Planned", chair=me
	)
	assert said("Meeting", meeting.name)["what"] == "you chair this meeting"


def test_a_head_of_service_finds_what_is_escalated_to_the_role(world: World, as_role: Callable) -> None:
	as_role("Head of Service")
	name = world.of_child[world.anna]["Escalation"]
	frappe.db.set_value("Escalation", name, "answer_due", "2026-11-28")
	line = said("Escalation", name)
	assert (line["what"], line["state"]) == ("answer what is escalated to you: Anna", "Due today")


@pytest.mark.parametrize("role", ["PPOC Administrator", "PPOC Auditor"])
def test_nothing_waits_for_who_has_no_casework(world: World, as_role: Callable, role: str) -> None:
	as_role(role)
	assert api.what_is_waiting() == {"lines": [], "rest": []}


def test_administrator_has_every_role_and_no_casework(world: World, set_user: Callable) -> None:
	set_user("Administrator")
	assert {duty.key for duty in duties_of(waiting_database.reader_of("Administrator"))} <= {
		duty.key for duty in PERSONAL
	}
	assert lines() == []


def test_what_does_not_fit_is_counted_and_its_list_has_exactly_these(world: World, as_role: Callable) -> None:
	me = as_role("Team Coordinator")
	for number in range(20):
		put(
			"Action",
			what=f"Ring {number}",
			status="Open",
			due_on="2026-11-01",
			locality=NORTH,
			action_owner=me,
		)
	answer = api.what_is_waiting()
	shown = [line for line in answer["lines"] if line["doctype"] == "Action" and "Ring" in line["what"]]
	(rest,) = [one for one in answer["rest"] if one["label"] == "Your actions"]
	listed = frappe.get_list(rest["doctype"], filters=rest["filters"], pluck="name", limit_page_length=0)
	assert len(answer["lines"]) == MOST_LINES
	assert len(listed) == 20
	assert rest["count"] + sum(line["name"] in listed for line in shown) == 20


@pytest.mark.parametrize("duty", [duty for duty in DUTIES if not duty.report], ids=lambda duty: duty.key)
def test_the_list_behind_a_duty_has_the_rows_that_it_counts(
	world: World, as_role: Callable, user_with: Callable[..., str], set_user: Callable, duty: Any
) -> None:
	as_role(*duty.roles or ("Team Manager", "Head of Service"))
	reader = waiting_database.reader_of(frappe.session.user)
	fill(duty, reader)
	counted = waiting_database.found(duty, reader).total
	if duty.key == "updates":  # its list cannot ask whether something is written
		assert counted == 0
		return
	listed = frappe.get_list(
		duty.doctype, filters=dict(duty.filters(reader)), pluck="name", limit_page_length=0
	)
	assert counted == len(listed)
	assert counted >= 1


def fill(duty: Any, reader: Any) -> None:
	"""Puts two rows there: one that fits the filters, and one without any value."""
	values: Row = {"locality": NORTH} if frappe.get_meta(duty.doctype).has_field("locality") else {}
	child = frappe.get_meta(duty.doctype).get_field("child")
	if child:
		frappe.db.set_value("Child", "TEST-ANNA", "social_worker", reader.worker)
		values["child"] = "TEST-ANNA"
		reader.__dict__["children"] = ("TEST-ANNA",)
	put(duty.doctype, **values)
	for field, (operator, value) in duty.filters(reader).items():
		kind = frappe.get_meta(duty.doctype).get_field(field).fieldtype
		values[field] = {
			"=": value,
			"in": value[0] if operator == "in" else "",
			"between": value[1] if operator == "between" else "",
			"like": str(value).strip("%"),
			">": 1,
			"!=": "",
			"is": ("2026-11-01" if kind in ("Date", "Datetime") else "Set") if value == "set" else None,
		}[operator]
	put(duty.doctype, **values)


def test_the_number_of_queries_does_not_grow_with_the_caseload(world: World, as_role: Callable) -> None:
	me = as_role("Team Manager", "Team Coordinator", "Business Support")
	frappe.db.set_value("Child", world.anna, "social_worker", me)
	api.what_is_waiting()  # what Frappe reads once
	few = queries_of(api.what_is_waiting)
	for number in range(30):
		child = put(
			"Child", first_name="Child", last_name=f"{number}", full_name=f"Child {number}", locality=NORTH,
			on_full_care_order=1, potential="Not yet categorised", social_worker=me,
		)  # fmt: skip
		put("Permanence Plan", child=child.name, status="Prioritised", locality=NORTH)
		put("Action", child=child.name, what="Ring", status="Open", due_on="2026-11-01", action_owner=me)
		put("Timescale", child=child.name, duty="First review", state="Overdue", due_on="2026-11-01")
	assert queries_of(api.what_is_waiting) == few
	assert few < 60
