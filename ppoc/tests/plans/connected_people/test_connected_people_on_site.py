"""Adults who matter to a child: recorded once, asked, assessed, ruled out; in the meeting, on the page, in plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.exceptions import ConnectedPersonError, NameInTextError
from ppoc.home.api import what_is_waiting
from ppoc.meetings.one_page.api import child_page
from ppoc.meetings.screen_database import screen_of
from ppoc.plans.connected_people.database import carers_of
from ppoc.ppoc.report.adult_connections import adult_connections
from ppoc.tests.factories import (
	grant,
	make_child,
	make_meeting,
	make_person,
	make_plan,
	make_team,
	make_worker,
	queries_of,
)

pytestmark = pytest.mark.requirement("Y3")


@pytest.fixture
def child(site: str) -> Document:
	return make_child(team=make_team().name)


def ago(days: int) -> str:
	return str(add_days(nowdate(), -days))


def events(child: str) -> list[tuple[str, str]]:
	"""Returns what connected people recorded in the child's timeline, in order."""
	rows = frappe.get_all(
		"Care Event",
		{"child": child, "source_key": ["like", "Connected Person:%"]},
		["event_date", "event_type"],
		order_by="event_date asc, event_type asc",
	)
	return [(str(row.event_date), row.event_type) for row in rows]


def test_each_time_somebody_is_asked_and_each_assessment_is_in_the_timeline(child: Document) -> None:
	person = make_person(
		child=child.name,
		asks=[{"asked_on": ago(90)}, {"asked_on": ago(9), "said": "Yes"}],
		assessments=[{"kind": "Viability", "asked_on": ago(8), "filed_on": ago(1), "outcome": "Positive"}],
		offers_home=1,
	)
	assert (str(person.last_asked_on), person.standing, person.team) == (
		ago(9),
		"Could offer a home",
		child.team,
	)
	assert events(child.name) == [
		(ago(90), "Connected person asked"),
		(ago(9), "Connected person asked"),
		(ago(8), "Carer assessment asked for"),
		(ago(1), "Carer assessment filed"),
	]
	person.reload()
	person.asks[0].asked_on = ago(80)
	person.remove(person.asks[1])
	person.assessments[0].filed_on = None
	person.save()
	assert events(child.name) == [(ago(80), "Connected person asked"), (ago(8), "Carer assessment asked for")]


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"asks": [{"asked_on": "2100-01-01"}]}, "lies in the future"),
		({"assessments": [{"kind": "Parent", "asked_on": "2100-01-01"}]}, "lies in the future"),
		(
			{"assessments": [{"kind": "Parent", "asked_on": "2026-02-02", "due_on": "2026-02-01"}]},
			"before it was asked for",
		),
		({"ruled_out": 1}, "since when and why"),
		({"ruled_out": 1, "ruled_out_on": "2100-01-01", "ruled_out_why": "Ill"}, "lies in the future"),
	],
)
def test_what_cannot_be_is_refused(child: Document, values: dict[str, Any], said: str) -> None:
	with pytest.raises(ConnectedPersonError, match=said):
		make_person(child=child.name, **values)


def test_a_person_is_recorded_once_for_a_child(child: Document) -> None:
	first = make_person(child=child.name, person_name="Dorrit  Ashbeam ")
	assert first.person_name == "Dorrit Ashbeam"
	with pytest.raises(ConnectedPersonError, match="recorded already"):
		make_person(child=child.name, person_name="Dorrit Ashbeam")
	make_person(child=make_child(team=child.team).name, person_name="Dorrit Ashbeam")


def test_a_sister_is_not_named(child: Document) -> None:
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Two"}).insert().name
	child.update({"sibling_group": group}).save()
	make_child(team=child.team, first_name="Oswin", sibling_group=group)
	with pytest.raises(NameInTextError):
		make_person(child=child.name, offer_details="Only with Oswin")


def test_a_plans_carer_is_a_person_of_the_child_who_is_not_ruled_out(child: Document) -> None:
	plan = make_plan(child=child.name)
	plan.carer = make_person().name
	with pytest.raises(ConnectedPersonError, match="another child"):
		plan.save()
	person = make_person(child=child.name)
	plan.reload()
	plan.carer = person.name
	plan.save()
	person.update({"ruled_out": 1, "ruled_out_on": ago(1), "ruled_out_why": "Ill"})
	with pytest.raises(ConnectedPersonError, match="names this person as the carer"):
		person.save()
	plan.carer = None
	plan.save()
	person.reload()
	person.update({"ruled_out": 1, "ruled_out_on": ago(1), "ruled_out_why": "Ill"}).save()
	plan.carer = person.name
	with pytest.raises(ConnectedPersonError, match="is ruled out"):
		plan.save()


def test_two_plans_for_one_carer_show(child: Document) -> None:
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Pair"}).insert().name
	child.update({"sibling_group": group}).save()
	sister = make_child(team=child.team, sibling_group=group)
	plans = [make_plan(child=one.name, status="Prioritised") for one in (child, sister)]
	for plan in plans:
		plan.carer = make_person(child=plan.child, person_name="Dorrit Ashbeam").name
		plan.save()
	assert "who is the carer in one other plan too" in frappe.as_json(child_page(child.name)["story"])
	screen = screen_with(child, plans[0].name)
	assert screen["plans"][plans[0].name]["carer"]["other"] == 1
	plans[1].carer = None
	plans[1].save()
	assert screen_with(child, plans[0].name)["plans"][plans[0].name]["carer"]["other"] == 0


def test_a_plan_that_one_may_not_see_is_not_counted(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Apart"}).insert().name
	child.update({"sibling_group": group}).save()
	elsewhere = make_child(sibling_group=group)
	plans = [make_plan(child=one.name, status="Prioritised") for one in (child, elsewhere)]
	for plan in plans:
		plan.carer = make_person(child=plan.child, person_name="Dorrit Ashbeam").name
		plan.save()
	user = user_with("Team Coordinator")
	grant(user, child.locality)
	assert carers_of([plans[0].name], "Administrator")[plans[0].name]["other"] == 1
	assert carers_of([plans[0].name], user)[plans[0].name]["other"] == 0


def screen_with(child: Document, plan: str | None = None) -> dict[str, Any]:
	"""Returns the screen of a new meeting that discusses the child."""
	meeting = make_meeting(team=child.team)
	talk = {"doctype": "Meeting Discussion", "meeting": meeting.name, "child": child.name, "purpose": "Talk"}
	frappe.get_doc({**talk, "plan": plan}).insert()
	return screen_of(frappe.get_doc("Meeting", meeting.name), frappe.session.user)


def test_the_meeting_goes_through_them_and_says_what_is_missing(child: Document) -> None:
	def people() -> list[Any]:
		return child_page(child.name)["people"]["lines"]

	assert [line["text"] for line in people() if line["alarming"]] == [
		"No adult connection: nobody is recorded on whom the child can count."
	]
	assert screen_with(child)["children"][child.name]["connections"]["connections"] == 0
	make_person(
		child=child.name, person_name="Dorrit Ashbeam", asks=[{"asked_on": ago(300)}], offers_contact=1
	)
	assert "Nobody asked since" in people()[0]["text"]
	assert people()[1]["text"] == "Dorrit Ashbeam (Grandparent): Could help or stay in touch"
	known = screen_with(child)["children"][child.name]["connections"]
	assert (known["people"], known["connections"], str(known["asked_on"])) == (1, 1, ago(300))


def test_whoever_may_read_no_such_record_learns_nothing(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	make_person(child=child.name, offers_home=1)
	user = user_with("Team Coordinator")
	set_user(user)
	assert not frappe.get_list("Connected Person", {"child": child.name})
	assert adult_connections.execute({"locality": child.locality})[1] == []


def test_the_report_has_children_without_anybody_first(child: Document) -> None:
	make_person(child=child.name, offers_home=1, asks=[{"asked_on": ago(5)}])
	alone = make_child(team=child.team)
	make_person(child=alone.name, offers_home=1, ruled_out=1, ruled_out_on=ago(1), ruled_out_why="Ill")
	columns, rows, _definition, _chart, summary = adult_connections.execute({"team": child.team})
	assert [(row["child"], row["standing"], row["people"]) for row in rows] == [
		(alone.name, "No adult connection", 1),
		(child.name, "Could live with somebody", 1),
	]
	assert [entry["value"] for entry in summary] == [2, 1, 1]
	assert len(adult_connections.execute({"team": child.team, "only_without": 1})[1]) == 1
	assert {column["fieldname"] for column in columns} <= set(rows[0])


def test_the_queries_of_report_and_screen_do_not_grow_with_the_people(child: Document) -> None:
	make_person(child=child.name, offers_home=1)
	meeting = make_meeting(team=child.team)
	talk = {"doctype": "Meeting Discussion", "meeting": meeting.name, "child": child.name, "purpose": "Talk"}
	frappe.get_doc(talk).insert()
	doc = frappe.get_doc("Meeting", meeting.name)

	def both() -> None:
		adult_connections.execute({"team": child.team})
		screen_of(doc, frappe.session.user)

	both()
	few = queries_of(both)
	for _number in range(5):
		make_person(child=child.name, offers_home=1, assessments=[{"kind": "Parent", "asked_on": ago(2)}])
	assert queries_of(both) == few


def test_whom_to_ask_again_waits_on_the_page_of_the_social_worker(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	user = user_with("Social Worker")
	grant(user, child.locality)
	child.update({"social_worker": make_worker(user=user, locality=child.locality).name}).save()
	person = make_person(child=child.name, person_name="Dorrit Ashbeam", ask_again_on=add_days(nowdate(), 3))
	set_user(user)
	assert "ask again: Dorrit Ashbeam" in frappe.as_json(what_is_waiting())
	person.reload()
	person.update({"ask_again_on": add_days(nowdate(), 60)}).save()
	assert "Dorrit Ashbeam" not in frappe.as_json(what_is_waiting())
