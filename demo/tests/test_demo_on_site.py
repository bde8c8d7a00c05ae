"""The demo on a site: small, but by the same way as the large one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate, nowdate

from demo import make, meetings, phrases
from demo.service import LOGIN_ROLES, TRIES_EVERY_PACK, make_service
from demo.state import read_state
from ppoc.reporting.oversight.figures import Quarter
from ppoc.tests.factories import make_child
from ppoc.timescales.packs.database import folders

SHIPPED_NAMES = ("Core", "Statutory Core", "Planning Permanence Outside of Care")
SMALL: dict[str, Any] = {"children": 36, "weeks": 12, "processes": 1}

pytestmark = [pytest.mark.slow(8), pytest.mark.usefixtures("site", "committed")]


def test_an_interrupted_demo_is_continued_and_a_finished_one_stays_as_it_is(monkeypatch):
	for place, act, number in ((meetings.MeetingInProgress, "close", 12), (meetings, "issue_notes", 3)):
		with monkeypatch.context() as patch:
			patch.setattr(place, act, _interrupt_at(number, getattr(place, act)))
			with pytest.raises(KeyboardInterrupt):
				make.run(**SMALL)
		assert not read_state().done
		frappe.db.rollback()
	assert frappe.db.count("Meeting", {"status": "Held"}), (
		"some notes of the interrupted block have not gone out"
	)

	make.run(**SMALL)

	assert read_state().done
	_has_what_was_promised()
	counts = _counts()
	make.run(**SMALL)
	assert _counts() == counts


def _interrupt_at(number: int, act: Callable[..., None]) -> Callable[..., None]:
	goes = itertools.count(1)

	def interrupted(*arguments: Any) -> None:
		if next(goes) == number:
			raise KeyboardInterrupt
		act(*arguments)

	return interrupted


def _has_what_was_promised() -> None:
	assert frappe.db.count("Child") == 36
	assert frappe.db.count("Team") == 12
	assert not frappe.db.count("Email Queue")
	_meetings_as_their_rhythm_has_them()
	_stamps_of_the_time()
	_no_children_of_two_localities_in_one_meeting()
	_reviews_by_somebody_of_another_locality()
	_notes_forms_and_cases_as_an_office_has_them()
	_every_pack_in_one_locality()
	assert sorted({login["role"] for login in make.logins()}) == sorted(LOGIN_ROLES)
	assert make.logins() == make.logins()
	assert not frappe.get_all("Has Role", {"role": "System Manager", "parent": ["like", "%@example.org"]})


def _meetings_as_their_rhythm_has_them() -> None:
	held = frappe.get_all(
		"Meeting", {"status": ["in", ["Held", "Notes issued"]]}, ["name", "forum", "team", "meeting_date"]
	)
	brought = set(_forums_of_other_packs())
	assert {meeting.forum for meeting in held} - brought == {
		"Identification Meeting",
		"Mobilisation Meeting",
		"Permanence Panel",
	}
	assert len([m for m in held if m.team == "Ashmere South" and m.forum == "Mobilisation Meeting"]) == 6
	assert len({m.team for m in held if m.team}) == 12
	doubles = {(m.forum, m.team, m.meeting_date) for m in held if m.team}
	assert len(doubles) == len([m for m in held if m.team])
	today = {"meeting_date": nowdate(), "forum": "Mobilisation Meeting", "status": "Planned"}
	assert "Ashmere North" in frappe.get_all("Meeting", today, pluck="team")  # others by their rhythm


def _stamps_of_the_time() -> None:
	start = getdate() - timedelta(weeks=SMALL["weeks"])
	assert min(getdate(row) for row in frappe.get_all("Child", pluck="creation")) <= start
	held = {"status": ["in", ["Held", "Notes issued"]]}
	closed = frappe.get_all("Meeting", held, ["meeting_date", "closed_on", "closed_by"])
	assert all(getdate(row.closed_on) == row.meeting_date for row in closed)
	assert {row.closed_by.split(".")[0] for row in closed} == {"team"}, "coordinators close their meetings"


def _no_children_of_two_localities_in_one_meeting() -> None:
	talk, meeting, child = (frappe.qb.DocType(d) for d in ("Meeting Discussion", "Meeting", "Child"))
	of_the_authority = frappe.get_all("Forum", {"held_by": "Authority"}, pluck="name")
	query = (
		frappe.qb.from_(talk)
		.join(meeting)
		.on(meeting.name == talk.meeting)
		.join(child)
		.on(child.name == talk.child)
		.where(meeting.forum.notin(of_the_authority))
	)
	assert not query.select(talk.name).where(child.locality != meeting.locality).run()


def _reviews_by_somebody_of_another_locality() -> None:
	reviews = frappe.get_all(
		"Effectiveness Review", fields=["locality", "reviewer", "scored", "creation", "review_date"]
	)
	assert reviews
	assert all(review.scored == 16 and getdate(review.creation) == review.review_date for review in reviews)
	places = dict(frappe.get_all("Worker", fields=["name", "locality"], as_list=True))
	assert all(places[review.reviewer] != review.locality for review in reviews)
	quarter, first_day = Quarter.of(getdate()).before, getdate() - timedelta(weeks=SMALL["weeks"])
	drafted = frappe.get_all(
		"Quarterly Oversight Report", {"drafted_on": ["is", "set"]}, pluck="quarter_start"
	)
	assert set(drafted) == ({quarter.first} if quarter.last > first_day else set())


def _notes_forms_and_cases_as_an_office_has_them() -> None:
	today = getdate()
	waiting = frappe.get_all("Meeting", {"status": "Held"}, pluck="meeting_date")
	assert all(getdate(day) >= today - timedelta(days=10) for day in waiting), "older notes are issued"
	assert len(waiting) < frappe.db.count("Meeting", {"status": "Notes issued"}) / 4
	needs = frappe.get_all("Unmet Need", fields=["status", "outcome", "noted_on", "locality"])
	assert len(needs) > 1
	assert all(need.locality and need.noted_on < today for need in needs)
	assert {"Draft", "Confirmed"} == set(frappe.get_all("Fortnightly Return", pluck="status"))
	late = {"duty": "Fortnightly form", "state": "Overdue", "due_on": ["<", today - timedelta(weeks=2)]}
	assert not frappe.db.count("Timescale", late)
	uncopied = frappe.get_all("Case Note", {"copied_on": ["is", "not set"]}, pluck="note_date")
	assert all(getdate(day) >= today - timedelta(days=10) for day in uncopied)
	asked = frappe.get_all("Panel Decision", {"status": "Decided"}, ["requested_on", "decided_on"])
	assert all(request.requested_on <= request.decided_on for request in asked)
	assert len(set(frappe.get_all("Team", pluck="monthly_capacity"))) > 1


def _forums_of_other_packs() -> list[str]:
	return frappe.get_all("Forum", {"pack": ["not in", SHIPPED_NAMES]}, pluck="name")


def _every_pack_in_one_locality() -> None:
	brought = _forums_of_other_packs()
	assert len(frappe.get_all("Practice Pack")) == len(folders())
	assert set(frappe.get_all("Forum Schedule", {"forum": ["in", brought]}, pluck="locality")) == {
		TRIES_EVERY_PACK
	}
	rules = frappe.get_all("Timescale Rule", {"applies_to": "Child"}, ["pack", "conditions"])
	others = [rule for rule in rules if rule.pack not in SHIPPED_NAMES]
	assert others
	assert all(TRIES_EVERY_PACK in rule.conditions for rule in others)
	duties = {
		"rule": ["in", frappe.get_all("Timescale Rule", {"pack": ["not in", SHIPPED_NAMES]}, pluck="name")]
	}
	of_children = {**duties, "child": ["is", "set"]}
	assert set(frappe.get_all("Timescale", of_children, pluck="locality")) == {TRIES_EVERY_PACK}
	_requests_are_routed_and_papers_chased()
	before = {"entered": "Before the meeting", "answer": ["is", "not set"]}
	assert frappe.db.count("Discussion Answer", before), "updates to write before a meeting"


def _requests_are_routed_and_papers_chased() -> None:
	kinds = [kind for kind, *_rest in phrases.ROUTED_REQUESTS]
	asked = frappe.get_all(
		"Panel Decision", {"request_type": ["in", kinds]}, ["route_state", "route_forum", "route_role"]
	)
	assert {"Routed"} <= {request.route_state for request in asked}
	assert any(request.route_forum for request in asked)
	booked = frappe.get_all("Booking", ["status", "papers_missing"])
	assert any(booking.status == "Booked" for booking in booked)
	assert any(booking.papers_missing for booking in booked)


def _counts() -> dict[str, int]:
	doctypes = (
		"Child",
		"Meeting",
		"Meeting Discussion",
		"Action",
		"Booking",
		"Care Event",
		"Effectiveness Review",
		"Forum Schedule",
		"Panel Decision",
		"Permanence Plan",
		"Quarterly Oversight Report",
		"Service Event",
		"Unmet Need",
		"User",
		"Worker",
		"Version",
	)
	return {doctype: frappe.db.count(doctype) for doctype in doctypes}


def test_no_demo_on_a_site_with_children_of_its_own():
	make_child()
	with pytest.raises(make.DemoRefusedError):
		make.run(**SMALL)
	assert not frappe.db.exists("Locality", "Ashmere")
	assert make.logins() == []


def test_everybody_of_the_demo_has_a_place_in_the_service():
	service = make_service("1")
	assert all(
		person.team or person.role not in ("Team Manager", "Social Worker") for person in service.people
	)
