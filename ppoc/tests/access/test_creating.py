"""People can create every case record that their role allows in their own locality, and nowhere else.

Version 16 checks permission before it fetches values through links; version 15 checks afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from ppoc.access.permissions import ANCHORS, fetched_anchors
from ppoc.access.scopes import CASE_DOCTYPES, SCOPES
from ppoc.tests.factories import (
	grant,
	make_child,
	make_forum,
	make_locality,
	make_meeting,
	make_schedule,
	make_team,
	make_worker,
)


@dataclass
class Place:
	"""A locality with a team, a child and other records to link to."""

	manager: str
	locality: str
	team: str
	other_team: str
	child: str
	meeting: str
	schedule: str
	worker: str
	joining: str


def make_place(user_with: Callable[..., str]) -> Place:
	locality = make_locality().name
	manager = user_with("Team Manager")
	grant(manager, locality)
	in_charge = make_worker(locality=locality, user=manager).name
	team, other_team = (make_team(locality=locality, team_manager=in_charge).name for _ in range(2))
	return Place(
		manager=manager,
		locality=locality,
		team=team,
		other_team=other_team,
		child=make_child(team=team).name,
		meeting=make_meeting(team=team).name,
		schedule=make_schedule(team=team).name,
		worker=make_worker(locality=locality).name,
		joining=user_with("Social Worker"),
	)


def _action(place: Place) -> dict[str, Any]:
	return {"child": place.child, "what": "Ring", "action_owner": place.worker, "due_on": nowdate()}


def _booking(place: Place) -> dict[str, Any]:
	forum = make_forum(takes_requests=1).name
	make_meeting(forum=forum, team=place.team, meeting_date=add_days(nowdate(), 14))
	return {"child": place.child, "forum": forum, "what_for": "Matching"}


def _discussion(place: Place) -> dict[str, Any]:
	return {"meeting": place.meeting, "child": place.child, "purpose": "Talk"}


def _erasure(place: Place) -> dict[str, Any]:
	frappe.db.set_value("Child", place.child, "date_of_birth", "1940-05-01")
	return {"child": place.child}


def _handover(place: Place) -> dict[str, Any]:
	return {"kind": "Handover", "child": place.child, "reason": "Moved house", "to_team": place.other_team}


def _placement(place: Place) -> dict[str, Any]:
	return {"child": place.child, "started_on": nowdate(), "reason": "No other bed", "unregulated": 1}


# What a user types; the app fills in the rest.
TYPED: dict[str, Callable[[Place], dict[str, Any]]] = {
	"Action": _action,
	"Booking": _booking,
	"Care Episode": lambda place: {"child": place.child, "started_on": "2024-01-01"},
	"Care Event": lambda place: {
		"child": place.child,
		"event_type": "Left care",
		"event_date": nowdate(),
	},
	"Case Note": lambda place: {"child": place.child, "note_date": nowdate(), "note": "Rang"},
	"Child": lambda place: {"child_id": "T-CREATED", "locality": place.locality},
	"Effectiveness Review": lambda place: {
		"locality": place.locality,
		"review_date": nowdate(),
		"reviewer": place.worker,
	},
	"Data Complaint": lambda place: {
		"child": place.child,
		"received_on": nowdate(),
		"complainant": "Somebody",
		"complaint": "A letter went to another address",
	},
	"Delay Reason": lambda place: {
		"child": place.child,
		"reason": "Nobody asked the aunt",
		"next_step": "Ask her",
	},
	"Connected Person": lambda place: {
		"child": place.child,
		"person_name": "Somebody",
		"relation": "Grandparent",
	},
	"Family Group Meeting": lambda place: {
		"child": place.child,
		"offers": [{"offered_to": "The mother", "offered_on": nowdate()}],
	},
	"Letter to Child": lambda place: {"child": place.child, "letter_text": "Hello"},
	"Disclosure Request": lambda place: {
		"child": place.child,
		"received_on": nowdate(),
		"asked_by": "Somebody",
		"relation": "The child or young person",
	},
	"Erasure": _erasure,
	"Escalation": lambda place: {
		"child": place.child,
		"to_role": "Head of Service",
		"blocker": "No assessor",
	},
	"Flag": lambda place: {
		"child": place.child,
		"message": "Look",
		"shows_on": add_days(nowdate(), 1),
		"for_role": "Team Manager",
	},
	"Fortnightly Return": lambda place: {"forum_schedule": place.schedule},
	"Handover": _handover,
	"Locality Access": lambda place: {
		"user": place.joining,
		"locality": place.locality,
		"from_date": nowdate(),
		"reason": "Joins the team",
	},
	"Meeting": lambda place: {
		"forum": "Mobilisation Meeting",
		"locality": place.locality,
		"team": place.team,
		"meeting_date": add_days(nowdate(), 30),
		"start_time": "09:00:00",
	},
	"Meeting Discussion": _discussion,
	"Panel Decision": lambda place: {"child": place.child, "request_type": "Other", "rationale": "Talked"},
	"Permanence Plan": lambda place: {"child": place.child, "route": "Special guardianship"},
	"Record Hold": lambda place: {"child": place.child, "reason": "Inquiry"},
	"Quarterly Oversight Report": lambda place: {"locality": place.locality, "quarter_start": "2024-01-01"},
	"Service Event": lambda place: {
		"event_type": "Left care",
		"event_date": nowdate(),
		"forum_schedule": place.schedule,
	},
	"Sibling Group": lambda place: {"group_name": "Three"},
	"Tracked Placement": _placement,
	"Unmet Need": lambda place: {"child": place.child, "need": "Foster carers", "kind": "Foster home"},
}


def roles_that_create(doctype: str) -> list[str]:
	"""Returns the roles that the role table allows to create records; leaves out roles without a locality."""
	rows = frappe.get_meta(doctype).permissions
	return [
		row.role
		for row in rows
		if row.create and not row.permlevel and row.role not in ("System Manager", "PPOC Administrator")
	]


def create(doctype: str, values: dict[str, Any]) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def test_every_case_record_that_people_may_create_is_tried_here(site: str) -> None:
	assert {doctype for doctype in CASE_DOCTYPES if roles_that_create(doctype)} == set(TYPED)


@pytest.mark.requirement("P5.2", "X4.1")
@pytest.mark.parametrize("doctype", sorted(TYPED))
def test_people_create_records_of_their_own_place(
	site: str, user_with: Callable[..., str], set_user: Callable, doctype: str
) -> None:
	here = make_place(user_with)
	role = roles_that_create(doctype)[0]
	user = user_with(role)
	grant(user, here.locality)
	typed = TYPED[doctype](here)
	set_user(user)
	made = create(doctype, typed)
	assert frappe.has_permission(doctype, "read", doc=made.name, user=user)
	for anchor in fetched_anchors(doctype):
		assert frappe.db.get_value(doctype, made.name, anchor) == here.locality


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("doctype", sorted(set(TYPED) - {"Sibling Group"}))
def test_a_forged_place_opens_no_other_place(
	site: str, user_with: Callable[..., str], set_user: Callable, doctype: str
) -> None:
	"""A program can send anything: here its own locality and team, with another locality's child or schedule."""
	here, there = make_place(user_with), make_place(user_with)
	user = user_with(roles_that_create(doctype)[0])
	grant(user, here.locality)
	forged = TYPED[doctype](there)
	what_it_hangs_on = {*SCOPES[doctype].about} if doctype in SCOPES else {"child"}
	if what_it_hangs_on & set(forged) or fetched_anchors(doctype):  # else the user types the locality
		forged.update(locality=here.locality, team=here.team, from_locality=here.locality)
	set_user(user)
	# a link to a child out of sight is refused like one to no child
	with pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
		create(doctype, forged)


@pytest.mark.requirement("X4.1")
@pytest.mark.parametrize("doctype", ["Service Event", "Fortnightly Return"])
def test_a_record_is_not_moved_to_another_place_by_its_link(
	site: str, user_with: Callable[..., str], set_user: Callable, doctype: str
) -> None:
	here, there = make_place(user_with), make_place(user_with)
	user = user_with(roles_that_create(doctype)[0])
	grant(user, here.locality)
	set_user(user)
	made = create(doctype, TYPED[doctype](here))
	made.update({"forum_schedule": there.schedule, "locality": here.locality})
	with pytest.raises((frappe.PermissionError, frappe.CannotChangeConstantError)):
		made.save()


def test_what_is_fetched_is_found_by_itself(site: str) -> None:
	"""Checks the two known DocTypes; any other is recognised by its fields alone."""
	fetched = {doctype for doctype in ANCHORS if fetched_anchors(doctype)}
	assert {"Service Event", "Fortnightly Return"} <= fetched


def test_an_old_record_is_still_read_after_its_schedule_moved_away(
	site: str, user_with: Callable[..., str], set_user: Callable
) -> None:
	"""Permission follows the stored values, as in the list, until the record is saved again."""
	here, there = make_place(user_with), make_place(user_with)
	user = user_with("Team Coordinator")
	grant(user, here.locality)
	event = create("Service Event", TYPED["Service Event"](here))
	frappe.db.set_value("Forum Schedule", here.schedule, {"locality": there.locality, "team": there.team})
	assert frappe.has_permission("Service Event", "read", doc=event.name, user=user)
