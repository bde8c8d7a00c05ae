"""Overdue by Duty: what is late, by duty, team or locality, counted over the rows that the reader may see."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.desk.reportview import build_match_conditions
from frappe.utils import getdate

from ppoc.reporting.figures.lists_database import AMBER, bars, figure
from ppoc.timescales.models import State
from ppoc.timescales.rows import OPEN_STATES

Row = dict[str, Any]
GROUPS = {"Duty": "duty", "Team": "team", "Locality": "locality"}
_MOST_BARS = 12


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Row], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each group, a chart and a summary."""
	filters = frappe._dict(filters or {})
	group = filters.group_by if filters.group_by in GROUPS else "Duty"
	rows = get_data(filters, GROUPS[group])
	return get_columns(group), rows, None, get_chart(rows), get_summary(rows)


def get_columns(group: str) -> list[Row]:
	"""Returns the columns: the group and its open due dates by state."""
	options = {"Duty": "Timescale Duty"}.get(group, group)
	return [
		{
			"fieldname": "grouped",
			"label": _(group),
			"fieldtype": "Link",
			"options": options,
			"width": 330,
		},
		{"fieldname": "overdue", "label": _("Overdue"), "fieldtype": "Int", "width": 110},
		{"fieldname": "due_soon", "label": _("Due soon"), "fieldtype": "Int", "width": 110},
		{"fieldname": "not_due", "label": _("Not due"), "fieldtype": "Int", "width": 110},
		{"fieldname": "children", "label": _("Children overdue"), "fieldtype": "Int", "width": 150},
		{"fieldname": "longest", "label": _("Longest overdue, days"), "fieldtype": "Int", "width": 185},
	]


def get_data(filters: frappe._dict, column: str) -> list[Row]:
	"""Returns the groups, the one with most overdue first."""
	frappe.has_permission("Timescale", "read", throw=True)
	today = getdate()
	where, values = _where(filters)
	# the column is one of GROUPS, the values are parameters
	counted = frappe.db.sql(
		f"""select coalesce(`tabTimescale`.`{column}`, '') as `grouped`,
			sum(case when `tabTimescale`.`state` = 'Overdue' then 1 else 0 end) as `overdue`,
			sum(case when `tabTimescale`.`state` = 'Due soon' then 1 else 0 end) as `due_soon`,
			sum(case when `tabTimescale`.`state` = 'Not due' then 1 else 0 end) as `not_due`,
			count(distinct case when `tabTimescale`.`state` = 'Overdue' then `tabTimescale`.`child` end) as `children`,
			min(case when `tabTimescale`.`state` = 'Overdue' then `tabTimescale`.`due_on` end) as `earliest`
		from `tabTimescale` where {where} group by coalesce(`tabTimescale`.`{column}`, '')""",  # noqa: S608 - as said above
		values,
		as_dict=True,
	)
	rows = [
		{
			**row,
			**{key: int(row[key] or 0) for key in ("overdue", "due_soon", "not_due")},
			"longest": (today - getdate(row.earliest)).days if row.earliest else None,
		}
		for row in counted
	]
	return sorted(rows, key=lambda row: (-row["overdue"], -row["due_soon"], row["grouped"]))


def _where(filters: frappe._dict) -> tuple[str, Row]:
	"""Returns the condition: the filters, and the one rule of who sees what."""
	values: Row = {"open": tuple(sorted(OPEN_STATES))}
	parts = ["`tabTimescale`.`state` in %(open)s"]
	for key in ("duty", "team", "locality", "duty_role"):
		if filters.get(key):
			parts.append(f"`tabTimescale`.`{key}` = %({key})s")
			values[key] = filters[key]
	seen = build_match_conditions("Timescale")
	if seen:
		parts.append(f"({seen})")
	return " and ".join(parts), values


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of the groups with most overdue."""
	shown = [row for row in rows if row["overdue"]][:_MOST_BARS]
	chart = bars(
		[row["grouped"] or _("None") for row in shown],
		["#b42318", AMBER],
		datasets={
			_("Overdue"): [row["overdue"] for row in shown],
			_("Due soon"): [row["due_soon"] for row in shown],
		},
	)
	return chart and {**chart, "axisOptions": {"xAxisMode": "tick"}}


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns the totals of all groups."""
	if not rows:
		return []
	longest = max((row["longest"] or 0 for row in rows), default=0)
	return [
		figure(_(State.OVERDUE.value), sum(row["overdue"] for row in rows), "Red"),
		figure(_(State.DUE_SOON.value), sum(row["due_soon"] for row in rows), "Orange"),
		figure(_("Longest overdue, days"), longest),
	]
