"""Whitelisted calls of a child's form that do a step in one click and one transaction."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import StaleChildError
from ppoc.plans.database import plan_to_prioritise


@frappe.whitelist(methods=["POST"])
def prioritise(
	child: str, route: str, predicted_start: str | None = None, progress: str | None = None
) -> str:
	"""Puts the child on a route's list, with a new plan or with one that was not on the list or taken off it.

	Returns:
		The name of the plan.
	"""
	_child_for(child, "read")
	frappe.has_permission("Permanence Plan", "write", throw=True)
	plan = plan_to_prioritise(child, route)
	if plan.is_new():
		plan.insert()
	plan.status = "Prioritised"
	plan.predicted_start = predicted_start or plan.predicted_start
	plan.progress = progress or plan.progress
	plan.save()
	return plan.name


@frappe.whitelist(methods=["POST"])
def take_to_panel(child: str, reason: str, modified: str) -> dict[str, str]:
	"""Puts the child on the next Permanence Panel in one step: the child's plan if there is one, otherwise the child.

	Args:
		modified: the child's timestamp as the user saw it.
	"""
	doc = _child_for(child, "write")
	if str(doc.modified) != modified:
		frappe.throw(
			_("{0} has changed since you opened the record. Reload it and check again.").format(
				doc.full_name
			),
			StaleChildError,
			title=_("Child Changed"),
		)
	record = frappe.get_doc("Permanence Plan", doc.current_plan, for_update=True) if doc.current_plan else doc
	record.check_permission("write")
	record.for_panel = 1
	record.for_panel_reason = reason
	record.save()
	return {"doctype": record.doctype, "name": record.name}


def _child_for(child: str, ptype: str) -> Document:
	doc = frappe.get_doc("Child", child)
	doc.check_permission(ptype)
	return doc
