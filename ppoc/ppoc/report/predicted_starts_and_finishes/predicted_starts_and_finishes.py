"""Predicted Starts and Finishes: what was due in a time and where each child stands, for the panel's first item."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate, nowdate

from ppoc.exceptions import ReportTimeError
from ppoc.views.barriers import standing_barriers

Row = dict[str, Any]
_MONTHS = 3
_FIELDS = [
	"name", "child", "child.full_name as child_name", "route", "team", "locality", "status", "predicted_start",
	"predicted_finish", "actual_start", "actual_finish", "achieved_on", "times_moved", "case_system_agrees",
]  # fmt: skip


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], None, None, list[Row]]:
	"""Columns, rows and a summary that is counted from the same rows."""
	rows = get_data(validated(frappe._dict(filters or {})))
	return get_columns(), rows, None, None, get_summary(rows)


def validated(filters: frappe._dict) -> frappe._dict:
	"""The last three months where nothing else is asked."""
	filters.to_date = getdate(filters.to_date or nowdate())
	filters.from_date = getdate(filters.from_date or add_months(filters.to_date, -_MONTHS))
	if filters.from_date > filters.to_date:
		frappe.throw(_("The first day is after the last one."), ReportTimeError, title=_("Time"))
	return filters


def get_columns() -> list[Row]:
	"""What the panel asks of each child."""
	return [
		{"fieldname": "due", "label": _("Was due to"), "fieldtype": "Data", "width": 90},
		{"fieldname": "child_name", "label": _("Child"), "fieldtype": "Data", "width": 180},
		{"fieldname": "child", "label": _("Record"), "fieldtype": "Link", "options": "Child", "width": 110},
		{
			"fieldname": "plan",
			"label": _("Plan"),
			"fieldtype": "Link",
			"options": "Permanence Plan",
			"width": 110,
		},
		{"fieldname": "team", "label": _("Team"), "fieldtype": "Link", "options": "Team", "width": 150},
		{"fieldname": "predicted", "label": _("Predicted"), "fieldtype": "Date", "width": 110},
		{"fieldname": "happened", "label": _("Happened"), "fieldtype": "Date", "width": 110},
		{"fieldname": "standing", "label": _("Where it stands"), "fieldtype": "Data", "width": 150},
		{"fieldname": "times_moved", "label": _("Times moved"), "fieldtype": "Int", "width": 110},
		{"fieldname": "barriers", "label": _("Barriers"), "fieldtype": "Data", "width": 280},
		{
			"fieldname": "case_system_agrees",
			"label": _("Case system agrees"),
			"fieldtype": "Data",
			"width": 140,
		},
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""A row for each predicted start and each predicted finish in the time."""
	time = ["between", [filters.from_date, filters.to_date]]
	place = {key: filters[key] for key in ("locality", "team") if filters.get(key)}
	due = [
		(_("start"), plan, plan.predicted_start, plan.actual_start)
		for plan in _plans({**place, "predicted_start": time})
	] + [
		(_("finish"), plan, plan.predicted_finish, plan.actual_finish or plan.achieved_on)
		for plan in _plans({**place, "predicted_finish": time})
	]
	barriers = standing_barriers({plan.name for _due, plan, _predicted, _happened in due})
	return [
		{
			**plan,
			"plan": plan.name,
			"due": word,
			"predicted": predicted,
			"happened": happened,
			"standing": _standing(plan, predicted, happened),
			"barriers": "; ".join(barriers[plan.name]),
			"case_system_agrees": _(plan.case_system_agrees or "Not checked"),
		}
		for word, plan, predicted, happened in due
	]


def _plans(filters: Row) -> list[Row]:
	return frappe.get_list(
		"Permanence Plan",
		filters=filters,
		fields=_FIELDS,
		order_by="predicted_start asc",
		limit_page_length=0,
	)


def _standing(plan: Row, predicted: Any, happened: Any) -> str:
	if happened:
		return _("late") if getdate(happened) > getdate(predicted) else _("on time")
	if plan["status"] == "No longer prioritised":
		return _("no longer prioritised")
	return _("overdue") if getdate(predicted) < getdate(nowdate()) else _("not due yet")


def get_summary(rows: list[Row]) -> list[Row]:
	"""How many were due, and how they stand."""
	if not rows:
		return []
	counts = Counter((row["due"], bool(row["happened"])) for row in rows)
	words = [
		(_("Predicted to start"), (_("start"), True), (_("start"), False)),
		(_("Predicted to finish"), (_("finish"), True), (_("finish"), False)),
	]
	summary = []
	for label, done, not_done in words:
		summary.append({"label": label, "value": counts[done] + counts[not_done], "datatype": "Int"})
		summary.append(
			{"label": _("of them done"), "value": counts[done], "datatype": "Int", "indicator": "Green"}
		)
	return summary
