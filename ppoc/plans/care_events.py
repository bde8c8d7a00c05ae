"""Records care events for steps taken on a form; closing a meeting records its own."""

from __future__ import annotations

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


def _note(child: str, event_type: str, day: Any, details: str | None = None) -> None:
	event = frappe.new_doc("Care Event")
	event.update(
		{
			"child": child,
			"event_type": event_type,
			"event_date": getdate(day or nowdate()),
			"details": details,
		}
	)
	event.flags.ignore_permissions = True  # it follows from a step that the user may take
	event.insert()
