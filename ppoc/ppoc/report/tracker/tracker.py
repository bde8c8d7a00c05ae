"""Tracker: the prioritised children with what is next for each, as one sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.plans.predictions import LISTED_STATUSES

Row = dict[str, Any]
_ON_A_LIST = list(LISTED_STATUSES)


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row]]:
	"""Columns and rows; every row is one that the reader may see."""
	return get_columns(), get_data(frappe._dict(filters or {}))


def get_columns() -> list[Row]:
	"""One column per cell of the old workbook's SGO and RU tabs."""
	return [
		{"fieldname": "child_name", "label": _("Child"), "fieldtype": "Data", "width": 180},
		{"fieldname": "child", "label": _("Record"), "fieldtype": "Link", "options": "Child", "width": 110},
		{
			"fieldname": "plan",
			"label": _("Plan"),
			"fieldtype": "Link",
			"options": "Permanence Plan",
			"width": 110,
		},
		{"fieldname": "route", "label": _("List"), "fieldtype": "Data", "width": 140},
		{"fieldname": "team", "label": _("Team"), "fieldtype": "Link", "options": "Team", "width": 150},
		{"fieldname": "social_worker", "label": _("Social worker"), "fieldtype": "Data", "width": 150},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 140},
		{"fieldname": "predicted_start", "label": _("Predicted start"), "fieldtype": "Date", "width": 150},
		{"fieldname": "times_moved", "label": _("Times moved"), "fieldtype": "Int", "width": 100},
		{"fieldname": "actual_start", "label": _("Started"), "fieldtype": "Date", "width": 110},
		{"fieldname": "predicted_finish", "label": _("Predicted finish"), "fieldtype": "Date", "width": 130},
		{"fieldname": "progress", "label": _("Progress"), "fieldtype": "Data", "width": 240},
		{"fieldname": "open_actions", "label": _("Open actions"), "fieldtype": "Int", "width": 110},
		{"fieldname": "next_action", "label": _("Next action"), "fieldtype": "Data", "width": 260},
		{"fieldname": "next_owner", "label": _("Owner"), "fieldtype": "Data", "width": 140},
		{"fieldname": "next_due", "label": _("Due"), "fieldtype": "Date", "width": 110},
		{"fieldname": "late", "label": _("Late"), "fieldtype": "Data", "width": 90},
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""The rows, in three permission-checked queries."""
	wanted: dict[str, Any] = {"status": ["in", _ON_A_LIST]}
	wanted.update({key: filters[key] for key in ("locality", "team", "route") if filters.get(key)})
	plans = frappe.get_list(
		"Permanence Plan",
		filters=wanted,
		fields=["name", "child", "route", "team", "status", "predicted_start", "times_moved", "actual_start",
			"predicted_finish", "progress"],
		order_by="route asc, predicted_start asc, name asc",
		limit_page_length=0,
	)  # fmt: skip
	children = _children({plan.child for plan in plans})
	actions = _open_actions(set(children))
	return [_row(plan, children[plan.child], actions[plan.child]) for plan in plans if plan.child in children]


def _children(names: set[str]) -> dict[str, Row]:
	if not names:
		return {}
	rows = frappe.get_list(
		"Child",
		filters={"name": ["in", sorted(names)]},
		fields=["name", "full_name", "social_worker.worker_name as worker_name"],
		limit_page_length=0,
	)
	return {row.name: row for row in rows}


def _open_actions(children: set[str]) -> dict[str, list[Row]]:
	by_child: dict[str, list[Row]] = defaultdict(list)
	if not children:
		return by_child
	rows = frappe.get_list(
		"Action",
		filters={"child": ["in", sorted(children)], "status": "Open"},
		fields=["child", "what", "due_on", "action_owner.worker_name as owner_name"],
		order_by="due_on asc",
		limit_page_length=0,
	)
	for row in rows:
		by_child[row.child].append(row)
	return by_child


def _row(plan: Row, child: Row, actions: list[Row]) -> Row:
	following = actions[0] if actions else {}
	due = following.get("due_on")
	return {
		**plan,
		"plan": plan["name"],
		"child_name": child["full_name"],
		"social_worker": child["worker_name"],
		"open_actions": len(actions),
		"next_action": following.get("what") or _("No open action"),
		"next_owner": following.get("owner_name"),
		"next_due": due,
		"late": _("overdue") if due and getdate(due) < getdate(nowdate()) else "",
	}
