"""Reads the sheets of the tracker grid as their reader may see them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from ppoc.access.scoped_query import Row, scoped
from ppoc.care_codes import CODED
from ppoc.reporting.figures import all_data, route_list
from ppoc.reporting.figures.lists_database import in_words
from ppoc.reporting.tracker_grid.sheets import (
	ALL_DATA,
	ALL_LISTS,
	CHILD,
	KEYS,
	PLAN,
	TYPED,
	Field,
	columns_of,
	own_column,
)


def sheets() -> list[dict[str, str]]:
	"""Returns the sheets by name and title: the children, all lists, and the list of each route in use."""
	routes = frappe.get_list(
		"Route", {"active": 1, "outside_care": 1}, ["name", "short_name"], order_by="position asc", limit=0
	)
	return [
		{"name": ALL_DATA, "title": _("All Data")},
		{"name": ALL_LISTS, "title": _("All lists")},
		*({"name": route.name, "title": _(route.short_name or route.name)} for route in routes),
	]


def columns(sheet: str) -> list[dict[str, Any]]:
	"""Returns the columns of a sheet, with what can be typed in each."""
	report = all_data if sheet == ALL_DATA else route_list
	return columns_of(report.get_columns(), [field for doctype in KEYS for field in _fields(doctype)])


def rows(sheet: str, children: Collection[str] | None = None) -> list[Row]:
	"""Returns the rows of a sheet that the reader may see, in the order of the report.

	Args:
		children: limits the rows to these children.
	"""
	if children is not None and not children:
		return []
	if sheet == ALL_DATA:
		found = all_data.get_data(frappe._dict(), children)
	else:
		route = {} if sheet == ALL_LISTS else {"route": sheet}
		found = route_list.get_data(frappe._dict(route), children)
	for doctype in KEYS:
		_add_own_fields(doctype, found)
	for row in found:
		row["key"] = row[KEYS[CHILD if sheet == ALL_DATA else PLAN]]
	in_words(found, *(name for name in ("route", *CODED) if found and name in found[0]))
	return found


def children_changed(after: datetime) -> set[str]:
	"""Returns the children of whom the reader may see something that has been saved since."""
	return {name for doctype in (CHILD, PLAN, "Action") for name in _changed(doctype, after) if name}


def _changed(doctype: str, after: datetime) -> Iterable[str]:
	if not frappe.has_permission(doctype, "read"):
		return []
	table, query = scoped(doctype)
	child = table.name if doctype == CHILD else table.child
	return query.select(child).where(table.modified >= after).run(pluck=True)


def _fields(doctype: str) -> list[Field]:
	"""Returns what can be typed in a sheet and the authority's own columns, as far as the reader may see them."""
	meta = frappe.get_meta(doctype)
	may_write = frappe.has_permission(doctype, "write")
	readable, writable = (meta.get_permlevel_access(right) for right in ("read", "write"))
	return [
		Field(
			doctype,
			df.fieldname,
			_(df.label),
			df.fieldtype,
			tuple((df.options or "").split("\n")) if df.fieldtype == "Select" else (),
			may_write and not df.read_only and not df.set_only_once and df.permlevel in writable,
			_is_own_column(df),
		)
		for df in meta.fields
		if (df.fieldname in TYPED[doctype] or _is_own_column(df))
		and df.permlevel in readable
		and not df.hidden
	]


def _is_own_column(df: Any) -> bool:
	return bool(df.get("is_custom_field") and df.in_list_view)


def _add_own_fields(doctype: str, rows: list[Row]) -> None:
	"""Adds to the rows what the authority's own fields hold, and who saved each record last."""
	key = KEYS[doctype]
	names = sorted({row[key] for row in rows if row.get(key)})
	if not names:
		return
	own = [field for field in _fields(doctype) if field.added]
	fields = ["name", "modified_by", *(field.fieldname for field in own)]
	found = frappe.get_list(doctype, {"name": ["in", names]}, fields, limit=0)
	by_name = {record.name: record for record in found}
	for row in rows:
		record = by_name.get(row.get(key)) or {}
		row[f"{key}_by"] = record.get("modified_by")
		row.update({own_column(field): record.get(field.fieldname) for field in own})
