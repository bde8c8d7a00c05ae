"""Reads what the child's page needs: a fixed number of queries, limited to what the reader may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe

from ppoc.access.rules import may_see
from ppoc.database.dates import SOME_DATE
from ppoc.meeting_statuses import ENDED, HELD
from ppoc.meetings.child_letters.database import what_they_said
from ppoc.meetings.one_page.story import WORDS, Rows
from ppoc.meetings.papers.database import listed, worker_names
from ppoc.meetings.records.database import answers_of, shown
from ppoc.plans.connected_people.database import FIELDS as PEOPLE
from ppoc.plans.connected_people.database import PERSON, as_adult, carers_of
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.timescales.models import State

OPEN = (State.OVERDUE.value, State.DUE_SOON.value, State.NOT_DUE.value)
KINDS = ("Primary", "Parallel", "Contingency")
MOST_TALKS = 40
"""So many of the latest discussions are looked through for one that the reader may see."""


def rows_for(child: str, user: str, today: date, before: str | None = None) -> Rows:
	"""Returns what the page is made from.

	Args:
		child: a child whom the user may see.
		user: whose permissions hold.
		today: the day from which on a meeting is still to come.
		before: a meeting in which the page is read; it does not count as the last one, nor as one to come.
	"""
	plans = listed("Permanence Plan", user, {"child": child, "status": ["in", OPEN_STATUSES]}, PLAN)
	plans.sort(key=lambda plan: KINDS.index(plan.plan_kind) if plan.plan_kind in KINDS else len(KINDS))
	names = [plan.name for plan in plans]
	return Rows(
		last=_last_talk(child, user, today, before),
		plans=plans,
		moves=_moves(names),
		barriers=_children_of(names, "Plan Barrier", BARRIER),
		potentials=_children_of([child], "Potential Decision", POTENTIAL),
		actions=_actions(child, user),
		events=listed("Care Event", user, {"child": child, "event_date": SOME_DATE}, EVENT),
		requests=listed("Panel Decision", user, {"child": child, "decided_on": SOME_DATE}, REQUEST),
		escalations=listed("Escalation", user, {"child": child}, ESCALATION),
		delays=listed("Delay Reason", user, {"child": child}, DELAY, "written_on desc, name desc"),
		family_meetings=listed(
			"Family Group Meeting", user, {"child": child}, FAMILY_MEETING, "creation desc, name desc"
		),
		child_said=what_they_said([child], user).get(child),
		people=people_of(child, user),
		carers=carers_of(names, user),
		due=listed("Timescale", user, {"child": child, "state": ["in", OPEN]}, DUE),
		sittings=_sittings(child, user, today, before),
	)


PLAN = [
	"name", "route", "plan_kind", "status", "prioritised_on", "predicted_start", "predicted_finish", "actual_start",
	"actual_finish",
]  # fmt: skip
BARRIER = ["parent", "category", "detail", "raised_on", "resolved_on"]
POTENTIAL = ["decided_on", "category", "meeting"]
ACTION = ["name", "what", "action_owner", "due_on", "status", "outcome", "closed_on", "closed_in"]
EVENT = ["name", "event_type", "event_date", "details", "meeting"]
REQUEST = ["name", "request_type", "decision", "decided_on", "meeting"]
ESCALATION = ["name", "blocker", "raised_on", "answer", "answered_on", "meeting"]
DELAY = ["name", "reason", "next_step", "written_on"]
FAMILY_MEETING = [
	"name", "stage", "offered_on", "not_offered_on", "planned_for", "held_on", "authority_answer",
]  # fmt: skip
DUE = ["name", "duty", "due_on"]
MOVE = ["parent", "date_field", "was", "became", "changed_on", "meeting"]


def people_of(child: str, user: str) -> list[Any] | None:
	"""Returns the adults who matter to the child, each with `is_connection`; None if the user may see none at all."""
	if not frappe.has_permission(PERSON, "read", user=user):
		return None
	people = listed(PERSON, user, {"child": child}, PEOPLE, "last_asked_on desc, name asc")
	for row in people:
		row.is_connection = as_adult(row, []).is_connection
	return people


def _children_of(parents: list[str], table: str, fields: list[str]) -> list[Any]:
	"""Returns table rows of records that were read with the reader's permissions."""
	found = {"parent": ["in", parents]}
	return frappe.get_all(table, found, fields, order_by="idx asc", limit=0) if parents else []


def _moves(plans: list[str]) -> list[Any]:
	"""Returns how the plans' predictions moved, the oldest first, each with the forum in which it was said."""
	rows = _children_of(plans, "Prediction Change", MOVE)
	meetings = sorted({row.meeting for row in rows if row.meeting})
	forums = dict(
		# the forum's name only, as the plan's own list of changes shows it
		frappe.get_all("Meeting", {"name": ["in", meetings]}, ["name", "forum"], as_list=True)
		if meetings
		else ()
	)
	for row in rows:
		row.forum = forums.get(row.meeting) or ""
	return sorted(rows, key=lambda row: row.changed_on)


def _actions(child: str, user: str) -> list[Any]:
	rows = listed("Action", user, {"child": child}, ACTION)
	names = worker_names(row.action_owner for row in rows if row.action_owner)
	for row in rows:
		row.owner_name = names.get(row.action_owner) or ""
	return rows


def _last_talk(child: str, user: str, today: date, before: str | None) -> Any:
	"""Returns the last discussion of the child in a meeting that was held, with its answers."""
	query, talk, sitting = _talks(child, before)
	query = (
		query.select(*[talk[field] for field, _label in WORDS])
		.where((talk.state == "Done") & sitting.status.isin(HELD) & (sitting.meeting_date <= today))
		.orderby(sitting.meeting_date, order=frappe.qb.desc)
		.orderby(sitting.start_time, order=frappe.qb.desc)
		.limit(MOST_TALKS)
	)
	last = next(iter(_seen(query, user)), None)
	if last:
		answers = answers_of([last.name]).get(last.name, [])
		last.answers = [{"question": row.question, "answer": shown(row)} for row in answers if row.answer]
	return last


def _sittings(child: str, user: str, today: date, before: str | None) -> list[Any]:
	"""Returns the meetings to come that have the child on their agenda."""
	query, _talk, sitting = _talks(child, before)
	query = query.where((sitting.meeting_date >= today) & sitting.status.notin(ENDED))
	return list({row.meeting: row for row in _seen(query.orderby(sitting.meeting_date), user)}.values())


def _talks(child: str, before: str | None) -> tuple[Any, Any, Any]:
	"""Returns a query of the child's discussions, and its two tables; without those of the meeting `before`."""
	talk, sitting = frappe.qb.DocType("Meeting Discussion"), frappe.qb.DocType("Meeting")
	query = (
		frappe.qb.from_(talk)
		.join(sitting)
		.on(sitting.name == talk.meeting)
		.select(talk.name, talk.meeting, sitting.meeting_date, sitting.forum)
		.where((talk.child == child) & (sitting.name != (before or "")))
	)
	return query, talk, sitting


def _seen(query: Any, user: str) -> list[Any]:
	rows = query.run(as_dict=True)
	seen = may_see(user, "Meeting Discussion", [row.name for row in rows])
	return [row for row in rows if row.name in seen]
