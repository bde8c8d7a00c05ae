"""A family group meeting: form, timeline, readiness of requests, report, print, and the social worker's page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from pypdf import PdfReader

from ppoc.exceptions import FamilyMeetingError, NameInTextError
from ppoc.home.api import what_is_waiting
from ppoc.patches import family_meetings_answer_checks
from ppoc.plans.family_meetings.api import copy_to_siblings
from ppoc.ppoc.report.family_group_meetings_before_proceedings import family_group_meetings_before_proceedings
from ppoc.tests.factories import (
	grant,
	make_child,
	make_event,
	make_family_meeting,
	make_request,
	make_team,
	make_worker,
	queries_of,
)
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

pytestmark = pytest.mark.requirement("Y2")

ACCEPTED = {"offered_to": "The mother", "parental_responsibility": 1, "answer": "Accepted"}
OFFERED = "A family group meeting was offered, or it is said why not"
TO_DO = "see that the family group meeting is answered and held"
HELD = "An accepted family group meeting was held, or it is said why not"


@pytest.fixture
def child(site: str) -> Document:
	return make_child(team=make_team().name)


def ago(days: int) -> str:
	return str(add_days(nowdate(), -days))


def accepted(days: int = 30, answered: int = 20) -> list[dict[str, Any]]:
	return [{**ACCEPTED, "offered_on": ago(days), "answered_on": ago(answered)}]


def accepted_long_ago() -> list[dict[str, Any]]:
	return [{**ACCEPTED, "offered_on": "2026-01-01", "answered_on": "2026-01-02"}]


def events(child: str) -> dict[str, str]:
	"""Returns event type → day of what family group meetings recorded."""
	rows = frappe.get_all(
		"Care Event",
		{"child": child, "source_key": ["like", "Family Group Meeting:%"]},
		["event_type", "event_date"],
	)
	assert len(rows) == len({row.event_type for row in rows}), "each step once"
	return {row.event_type: str(row.event_date) for row in rows}


def test_each_step_is_an_event_of_the_child(child: Document) -> None:
	doc = make_family_meeting(child=child.name, offers=accepted(), letter_sent_on=ago(30), offer_in_letter=1)
	assert (doc.stage, str(doc.offered_on), doc.locality) == ("Accepted", ago(30), child.locality)
	doc.update({"held_on": ago(3), "child_there": "Yes"}).save()
	assert doc.stage == "Held"
	assert events(child.name) == {
		"Family group meeting offered": ago(30),
		"Letter before proceedings sent": ago(30),
		"Family group meeting accepted": ago(20),
		"Family group meeting held": ago(3),
	}


def test_a_corrected_day_moves_the_event_and_what_is_taken_back_goes(child: Document) -> None:
	doc = make_family_meeting(child=child.name, offers=accepted())
	doc.offers[0].update({"offered_on": ago(25), "answer": "Declined"})
	doc.save()
	assert events(child.name) == {
		"Family group meeting offered": ago(25),
		"Family group meeting declined": ago(20),
	}
	doc.save()
	assert len(events(child.name)) == 2


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"offers": []}, "Say to whom it is offered"),
		({"not_offered": 1}, "either offered or not"),
		({"offers": [], "not_offered": 1}, "also fill in"),
		({"held_on": "2100-01-01", "child_there": "Yes"}, "lies in the future"),
		({"held_on": "2020-01-01", "child_there": "Yes"}, "before it was offered"),
		({"offers": accepted_long_ago(), "held_on": "2026-02-02"}, "whether the child was there"),
		({"offers": [{"offered_to": "The father", "offered_on": "2100-01-01"}]}, "lies in the future"),
		({"offers": [{**ACCEPTED, "offered_on": "2026-01-02"}]}, "an answer and its day"),
		(
			{"offers": [{**ACCEPTED, "offered_on": "2026-01-02", "answered_on": "2026-01-01"}]},
			"came before the offer",
		),
	],
)
def test_what_contradicts_itself_is_refused(child: Document, values: dict[str, Any], said: str) -> None:
	with pytest.raises(FamilyMeetingError, match=said):
		make_family_meeting(child=child.name, **values)
	assert not events(child.name)


def test_why_it_is_not_offered_names_who_decided(child: Document) -> None:
	decided = {"not_offered": 1, "reason_not_offered": "The father threatens her.", "not_offered_on": ago(2)}
	doc = make_family_meeting(child=child.name, offers=[], not_offered_by=make_worker().name, **decided)
	assert doc.stage == "Not offered"
	assert events(child.name) == {"Family group meeting not offered": ago(2)}


def test_a_brother_is_not_named(child: Document) -> None:
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Two"}).insert().name
	child.update({"sibling_group": group}).save()
	make_child(team=child.team, first_name="Oswin", sibling_group=group)
	with pytest.raises(NameInTextError):
		make_family_meeting(
			child=child.name,
			offers=accepted(),
			held_on=ago(1),
			child_there="No",
			family_proposal="Oswin moves",
		)


def test_one_meeting_is_recorded_for_the_brothers_and_sisters_once(child: Document) -> None:
	group = frappe.get_doc({"doctype": "Sibling Group", "group_name": "Three"}).insert().name
	child.update({"sibling_group": group}).save()
	others = {make_child(team=child.team, sibling_group=group).name for _number in range(2)}
	doc = make_family_meeting(child=child.name, offers=accepted())
	copies = copy_to_siblings(doc.name)
	assert {frappe.db.get_value("Family Group Meeting", name, "child") for name in copies} == others
	for other in others:
		assert "Family group meeting accepted" in events(other)
	with pytest.raises(FamilyMeetingError, match="no brother or sister"):
		copy_to_siblings(doc.name)


def gaps_of(request: Document) -> set[str]:
	return {row.readiness_check for row in request.readiness if row.state == "Gap"}


@pytest.fixture
def to_court(site: str) -> None:
	kind = {"doctype": "Request Type", "title": "To court", "request_group": "Legal", "escalates_to_court": 1}
	frappe.get_doc({**kind, "active": 1}).insert()


@pytest.mark.usefixtures("to_court")
def test_a_request_towards_court_asks_for_it_and_the_record_answers(child: Document) -> None:
	request = make_request(child=child.name, request_type="To court")
	assert {OFFERED, HELD} <= gaps_of(request)
	doc = make_family_meeting(child=child.name, offers=accepted())
	request.save()
	assert {OFFERED, HELD} & gaps_of(request) == {HELD}
	doc.update({"held_on": ago(1), "child_there": "Yes"}).save()
	request.save()
	assert not {OFFERED, HELD} & gaps_of(request)


@pytest.mark.usefixtures("to_court")
def test_a_local_check_of_the_same_part_is_asked_instead(child: Document) -> None:
	apply_pack(read_pack(shipped_folder("permanence_panel_standards")))
	request = make_request(child=child.name, request_type="To court")
	asked = {row.readiness_check for row in request.readiness}
	assert {"A family group conference was offered", "A family group conference was attempted"} <= asked
	assert not {OFFERED, HELD} & asked, "once, not twice"
	row = next(
		row for row in request.readiness if row.readiness_check == "A family group conference was offered"
	)
	row.update({"answer": "Yes", "remark": "In May, to both parents"})
	request.save()
	assert row.readiness_check not in gaps_of(request), "said with when and to whom, as before"


def test_checks_that_were_asked_so_far_are_answered_by_the_record(site: str) -> None:
	apply_pack(read_pack(shipped_folder("permanence_panel_standards")))
	name = "A family group conference was offered"
	frappe.db.set_value("Readiness Check", name, {"answered_from": "Asked", "family_meeting": ""})
	own = "A family group conference was attempted"
	frappe.db.set_value("Readiness Check", own, {"answered_from": "Asked", "why": "Our own words"})
	family_meetings_answer_checks.execute()
	assert frappe.db.get_value("Readiness Check", name, "answered_from") == "Family group meeting"
	assert frappe.db.get_value("Readiness Check", own, "answered_from") == "Asked"


def test_the_report_says_what_was_missing_when_proceedings_were_issued(child: Document) -> None:
	locality = child.locality
	held, refused, none = child, make_child(team=child.team), make_child(team=child.team)
	for one in (held, refused, none):
		make_event(one.name, "Proceedings issued", ago(5))
	make_family_meeting(child=held.name, offers=accepted(), held_on=ago(6), child_there="No")
	make_family_meeting(child=refused.name, offers=accepted())
	columns, rows, _definition, _chart, summary = family_group_meetings_before_proceedings.execute(
		{"locality": locality}
	)
	assert [row["missing"] for row in rows] == [
		said
		for one in sorted((refused, none), key=lambda one: one.name)
		for said in [
			"Accepted, but not held before proceedings" if one is refused else "No offer, and no reason"
		]
	] + [""]
	assert [entry["value"] for entry in summary] == [3, 2, 1]
	only = family_group_meetings_before_proceedings.execute({"locality": locality, "only_missing": 1})
	assert len(only[1]) == 2
	assert {column["fieldname"] for column in columns} <= set(rows[0])


def test_the_reports_queries_do_not_grow_with_the_children(child: Document) -> None:
	def run() -> int:
		return queries_of(
			lambda: family_group_meetings_before_proceedings.execute({"locality": child.locality})
		)

	make_event(child.name, "Proceedings issued", ago(5))
	run()
	few = run()
	for _number in range(5):
		other = make_child(team=child.team)
		make_event(other.name, "Proceedings issued", ago(5))
		make_family_meeting(child=other.name, offers=accepted())
	assert run() == few


def test_the_page_for_the_court_tells_the_whole_and_fits_one_page(child: Document) -> None:
	assert "no reason is recorded" in frappe.get_print("Child", child.name, "Family Group Decision-Making")
	make_family_meeting(
		child=child.name,
		offers=[
			*accepted(),
			{"offered_to": "The aunt", "relation": "Other relative", "offered_on": ago(28)},
		],
		letter_sent_on=ago(30),
		offer_in_letter=1,
		held_on=ago(6),
		child_there="No, but somebody spoke for the child",
		family_proposal="The grandmother takes the child from Friday to Monday.",
		authority_answer="Agreed in part",
		answer_reason="Not overnight until her home is assessed.",
		support_package="Fares and a bed",
		support_cost=450,
	)
	html = frappe.get_print("Child", child.name, "Family Group Decision-Making")
	for text in ("The mother", "The aunt", "it makes the offer", "Not overnight until", "450.00"):
		assert text in html
	pdf = frappe.get_print("Child", child.name, "Family Group Decision-Making", as_pdf=True)
	assert pages_of(pdf) == 1


def pages_of(pdf: bytes) -> int:
	return len(PdfReader(io.BytesIO(pdf)).pages)


def test_it_waits_on_the_page_of_the_social_worker_until_it_is_held(
	child: Document, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	user = user_with("Social Worker")
	grant(user, child.locality)
	child.update({"social_worker": make_worker(user=user, locality=child.locality).name}).save()
	doc = make_family_meeting(child=child.name, offers=accepted())
	set_user(user)
	assert TO_DO in waiting()
	doc.reload()
	doc.update({"held_on": ago(1), "child_there": "Yes"}).save()
	assert TO_DO not in waiting()


def waiting() -> str:
	return frappe.as_json(what_is_waiting())
