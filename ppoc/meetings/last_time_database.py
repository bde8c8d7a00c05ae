"""Reads what earlier meetings said about the children of a meeting, in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.access.rules import may_see
from ppoc.meeting_statuses import HELD
from ppoc.meetings.last_time import OF_CHILD, OF_PLAN, Lines, last_line, lines_for, moved_from
from ppoc.meetings.records.facts import last_answers

LOOKS_BACK = timedelta(days=730)
"""What was said longer ago is not called "last time"; what stands is shown however old it is."""


def said_before(
	meeting: Document,
	talks: list[dict[str, Any]],
	children: dict[str, dict[str, Any]],
	plans: dict[str, dict[str, Any]],
	user: str,
) -> dict[str, Lines]:
	"""Returns discussion → what to show above each of its boxes, as this user may see it.

	Args:
		talks: discussions about children whom the user may see.
		children, plans: these children and their plans, as they stand.
	"""
	earlier: dict[str, list[dict[str, Any]]] = {}
	for row in _earlier(meeting, sorted({talk["child"] for talk in talks}), user):
		earlier.setdefault(row["child"], []).append(row)
	return {
		talk["name"]: lines_for(
			talk,
			earlier.get(talk["child"], []),
			children.get(talk["child"], {}),
			plans.get(talk.get("plan") or ""),
		)
		for talk in talks
	}


def dates_before(plans: list[str]) -> dict[str, Lines]:
	"""Returns plan → what its predicted dates were before they moved last."""
	rows = frappe.get_all(
		"Prediction Change",
		filters={"parent": ["in", plans or [""]], "parenttype": "Permanence Plan", "was": ["is", "set"]},
		fields=["parent", "date_field", "was", "changed_on"],
		order_by="changed_on desc, idx desc",
	)
	return moved_from(rows)


def answers_before(meeting: Document, children: list[str]) -> dict[tuple[str, str], str]:
	"""Returns child and question → the answer of last time."""
	return last_answers(meeting, children)


def items_before(meeting: Document) -> dict[str, list[dict[str, Any]]]:
	"""Returns title of an agenda item → what the last meeting noted under it, for items without children."""
	last = _last_meeting(meeting)
	if not last:
		return {}
	rows = frappe.get_all(
		"Meeting Agenda Item",
		filters={"parent": last.name, "parenttype": "Meeting", "notes": ["is", "set"]},
		fields=["title", "notes"],
	)
	return {row.title: [last_line(row.notes, last.meeting_date, last.forum)] for row in rows}


def business_before(meeting: Document) -> Lines:
	"""Returns what to show above the boxes of the meeting itself: the other business of the last one."""
	last = _last_meeting(meeting)
	if not last or not last.any_other_business:
		return {}
	return {"any_other_business": [last_line(last.any_other_business, last.meeting_date, last.forum)]}


def _last_meeting(meeting: Document) -> Any:
	last = meeting.previous_meeting
	if not last or not frappe.has_permission("Meeting", "read", doc=last):
		return None
	fields = ["name", "meeting_date", "forum", "any_other_business"]
	return frappe.db.get_value("Meeting", last, fields, as_dict=True)


def _earlier(meeting: Document, children: list[str], user: str) -> list[dict[str, Any]]:
	"""Returns what meetings that were held said about the children, the latest first."""
	talk, sitting = frappe.qb.DocType("Meeting Discussion"), frappe.qb.DocType("Meeting")
	rows = (
		frappe.qb.from_(talk)
		.join(sitting)
		.on(sitting.name == talk.meeting)
		.select(talk.name, talk.child, talk.plan, sitting.meeting_date, sitting.forum)
		.select(*[talk[field] for field in (*OF_CHILD, *OF_PLAN)])
		.where(talk.child.isin(children or [""]) & sitting.status.isin(HELD))
		.where((sitting.name != meeting.name) & (sitting.meeting_date <= meeting.meeting_date))
		.where(sitting.meeting_date >= getdate(meeting.meeting_date) - LOOKS_BACK)
		.where(talk.state == "Done")
		.orderby(sitting.meeting_date, order=frappe.qb.desc)
		.orderby(sitting.start_time, order=frappe.qb.desc)
		.run(as_dict=True)
	)
	seen = may_see(user, "Meeting Discussion", [row.name for row in rows])
	return [row for row in rows if row.name in seen]
