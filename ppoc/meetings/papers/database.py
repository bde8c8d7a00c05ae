"""Reads what a meeting's papers need: a fixed number of queries, limited to what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_time

from ppoc.meetings.papers.meeting_record import MeetingRecord, MeetingRows, RecordSection, Row, compose
from ppoc.meetings.records.answers import sections
from ppoc.meetings.records.database import answers_of, shown

_CHILD = [
	"name", "full_name", "care_started_on", "date_of_birth", "unborn", "legal_status", "social_worker",
	"reviewing_officer", "team",
	"potential", "potential_rationale", "current_plan", "for_panel", "for_panel_reason",
]  # fmt: skip
_PLAN = [
	"name", "route", "status", "predicted_start", "predicted_finish", "times_moved", "actual_start",
	"actual_finish", "progress", "for_panel_reason", "prioritised_on", "removed_on", "removal_reason",
]  # fmt: skip
_PEOPLE = ("social_worker", "reviewing_officer", "action_owner")
_REQUEST = [
	"name", "child", "request_type", "decision", "decision_reason", "retrospective", "emergency_decision",
	"agreed_with", "authorised_on",
]  # fmt: skip
_ACTION = ["name", "what", "child", "action_owner", "due_on", "status", "outcome"]
_CHANGE = ["parent", "date_field", "was", "became", "changed_on", "meeting"]


def meeting_record(meeting: Document, user: str) -> MeetingRecord:
	"""Returns the meeting's papers as `user` may read them: children they may not see are left out and not counted."""
	said = listed("Meeting Discussion", user, {"meeting": meeting.name}, ["*"], "position asc, name asc")
	set_here = listed("Action", user, {"set_in": meeting.name}, _ACTION, "due_on asc, name asc")
	reviewed = _reviewed(meeting.name, user)
	named = _values([*said, *set_here, *reviewed], "child")
	children = _by_name(listed("Child", user, {"name": ["in", named]}, _CHILD))
	plan_names = {*_values(said, "plan"), *_values(children.values(), "current_plan")}
	plans = _by_name(listed("Permanence Plan", user, {"name": ["in", sorted(plan_names)]}, _PLAN))
	outstanding = _outstanding(meeting, list(children), user)
	unreviewed = _unreviewed(meeting, list(children), {row["name"] for row in reviewed}, user)
	for row in said:
		row.slot_time = _time(row.slot_time)
	rows = MeetingRows(
		discussions=said,
		children=children,
		plans=plans,
		barriers=_barriers(plans),
		set_actions=set_here,
		reviewed_actions=reviewed,
		open_actions=outstanding,
		unreviewed_actions=unreviewed,
		changes=_changes(plans),
		workers=worker_names(_people([*children.values(), *set_here, *reviewed, *outstanding])),
		records=_records([row["name"] for row in said]),
		requests=_requests(meeting.name, user),
	)
	head = {
		"name": meeting.name,
		"slot_minutes": frappe.get_cached_value("Forum", meeting.forum, "slot_minutes"),
		"meeting_date": frappe.utils.getdate(meeting.meeting_date),
		"start_time": _time(meeting.start_time),
		"next_meeting_date": frappe.utils.getdate(meeting.next_meeting_date)
		if meeting.next_meeting_date
		else None,
	}
	return compose(head, [row.as_dict() for row in meeting.agenda], rows)


def _requests(meeting: str, user: str) -> list[Row]:
	"""Returns what the meeting is asked to decide, or has decided."""
	asked = {"meeting": meeting, "status": ["in", ["Listed", "Decided", "Authorised"]]}
	return listed("Panel Decision", user, asked, _REQUEST, "creation asc, name asc")


def _records(talks: list[str]) -> dict[str, tuple[RecordSection, ...]]:
	"""Returns the answers in discussions that were read with the reader's permissions."""
	return {
		talk: tuple(
			RecordSection(title, tuple((row["question"], shown(row)) for row in own))
			for title, own in sections(rows).items()
		)
		for talk, rows in answers_of(talks).items()
	}


def listed(doctype: str, user: str, filters: Any, fields: list[str], order_by: str = "name asc") -> list[Any]:
	"""Returns rows that `user` may read, none for a user without the role; runs no query for an empty list of
	names."""
	if not frappe.has_permission(doctype, "read", user=user):
		return []
	if isinstance(filters, dict) and any(isinstance(v, list) and v == ["in", []] for v in filters.values()):
		return []
	return frappe.get_list(doctype, filters=filters, fields=fields, order_by=order_by, limit=0, user=user)


def _reviewed(meeting: str, user: str) -> list[Row]:
	"""Returns earlier actions that this meeting reviewed, each with the review's outcome."""
	reviews = frappe.get_all(
		"Action Review",
		filters={"meeting": meeting, "parenttype": "Action"},
		fields=["parent", "outcome", "note"],
		order_by="creation asc",
	)
	said = {review.parent: review for review in reviews}
	# Only reviews of actions that the reader may see are used below.
	actions = listed("Action", user, {"name": ["in", sorted(said)]}, _ACTION, "due_on asc, name asc")
	for action in actions:
		review = said[action.name]
		action.update({"review_outcome": review.outcome, "review_note": review.note or action.outcome})
	return actions


def _outstanding(meeting: Document, children: list[str], user: str) -> list[Row]:
	filters = {"child": ["in", children], "status": "Open", "set_on": ["<=", meeting.meeting_date]}
	return listed("Action", user, filters, _ACTION, "due_on asc, name asc")


def _unreviewed(meeting: Document, children: list[str], reviewed: set[str], user: str) -> list[Row]:
	"""Returns actions of earlier sittings of the forum that were open on the day and that nobody reviewed."""
	set_before = {
		"child": ["in", children],
		"forum": meeting.forum,
		"set_in": ["!=", meeting.name],
		"set_on": ["<=", meeting.meeting_date],
	}
	fields = [*_ACTION, "closed_on"]
	day = frappe.utils.getdate(meeting.meeting_date)
	return [
		action
		for action in listed("Action", user, set_before, fields, "due_on asc, name asc")
		if action.name not in reviewed
		and (action.status == "Open" or (action.closed_on and action.closed_on > day))
	]


def _changes(plans: dict[str, Row]) -> list[Row]:
	"""Returns how the predictions moved, the oldest first, of plans that were read with the reader's permissions."""
	of_plans = {"parenttype": "Permanence Plan", "parent": ["in", list(plans)]}
	return (
		frappe.get_all("Prediction Change", of_plans, _CHANGE, order_by="idx asc", limit=0) if plans else []
	)


def _barriers(plans: dict[str, Row]) -> list[Row]:
	"""Returns barriers of plans that were read with the reader's permissions."""
	if not plans:
		return []
	return frappe.get_all(
		"Plan Barrier",
		filters={"parenttype": "Permanence Plan", "parent": ["in", list(plans)]},
		fields=["parent", "category", "detail", "raised_on", "resolved_on"],
		order_by="parent asc, idx asc",
	)


def worker_names(workers: Iterable[str]) -> dict[str, str]:
	"""Returns the names of these workers. A colleague's name on a record one may read is not confidential."""
	wanted = sorted({worker for worker in workers if worker})
	if not wanted:
		return {}
	found = frappe.get_all("Worker", filters={"name": ["in", wanted]}, fields=["name", "worker_name"])
	return {worker.name: worker.worker_name for worker in found}


def _people(rows: Iterable[Row]) -> set[str]:
	return {row[key] for row in rows for key in _PEOPLE if row.get(key)}


def _values(rows: Iterable[Row], key: str) -> list[str]:
	return sorted({row[key] for row in rows if row.get(key)})


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
	return {row["name"]: row for row in rows}


def _time(value: Any) -> time | None:
	return get_time(str(value)).replace(second=0, microsecond=0) if value is not None else None
