"""The data of the meeting screen: rows in bulk, by a fixed number of statements, without restricted texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate
from pypika.terms import Criterion

from ppoc.access.rules import may_see, may_see_children
from ppoc.ages import age_on
from ppoc.care_words import care_words
from ppoc.database.dates import NO_DATE
from ppoc.meeting_statuses import ENDED
from ppoc.meetings import last_time_database as last_time
from ppoc.meetings.actions.email_answers_database import answered_by_email
from ppoc.meetings.agenda.database import as_time
from ppoc.meetings.attendance import as_shown
from ppoc.meetings.child_letters.database import what_they_said
from ppoc.meetings.database import RESTRICTED, reviewed_in
from ppoc.meetings.guards import may_close
from ppoc.meetings.papers.database import listed
from ppoc.meetings.records.answers import choices_of
from ppoc.meetings.records.database import answers_of
from ppoc.plans.connected_people.database import FIELDS as PEOPLE
from ppoc.plans.connected_people.database import PERSON, carers_of, connections_of
from ppoc.plans.connected_people.standing import Connections, asked_lately
from ppoc.plans.potential.rules import span_in_words
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.timescales.subjects_database import places_here
from ppoc.translating import translated

ANSWERS_WITHOUT_LAST = timedelta(weeks=6)
"""A first meeting reads the answers of this time."""
QUICK_DAYS = 70
"""The dates that are offered for an action lie within these days."""

CHILD_FIELDS = [
	"name", "full_name", "child_id", "date_of_birth", "unborn", "legal_status", "placement", "care_started_on",
	"looked_after", "potential", "potential_rationale", "potential_decided_on", "restricted", "sibling_group",
	"current_plan", "current_route", "for_panel", "team", "social_worker", "supervising_social_worker",
	"reviewing_officer",
]  # fmt: skip

MEETING_FIELDS = [
	"name", "title", "forum", "locality", "team", "meeting_date", "start_time", "duration_minutes", "status",
	"chair", "note_taker", "next_meeting_date", "previous_meeting", "any_other_business", "closing_summary",
]  # fmt: skip

AGENDA_FIELDS = ("name", "item_key", "title", "minutes", "purpose", "guidance", "notes", "show_dashboard")

CLOSED_FIELDS = ("name", "item_key", "purpose", "position", "slot_time", "state")
"""What a user who may not see a restricted child learns about its place on the agenda."""

PERSONS = ("social_worker", "supervising_social_worker", "reviewing_officer")


def screen_of(meeting: Document, user: str) -> dict[str, Any]:
	"""Returns the whole screen for one user."""
	rows = rows_of(meeting, user)
	return {"meeting": _meeting(meeting), "agenda": _agenda(meeting, rows["discussions"]), **rows}


def rows_of(meeting: Document, user: str, discussions: Iterable[str] | None = None) -> dict[str, Any]:
	"""Returns the discussions with their children, plans and actions, as this user may see them.

	Args:
		discussions: only these; None for all of the meeting's.
	"""
	filters: dict[str, Any] = {"meeting": meeting.name}
	if discussions is not None:
		filters["name"] = ["in", [*discussions] or [""]]
	talks = frappe.get_all(
		"Meeting Discussion", filters=filters, fields=["*"], order_by="position asc, name asc"
	)
	visible = may_see_children(user, [talk.child for talk in talks])
	children = _children(visible, user)
	plans = _plans({talk.plan for talk in talks if talk.child in visible and talk.plan}, user)
	actions = _actions(meeting, visible, user)
	attendees = as_shown(meeting.attendees)
	invited = [row["worker"] for row in attendees]
	before = last_time.said_before(meeting, [t for t in talks if t.child in visible], children, plans, user)
	writes = {doctype: frappe.has_permission(doctype, "write", user=user) for doctype in WRITTEN}
	open_meeting = meeting.status not in ENDED
	return {
		"discussions": [
			{
				**talk,
				"can_write": int(writes["Meeting Discussion"] and open_meeting),
				"before": before[talk.name],
			}
			if talk.child in visible
			else {
				**{f: talk.get(f) for f in CLOSED_FIELDS},
				"restricted": 1,
				"closed": 1,
				"label": RESTRICTED,
			}
			for talk in talks
		],
		"answers": _answers(meeting, {talk.name: talk.child for talk in talks if talk.child in visible}),
		"children": children,
		"plans": {
			name: {**plan, "can_write": int(writes["Permanence Plan"])} for name, plan in plans.items()
		},
		"routes": dict(frappe.get_all("Route", fields=["name", "short_name"], as_list=True)),
		"actions": [{**action, "can_write": int(writes["Action"])} for action in actions],
		"workers": _workers([*invited, *_named(children, actions)]),
		"attendees": attendees,
	}


WRITTEN = ("Meeting Discussion", "Permanence Plan", "Action")

ANSWER_FIELDS = (
	"name", "parent", "idx", "section", "question", "question_key", "answer", "answer_type", "help", "required",
	"entered", "modified", "modified_by",
)  # fmt: skip


def _answers(meeting: Document, talks: dict[str, str]) -> list[dict[str, Any]]:
	"""Returns the answers in these discussions (discussion → child) with their choices and the answer of last time."""
	found = [row for rows in answers_of(list(talks)).values() for row in rows]
	before = last_time.answers_before(meeting, sorted(set(talks.values()))) if found else {}
	return [
		{
			**{field: row[field] for field in ANSWER_FIELDS},
			"options": choices_of(row),
			"before": before.get((talks[row.parent], row.question_key)),
		}
		for row in found
	]


def _meeting(meeting: Document) -> dict[str, Any]:
	forum = frappe.get_cached_doc("Forum", meeting.forum)
	writes = frappe.has_permission("Meeting", "write", doc=meeting)
	return {
		**{field: meeting.get(field) for field in MEETING_FIELDS},
		"modified": str(meeting.modified),
		"can_write": int(writes),
		"can_close": int(may_close(meeting)),
		"requires_predicted_start": forum.requires_predicted_start,
		"takes_to": forum.takes_to,
		"sends_targeted_work": forum.sends_targeted_work,
		"slot_minutes": forum.slot_minutes,
		"closed_days": _closed_days(meeting.locality),
		"now": str(now_datetime()),
		"before": last_time.business_before(meeting),
	}


def _closed_days(locality: str) -> list[str]:
	"""Returns the bank holidays and closed days of the coming weeks, on which no action is offered to be due."""
	today = getdate(nowdate())
	calendar = places_here().calendar(locality)
	days = (today + timedelta(days=number) for number in range(QUICK_DAYS))
	return [str(day) for day in days if day in calendar.closed]


def _agenda(meeting: Document, talks: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Returns the items with the time at which each begins: an item with slots lasts as long as its slots."""
	slot = frappe.get_cached_value("Forum", meeting.forum, "slot_minutes") or 0
	begins = datetime.combine(getdate(meeting.meeting_date), as_time(meeting.start_time))
	before = last_time.items_before(meeting)
	rows = []
	for row in meeting.agenda:
		fields = {field: row.get(field) for field in AGENDA_FIELDS}
		notes = {"notes": before.get(row.title) or []}
		rows.append({**fields, "start_time": str(begins.time()), "before": notes})
		children = sum(1 for talk in talks if talk["item_key"] == row.item_key)
		begins += timedelta(minutes=max(row.minutes or 0, slot * children))
	return rows


def _children(names: Iterable[str], user: str) -> dict[str, dict[str, Any]]:
	rows = frappe.get_all("Child", filters={"name": ["in", sorted(names) or [""]]}, fields=CHILD_FIELDS)
	others: dict[str, list[str]] = {}
	names_seen = [row.name for row in rows]
	said, known = what_they_said(names_seen, user), _connections(names_seen, user)
	today = getdate(nowdate())
	for row in frappe.get_all(
		"Child Worker",
		filters={"parent": ["in", [row.name for row in rows] or [""]], "parenttype": "Child"},
		fields=["parent", "worker", "to_date"],
		order_by="idx asc",
	):
		if not row.to_date or row.to_date >= today:
			others.setdefault(row.parent, []).append(row.worker)
	return {
		row.name: {
			**row,
			"legal_status_words": care_words("legal_status", row.legal_status),
			"age": age_on(row.date_of_birth, today),
			"time_in_care": _time_in_care(row, today),
			"said": said.get(row.name),
			"connections": known and known[row.name],
			"people": list(
				dict.fromkeys([*filter(None, (row[p] for p in PERSONS)), *others.get(row.name, [])])
			),
		}
		for row in rows
	}


def _connections(children: list[str], user: str) -> dict[str, Any] | None:
	"""Returns child → what is known of the adults who matter to it; None if the user may see none at all."""
	if not frappe.has_permission(PERSON, "read", user=user):
		return None
	people = listed(PERSON, user, {"child": ["in", children or [""]]}, PEOPLE, "name asc")
	today, known = getdate(nowdate()), connections_of(people)
	return {child: _told(known.get(child, Connections()), today) for child in children}


def _told(known: Connections, today: date) -> dict[str, Any]:
	return {**asdict(known), "asked_lately": asked_lately(known.asked_on, today)}


def _time_in_care(child: frappe._dict, today: date) -> str:
	return translated(span_in_words(child.care_started_on, today)) if child.looked_after else ""


def _plans(names: set[str], user: str) -> dict[str, dict[str, Any]]:
	seen = sorted(may_see(user, "Permanence Plan", names))
	rows = frappe.get_all("Permanence Plan", filters={"name": ["in", seen or [""]]}, fields=["*"])
	barriers: dict[str, list[dict[str, Any]]] = {}
	for row in frappe.get_all(
		"Plan Barrier",
		filters={
			"parent": ["in", seen or [""]],
			"parenttype": "Permanence Plan",
			"resolved_on": NO_DATE,
		},
		fields=["parent", "category", "detail", "raised_on"],
		order_by="idx asc",
	):
		barriers.setdefault(row.pop("parent"), []).append(row)
	moved, carers = last_time.dates_before(seen), carers_of(seen, user)
	return {
		row.name: {
			**row,
			"before": moved.get(row.name, {}),
			"carer": carers.get(row.name),
			"open_barriers": barriers.get(row.name, []),
			"start_missing": int(row.status in LISTED_STATUSES[:1] and not row.predicted_start),
		}
		for row in rows
	}


def _actions(meeting: Document, children: Iterable[str], user: str) -> list[dict[str, Any]]:
	"""Returns open actions set earlier and those reviewed or set here, for these children and the meeting as
	a whole."""
	reviewed = reviewed_in(meeting.name)
	answered = answered_by_email(children, _last_met(meeting))
	action, sitting = frappe.qb.DocType("Action"), frappe.qb.DocType("Meeting")
	about = action.child.isin(sorted(children) or [""])
	general = _of_nobody(action, sitting, meeting)
	live = (
		(action.status == "Open")
		| (action.set_in == meeting.name)
		| action.name.isin(sorted({*reviewed, *answered}) or [""])
	)
	rows = (
		frappe.qb.from_(action)
		.left_join(sitting)
		.on(sitting.name == action.set_in)
		.select(action.star, sitting.meeting_date.as_("set_in_date"))
		.where((about | general) & live)
		.orderby(action.due_on)
		.orderby(action.name)
		.run(as_dict=True)
	)
	seen = may_see(user, "Action", [row.name for row in rows])
	today = getdate(nowdate())
	return [
		{
			**row,
			"overdue": int(row.status == "Open" and row.due_on < today),
			"this_forum": int(row.forum == meeting.forum),
			"set_here": int(row.set_in == meeting.name),
			"reviewed_here": reviewed.get(row.name),
			"answered": answered.get(row.name),
		}
		for row in rows
		if row.name in seen
	]


def _last_met(meeting: Document) -> date:
	"""Returns the day since which answers from emails are news to this meeting."""
	last = meeting.previous_meeting
	day = frappe.db.get_value("Meeting", last, "meeting_date") if last else None
	return getdate(day) if day else getdate(meeting.meeting_date) - ANSWERS_WITHOUT_LAST


def _of_nobody(action: Any, sitting: Any, meeting: Document) -> Criterion:
	"""Returns the condition for actions about no child that this forum set for this team or locality."""
	nobody = action.child.isnull() | (action.child == "")
	here = (sitting.forum == meeting.forum) & (sitting.locality == meeting.locality)
	return nobody & (here & (sitting.team == meeting.team) if meeting.team else here)


def _named(children: dict[str, dict[str, Any]], actions: list[dict[str, Any]]) -> list[str]:
	return [
		*(worker for child in children.values() for worker in child["people"]),
		*(action["action_owner"] for action in actions),
	]


def _workers(names: Iterable[str]) -> dict[str, dict[str, str]]:
	rows = frappe.get_all(
		"Worker",
		filters={"name": ["in", sorted({name for name in names if name}) or [""]]},
		fields=["name", "worker_name", "job"],
	)
	return {row.name: {"worker_name": row.worker_name, "job": row.job} for row in rows}
