"""Reads the contents of a meeting's emails, once for all recipients; each is given their part."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.database.dates import SOME_DATE
from ppoc.meetings.emails.content import Case, ListedChild, Update
from ppoc.messages import Message, joined
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.prints.jinja import ppoc_time

PLAN_FIELDS = (
	"name",
	"child",
	"route",
	"status",
	"predicted_start",
	"times_moved",
	"progress",
	"prioritised_on",
)


def last_sent_on(meeting: Document) -> date | None:
	"""Returns the day of this team's last Targeted Work email before this meeting's."""
	rows = frappe.get_all(
		"Meeting",
		filters={
			"forum": meeting.forum,
			"locality": meeting.locality,
			"team": meeting.team or ["is", "not set"],
			"name": ["!=", meeting.name],
			"targeted_work_sent_on": SOME_DATE,
			"meeting_date": ["<=", meeting.meeting_date],
		},
		fields=["meeting_date"],
		order_by="meeting_date desc",
		limit=1,
	)
	return rows[0].meeting_date if rows else None


def new_cases(meeting: Document, again: bool) -> list[Case]:
	"""Returns plans of the team's children that went onto a list and have not been in a Targeted Work email yet."""
	plan, child = frappe.qb.DocType("Permanence Plan"), frappe.qb.DocType("Child")
	untold = plan.targeted_work_in.isnull() | (plan.targeted_work_in == "")
	if again:
		untold = untold | (plan.targeted_work_in == meeting.name)
	query = (
		frappe.qb.from_(plan)
		.join(child)
		.on(child.name == plan.child)
		.select(*[plan[field] for field in PLAN_FIELDS], child.full_name, child.child_id)
		.where(plan.status.isin(LISTED_STATUSES) & untold & (child.locality == meeting.locality))
		.where(child.merged_into.isnull() | (child.merged_into == ""))
		.orderby(child.full_name)
		.orderby(plan.name)
	)
	if meeting.team:
		query = query.where(child.team == meeting.team)
	routes = _routes()
	return [
		Case(
			plan=row.name,
			child=row.child,
			name=row.full_name,
			child_id=row.child_id,
			route=routes.get(row.route, row.route),
			status=row.status,
			predicted_start=row.predicted_start,
			progress=row.progress or "",
		)
		for row in query.run(as_dict=True)
	]


def updates(meeting: Document, since: date | None) -> list[Update]:
	"""Returns every action set, closed, moved or kept in this meeting, or for this team since the last email."""
	reviews = _reviews(meeting, since)
	rows = _actions(meeting, since, list(reviews))
	return [
		Update(
			action=row.name,
			child=row.child or "",
			name=row.full_name or "",
			child_id=row.child_id or "",
			what=row.what,
			owner=row.action_owner,
			owner_name=row.worker_name or "",
			due_on=row.due_on,
			status=row.status,
			is_new=row.set_in == meeting.name or bool(since and row.set_on > since),
			outcomes=tuple(reviews.get(row.name, ())),
		)
		for row in rows
	]


def listed(meeting: Document) -> list[ListedChild]:
	"""Returns the children on the agenda with their current situation: the pre-reading."""
	talk, child, plan = (frappe.qb.DocType(d) for d in ("Meeting Discussion", "Child", "Permanence Plan"))
	rows = (
		frappe.qb.from_(talk)
		.join(child)
		.on(child.name == talk.child)
		.left_join(plan)
		.on(plan.name == talk.plan)
		.select(
			talk.child, talk.item_key, talk.slot_time, talk.why_listed, child.full_name, child.child_id, plan.route,
			plan.status, plan.predicted_start, plan.times_moved, plan.progress, plan.for_panel_reason,
			child.potential, child.potential_rationale,
		)
		.where(talk.meeting == meeting.name)
		.orderby(talk.position)
		.run(as_dict=True)
	)  # fmt: skip
	routes = _routes()
	return [
		ListedChild(
			item=row.item_key,
			child=row.child,
			name=row.full_name,
			child_id=row.child_id,
			slot=ppoc_time(row.slot_time),
			route=routes.get(row.route, row.route or ""),
			status=row.status or "",
			predicted_start=row.predicted_start,
			times_moved=row.times_moved or 0,
			progress=row.progress or "",
			question=row.for_panel_reason or row.why_listed or "",
			potential=row.potential,
			rationale=row.potential_rationale or "",
		)
		for row in rows
	]


def mark_told(meeting: str, plans: list[str]) -> None:
	"""Marks plans as included in a Targeted Work email; one statement, which leaves their timestamps unchanged."""
	if plans:
		table = frappe.qb.DocType("Permanence Plan")
		frappe.qb.update(table).set(table.targeted_work_in, meeting).where(table.name.isin(plans)).run()


def _reviews(meeting: Document, since: date | None) -> dict[str, list[str]]:
	review, action = frappe.qb.DocType("Action Review"), frappe.qb.DocType("Action")
	query = (
		frappe.qb.from_(review)
		.join(action)
		.on(action.name == review.parent)
		.select(review.parent, review.outcome, review.note, review.due_was)
		.where(review.parenttype == "Action")
		.orderby(review.creation)
		.orderby(review.idx)
	)
	here = review.meeting == meeting.name
	if since:
		place = action.team == meeting.team if meeting.team else action.locality == meeting.locality
		here = here | (
			place & (review.reviewed_on > since) & (review.reviewed_on <= getdate(meeting.meeting_date))
		)
	found: dict[str, list[str]] = {}
	for row in query.where(here).run(as_dict=True):
		found.setdefault(row.parent, []).append(_outcome(row))
	return found


def _outcome(row: Any) -> Message:
	words = Message(row.outcome)
	if row.outcome == "Moved" and row.due_was:
		words = Message("Moved from {0}", frappe.format(row.due_was, "Date"))
	return joined((words, row.note), ": ") if row.note else words


def _actions(meeting: Document, since: date | None, reviewed: list[str]) -> list[Any]:
	action, child, worker = (frappe.qb.DocType(d) for d in ("Action", "Child", "Worker"))
	wanted = (action.set_in == meeting.name) | action.name.isin(reviewed or [""])
	if since:
		place = action.team == meeting.team if meeting.team else action.locality == meeting.locality
		set_since = (action.set_on > since) & (action.set_on <= getdate(meeting.meeting_date))
		wanted = wanted | (place & set_since)
	return (
		frappe.qb.from_(action)
		.left_join(child)
		.on(child.name == action.child)
		.left_join(worker)
		.on(worker.name == action.action_owner)
		.select(
			action.name, action.child, action.what, action.action_owner, action.due_on, action.status, action.set_in,
			action.set_on, child.full_name, child.child_id, worker.worker_name,
		)
		.where(wanted & _not_withdrawn(action, meeting.name))
		.orderby(child.full_name)
		.orderby(action.due_on)
		.orderby(action.name)
		.run(as_dict=True)
	)  # fmt: skip


def _not_withdrawn(action: Any, meeting: str) -> Any:
	"""Returns the condition that leaves out what this meeting has set and withdrawn again: it is nobody's work."""
	elsewhere = action.set_in.isnull() | (action.set_in != meeting)
	later = action.closed_in.isnull() | (action.closed_in != meeting)
	return elsewhere | (action.status != "No longer needed") | later


def _routes() -> dict[str, str]:
	return dict(frappe.get_all("Route", fields=["name", "short_name"], as_list=True))
