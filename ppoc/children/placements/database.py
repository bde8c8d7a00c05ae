"""Records the events of a tracked placement as care events of its child, so that timescales apply."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.children.placements import weekly
from ppoc.children.placements.weekly import BEGUN, ENDED, UPDATED, Happening
from ppoc.timescales.recompute_database import gathered


def running(child: str, but: str) -> str | None:
	"""Returns another tracked placement of the child, and locks the child's row so that two saves take turns."""
	frappe.db.get_value("Child", child, "name", for_update=True)
	found = {"child": child, "status": "Tracked", "name": ["!=", but]}
	return frappe.db.get_value("Tracked Placement", found, "name", for_update=True)


def facts_of_running(children: list[str]) -> dict[str, dict[str, str]]:
	"""Returns child → the facts of its current tracked placement, by field, for the record of a meeting.

	`kind` says why it is tracked; `safe` and `what` come from this week's update.
	"""
	found: dict[str, dict[str, str]] = {}
	running_ones = {"child": ["in", children or [""]], "status": "Tracked"}
	for name in frappe.get_all("Tracked Placement", running_ones, pluck="name", order_by="started_on asc"):
		placement = frappe.get_doc("Tracked Placement", name)
		facts = {field.fieldname: _said(placement.get(field.fieldname)) for field in placement.meta.fields}
		facts["kind"] = next((words for field, words in KINDS.items() if placement.get(field)), "")
		if placement.still_searching:
			facts["searches"] = " ".join(filter(None, [facts["searches"], _("Still searching.")]))
		found[placement.child] = {**facts, **_this_week(placement)}
	return found


KINDS = {"unregistered": "Unregistered", "unregulated": "Unregulated", "out_of_authority": "Out of authority"}
"""If more than one applies, the first is the one with the strictest requirements."""


def _this_week(placement: Document) -> dict[str, str]:
	newest = max(placement.updates, key=lambda row: getdate(row.update_on), default=None)
	if newest is None or getdate(newest.update_on) + weekly.EVERY < getdate(nowdate()):
		return {}
	return {"safe": newest.safe, "what": newest.what}


def _said(value: Any) -> str:
	if isinstance(value, float):
		return f"{value:.2f}".removesuffix(".00")
	return str(value).strip() if value else ""


def keep_events(placement: Document, wanted: set[Happening]) -> None:
	"""Writes missing events and deletes events that are no longer true.

	Skips event types that no practice pack has added: no rule uses them then.
	"""
	details = _("Placement {0}").format(placement.name)
	known = set(frappe.get_all("Care Event Type", {"name": ["in", [BEGUN, UPDATED, ENDED]]}, pluck="name"))
	stored = frappe.get_all(
		"Care Event",
		filters={
			"child": placement.child,
			"details": details,
			"event_type": ["in", [BEGUN, UPDATED, ENDED]],
		},
		fields=["name", "event_type", "event_date"],
	)
	have = {Happening(row.event_type, getdate(row.event_date)): row.name for row in stored}
	with gathered():
		for gone in have.keys() - wanted:
			# it follows from a record that the user may write
			frappe.delete_doc("Care Event", have[gone], ignore_permissions=True, force=True)
		for new in sorted(wanted - have.keys(), key=lambda one: (one.day, one.event_type)):
			if new.event_type in known:
				_note(placement.child, new, details)


def _note(child: str, new: Happening, details: str) -> None:
	event = frappe.new_doc("Care Event")
	event.update({"child": child, "event_type": new.event_type, "event_date": new.day, "details": details})
	event.flags.ignore_permissions = True  # it follows from a record that the user may write
	event.insert()
