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
		days: step → the day on which it was taken, or None. A step is an event type, or, where there can be several of
			a type, the type with " / " and a mark that stays the same.
	"""
	mark = f"{doc.doctype}:{doc.name}:"
	of_record = {"child": doc.child, "source_key": ["like", f"{mark}%"]}
	there = dict(frappe.get_all("Care Event", of_record, ["source_key", "name"], as_list=True))
	taken = {mark + step: day for step, day in days.items() if day}
	for key, day in taken.items():
		if key in there:
			_move(there[key], day)
		else:
			_note(doc.child, key.removeprefix(mark).partition(" / ")[0], day, source_key=key)
	for key in there.keys() - taken.keys():
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
