"""Reads what closing a meeting needs to know, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.access.rules import may_see_children
from ppoc.meetings.closing import Closing, Discussion, MeetingFacts, OpenAction, Plan, plan_closing
from ppoc.meetings.records.answers import unanswered
from ppoc.meetings.records.closing_effects import follows_of
from ppoc.meetings.records.database import answers_of
from ppoc.plans.predictions import LISTED_STATUSES

RESTRICTED = "Restricted record"

TEXTS = (
	"potential rationale prioritise_for progress barrier_category barriers plan_decision decision_reason"
	" head_of_service_view challenge review take_on_reason"
).split()


def closing_of(meeting: Document, user: str, status: str | None = None, lock: bool = False) -> Closing:
	"""Returns what closing the meeting would do if this user closed it now.

	Args:
		status: the meeting's status before closing, if the document already has the new one.
		lock: whether to lock the discussions until this transaction ends.
	"""
	discussions = discussions_of(meeting.name, lock)
	children = _children([row.child for row in discussions])
	visible = may_see_children(user, children)
	plans = _plans(list(children))
	answers = answers_of([row.name for row in discussions], lock)
	talks = [
		_talk(row, children, plans, answers.get(row.name, []), row.child not in visible)
		for row in discussions
	]
	talks = _with_what_follows(meeting, talks, {row.name: row.item_key for row in discussions}, answers)
	return plan_closing(
		sitting_of(meeting, status or meeting.status),
		talks,
		_earlier_actions(meeting, user),
		getdate(nowdate()),
	)


def _with_what_follows(
	meeting: Document, talks: list[Discussion], items: dict[str, str], answers: dict[str, list[Any]]
) -> list[Discussion]:
	"""Returns the discussions with the effects that their templates define for closing."""
	templates = {row.item_key: row.record_template for row in meeting.agenda if row.record_template}
	rows = frappe.get_all(
		"Record Question",
		filters={
			"parent": ["in", sorted(set(templates.values())) or [""]],
			"parenttype": "Record Template",
			"on_closing": ["is", "set"],
		},
		fields=["parent", "question_key", "on_closing", "event_type", "brought_to"],
	)
	if not rows:
		return talks
	asked: dict[str, dict[str, Any]] = {}
	for row in rows:
		asked.setdefault(row.parent, {})[row.question_key] = row
	needs = (frappe.get_meta("Unmet Need").get_field("kind").options or "").split("\n")
	return [
		replace(
			talk,
			follows=follows_of(
				answers.get(talk.name, []), asked.get(templates.get(items[talk.name], ""), {}), needs
			),
		)
		for talk in talks
	]


def sitting_of(meeting: Document, status: str) -> MeetingFacts:
	"""Returns the meeting and what its forum requires."""
	forum = frappe.get_cached_doc("Forum", meeting.forum)
	return MeetingFacts(
		name=meeting.name,
		forum=meeting.forum,
		status=status,
		day=getdate(meeting.meeting_date),
		takes_to=forum.takes_to or "",
		requires_predicted_start=bool(forum.requires_predicted_start),
		sends_targeted_work=bool(forum.sends_targeted_work),
		writes_case_notes=bool(forum.writes_case_notes),
		clears_panel_flags=_looks_at_those_put_forward(meeting),
		event_type=forum.event_type or MeetingFacts.event_type,
	)


def _looks_at_those_put_forward(meeting: Document) -> bool:
	"""Returns whether children are put forward for this forum, by another forum or by its own agenda queries."""
	if frappe.db.exists("Forum", {"takes_to": meeting.forum}):
		return True
	queries = [row.agenda_query for row in meeting.agenda if row.agenda_query]
	asked = frappe.get_all("Agenda Query", filters={"name": ["in", queries or [""]]}, pluck="filters")
	return any(one[0] == "for_panel" for filters in asked for one in frappe.parse_json(filters or "[]"))


def discussions_of(meeting: str, lock: bool = False) -> list[frappe._dict]:
	"""Returns the discussions in order; with `lock`, reads committed values and locks them."""
	table = frappe.qb.DocType("Meeting Discussion")
	query = frappe.qb.from_(table).select("*").where(table.meeting == meeting)
	query = query.orderby(table.position).orderby(table.name)
	return (query.for_update() if lock else query).run(as_dict=True)


def earlier_open_actions(meeting: Document) -> list[frappe._dict]:
	"""Returns the open actions that earlier sittings of this forum set for this team or locality."""
	action, sitting, child = (frappe.qb.DocType(doctype) for doctype in ("Action", "Meeting", "Child"))
	query = (
		frappe.qb.from_(action)
		.join(sitting)
		.on(sitting.name == action.set_in)
		.left_join(child)
		.on(child.name == action.child)
		.select(action.name, action.what, action.child, child.full_name.as_("label"))
		.where((action.status == "Open") & (sitting.forum == meeting.forum) & (sitting.name != meeting.name))
		.where((sitting.locality == meeting.locality) & (sitting.meeting_date <= meeting.meeting_date))
	)
	if meeting.team:
		query = query.where(sitting.team == meeting.team)
	return query.orderby(action.due_on).orderby(action.name).run(as_dict=True)


def reviewed_in(meeting: str) -> dict[str, str]:
	"""Returns action → its outcome in this meeting."""
	rows = frappe.get_all(
		"Action Review",
		filters={"meeting": meeting, "parenttype": "Action"},
		fields=["parent", "outcome"],
		order_by="creation asc, idx asc",
	)
	return {row.parent: row.outcome for row in rows}


def _earlier_actions(meeting: Document, user: str) -> list[OpenAction]:
	rows = earlier_open_actions(meeting)
	visible = may_see_children(user, [row.child for row in rows if row.child])
	reviewed = reviewed_in(meeting.name)
	actions = []
	for row in rows:
		closed = bool(row.child) and row.child not in visible
		what, label = (RESTRICTED, "") if closed else (row.what, row.label or "")
		actions.append(
			OpenAction(row.name, what, "" if closed else row.child or "", label, row.name in reviewed)
		)
	return actions


def _children(names: list[str]) -> dict[str, frappe._dict]:
	rows = frappe.get_all(
		"Child",
		filters={"name": ["in", names or [""]]},
		fields=["name", "full_name", "potential", "for_panel"],
	)
	return {row.name: row for row in rows}


def _plans(children: list[str]) -> dict[str, list[frappe._dict]]:
	rows = frappe.get_all(
		"Permanence Plan",
		filters={"child": ["in", children or [""]]},
		fields=[
			"name", "child", "route", "status", "predicted_start", "actual_start", "actual_finish",
		],
		order_by="creation asc",
	)  # fmt: skip
	plans: dict[str, list[frappe._dict]] = {}
	for row in rows:
		plans.setdefault(row.child, []).append(row)
	return plans


def _talk(
	row: Any, children: dict[str, Any], plans: dict[str, Any], answers: list[Any], hidden: bool
) -> Discussion:
	child = children.get(row.child) or frappe._dict()
	own = plans.get(row.child, [])
	plan = next((one for one in own if one.name == row.plan), None)
	texts: dict[str, Any] = {field: row[field] or "" for field in TEXTS}
	return Discussion(
		name=row.name,
		child=row.child,
		label=RESTRICTED if hidden else child.full_name or row.child,
		purpose=row.purpose,
		state=row.state,
		hidden=hidden,
		plan=_plan(plan) if plan else None,
		child_potential=child.potential or "",
		child_for_panel=bool(child.for_panel),
		listed_routes=tuple(one.route for one in own if one.status in LISTED_STATUSES),
		decision_date=row.decision_date,
		deadline=row.deadline,
		take_on=bool(row.take_on),
		unanswered=tuple(unanswered(answers)),
		**texts,
	)


def _plan(row: Any) -> Plan:
	return Plan(row.name, row.route, row.status, row.predicted_start, row.actual_start, row.actual_finish)
