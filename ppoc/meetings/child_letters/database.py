"""Reads what a letter to a child is drafted from, and keeps the decision informed of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.access.rules import may_see
from ppoc.database.dates import SOME_DATE
from ppoc.decisions.statuses import DECIDED
from ppoc.exceptions import ChildLetterError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.child_letters.wording import DecisionTold, letter
from ppoc.meetings.papers.database import listed, worker_names
from ppoc.translating import translated

LETTER, REQUEST, DISCUSSION = "Letter to Child", "Panel Decision", "Meeting Discussion"
LINKS = {REQUEST: "panel_decision", DISCUSSION: "discussion"}
"""What a letter can be about → the field of the letter that names it."""


def draft(source: Document) -> str:
	"""Returns the draft of a letter about a decided request, or about a discussion of a plan.

	Raises:
		ChildLetterError: nothing has been decided yet.
	"""
	decided = _of_request(source) if source.doctype == REQUEST else _of_discussion(source)
	if not decided:
		frappe.throw(
			_("Nothing has been decided here yet. Write the letter afterwards."),
			ChildLetterError,
			title=_("Letter to the Child"),
		)
	fields = ["first_name", "social_worker", "reviewing_officer"]
	child = frappe.db.get_value("Child", source.child, fields, as_dict=True)
	names = worker_names(worker for worker in (child.social_worker, child.reviewing_officer) if worker)
	told = DecisionTold(
		first_name=child.first_name or "",
		next_steps=_next_steps(source),
		next_on=_next_on(source.child, source.meeting),
		officer=names.get(child.reviewing_officer) or "",
		worker=names.get(child.social_worker) or "",
		**decided,
	)
	return "\n\n".join(translated(part) for part in letter(told))


def _of_request(request: Document) -> dict[str, Any]:
	if request.status not in DECIDED:
		return {}
	kind = frappe.get_cached_doc("Request Type", request.request_type)
	return {
		"on": getdate(request.decided_on),
		"about": kind.child_about or request.request_type,
		"agreed": kind.child_agreed or "",
		"outcome": request.decision or "",
		"reason": request.decision_reason or "",
	}


def _of_discussion(talk: Document) -> dict[str, Any]:
	route = talk.plan and frappe.db.get_value("Permanence Plan", talk.plan, "route")
	if not talk.plan_decision or not route or talk.state != "Done":
		return {}
	return {
		"on": getdate(frappe.db.get_value("Meeting", talk.meeting, "meeting_date")),
		"about": route,
		"outcome": talk.plan_decision,
		"reason": talk.decision_reason or "",
	}


def _next_steps(source: Document) -> list[tuple[str, Any]]:
	"""Returns what the meeting agreed about the child, as far as the writer may see it."""
	if not source.meeting:
		return []
	agreed = {"child": source.child, "set_in": source.meeting, "status": "Open"}
	rows = listed("Action", frappe.session.user, agreed, ["what", "due_on"], "due_on asc, name asc")
	return [(row.what, row.due_on) for row in rows]


def _next_on(child: str, meeting: str | None) -> Any:
	"""Returns the day of the next meeting that has the child on its agenda, if the writer may see that."""
	talk, sitting = frappe.qb.DocType(DISCUSSION), frappe.qb.DocType("Meeting")
	query = (
		frappe.qb.from_(talk)
		.join(sitting)
		.on(sitting.name == talk.meeting)
		.select(talk.name, sitting.meeting_date)
		.where((talk.child == child) & (sitting.name != (meeting or "")))
		.where((sitting.meeting_date >= getdate(nowdate())) & sitting.status.notin(ENDED))
		.orderby(sitting.meeting_date)
	)
	rows = query.run(as_dict=True)
	seen = may_see(frappe.session.user, DISCUSSION, [row.name for row in rows])
	return next((row.meeting_date for row in rows if row.name in seen), None)


def what_they_said(children: Iterable[str], user: str) -> dict[str, Any]:
	"""Returns child → what the child said last to a letter, with the day, of those that the user may see; one query."""
	said = {"child": ["in", sorted(children) or [""]], "said_on": SOME_DATE}
	rows = listed(LETTER, user, said, ["name", "child", "child_said", "said_on"], "said_on asc, name asc")
	return {row.child: row for row in rows if row.child_said}


def tell_the_decision(doc: Document) -> None:
	"""Writes onto the request on which day the child was told of it."""
	if doc.panel_decision:
		frappe.db.set_value(REQUEST, doc.panel_decision, "child_told_on", doc.given_on, update_modified=False)
