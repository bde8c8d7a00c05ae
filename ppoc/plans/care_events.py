"""Records care events for steps taken on a form; closing a meeting records its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.plans.potential.rules import NOT_YET
from ppoc.plans.transitions import EVENTS


def plan_stepped(plan: Document) -> None:
	"""Records a plan's new status as a care event, on the day that the plan gives."""
	before = plan.get_doc_before_save()
	if plan.flags.meeting or plan.status not in EVENTS or (before and before.status == plan.status):
		return
	event_type, field = EVENTS[plan.status]
	_note(plan.child, event_type, plan.get(field), plan.route)


def child_categorised(child: Document) -> None:
	"""Records that a decision was made on a child's potential for permanence."""
	before = child.get_doc_before_save()
	was = before.potential if before else NOT_YET
	if child.flags.meeting or child.potential in (None, "", NOT_YET, was):
		return
	_note(child.name, "Potential categorised", child.potential_decided_on, child.potential)


def reason_for_delay_written(reason: Document) -> None:
	"""Records that somebody wrote why a child has no agreed plan; the due date waits for it."""
	_note(reason.child, "Reason for delay written", reason.written_on)


def keep_in_step(doc: Document, days: Mapping[str, date | None]) -> None:
	"""Records each step of a record about a child as an event, moves it when its day is corrected, and takes it back.

	Args:
		doc: a record with a `child`.
		days: event type → the day on which the step was taken, or None. Each type is recorded once.
	"""
	mark = f"{doc.doctype}:{doc.name}:"
	of_record = {"child": doc.child, "source_key": ["like", f"{mark}%"]}
	there = dict(frappe.get_all("Care Event", of_record, ["source_key", "name"], as_list=True))
	for event_type, day in days.items():
		key = mark + event_type
		if day and key not in there:
			_note(doc.child, event_type, day, source_key=key)
		elif day:
			_move(there[key], day)
		elif key in there:
			# it follows from a step that the user may take back
			frappe.delete_doc("Care Event", there[key], ignore_permissions=True)


def _move(name: str, day: date) -> None:
	event = frappe.get_doc("Care Event", name)
	if getdate(event.event_date) != day:
		event.event_date = day
		event.flags.ignore_permissions = True  # it follows from a step that the user may take
		event.save()


def _note(
	child: str, event_type: str, day: Any, details: str | None = None, source_key: str | None = None
) -> None:
	event = frappe.new_doc("Care Event")
	event.update(
		{
			"child": child,
			"event_type": event_type,
			"event_date": getdate(day or nowdate()),
			"details": details,
			"source_key": source_key,
		}
	)
	event.flags.ignore_permissions = True  # it follows from a step that the user may take
	event.insert()
