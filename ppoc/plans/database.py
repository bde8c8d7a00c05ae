"""Keeps permanence plans in step with the child, its other plans and the meetings that discuss them."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from ppoc.meeting_statuses import HELD
from ppoc.plans.predictions import LISTED_STATUSES, OPEN_STATUSES, UNLISTED_STATUSES


def other_open_plans(plan: Document) -> list[frappe._dict]:
	"""Returns the child's other open plans."""
	return frappe.get_all(
		"Permanence Plan",
		filters={"child": plan.child, "status": ["in", OPEN_STATUSES], "name": ["!=", plan.name or ""]},
		fields=["name", "route", "plan_kind"],
	)


def has_other_primary(plan: Document) -> bool:
	"""Returns whether another open plan of the child is the primary one."""
	return any(other.plan_kind == "Primary" for other in other_open_plans(plan))


def plan_to_prioritise(child: str, route: str) -> Document:
	"""Returns the unsaved plan to put on a route's list: one that is not listed or no longer listed, or a new one.

	The plan is parallel if another open plan of the child is primary. The caller has checked the user's permission.
	"""
	name = frappe.db.get_value(
		"Permanence Plan",
		{"child": child, "route": route, "status": ["in", UNLISTED_STATUSES]},
		"name",
		order_by="modified desc",
	)
	if name:
		plan = frappe.get_doc("Permanence Plan", name, for_update=True)
	else:
		plan = frappe.new_doc("Permanence Plan")
		plan.update({"child": child, "route": route, "plan_kind": "Primary"})
	if plan.plan_kind == "Primary" and has_other_primary(plan):
		plan.plan_kind = "Parallel"
	return plan


def was_discussed_where_start_is_asked(plan: str) -> bool:
	"""Returns whether a forum that asks for predicted starts has discussed the plan in a meeting that is now closed."""
	discussion, meeting, forum = (frappe.qb.DocType(d) for d in ("Meeting Discussion", "Meeting", "Forum"))
	found = (
		frappe.qb.from_(discussion)
		.join(meeting)
		.on(meeting.name == discussion.meeting)
		.join(forum)
		.on(forum.name == meeting.forum)
		.select(discussion.name)
		.where((discussion.plan == plan) & (discussion.state == "Done"))
		.where(meeting.status.isin(HELD) & (forum.requires_predicted_start == 1))
		.limit(1)
	)
	return bool(found.run())


def keep_current_plan(children: Iterable[str], without: str | None = None) -> None:
	"""Sets each child's current plan and route: the primary listed plan, else the first listed one, else none.

	Leaves the child's timestamp alone, so that people who have the child's form open can still save it.

	Args:
		without: a plan that is about to be deleted.
	"""
	names = sorted({child for child in children if child})
	if not names:
		return
	rows = frappe.get_all(
		"Permanence Plan",
		filters={"child": ["in", names], "status": ["in", LISTED_STATUSES], "name": ["!=", without or ""]},
		fields=["name", "child", "route", "plan_kind"],
		order_by="prioritised_on asc, creation asc",
	)
	rows.sort(key=lambda row: row.plan_kind != "Primary")
	current: dict[str, frappe._dict] = {}
	for row in rows:
		current.setdefault(row.child, row)
	for child in names:
		row = current.get(child) or frappe._dict()
		frappe.db.set_value(
			"Child", child, {"current_plan": row.name, "current_route": row.route}, update_modified=False
		)
