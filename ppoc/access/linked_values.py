"""Puts fields of linked records into the rows of a list, for the linked records that the reader may see.

A list may ask for `child.full_name`; Desk does for the titles of its link columns. Frappe joins the linked
record's table without asking that record's rule (version 15), or leaves out the rows whose link is empty or
hidden (version 16). Here the list reads the link's own column, and a second list over the linked records,
with the reader's permissions, says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe

AT_ONCE = 2000


@dataclass(frozen=True)
class LinkedField:
	"""A field of a linked record in a list.

	at: its position among the fields.
	key: its name in a row.
	link: the link field.
	doctype, name: the linked record's DocType and the field; no DocType if the reader may not read the link.
	"""

	at: int
	key: str
	link: str
	doctype: str
	name: str


def fill(rows: Iterable[Any], fields: list[LinkedField], user: str) -> list[Any]:
	"""Returns the rows, in which the linked records' names stand, with the linked records' fields in their place.

	A record that the reader may not see, and a field that the reader may not read, leaves the cell empty.
	"""
	filled = [row if isinstance(row, dict) else list(row) for row in rows]
	wanted: dict[str, list[LinkedField]] = {}
	for field in fields:
		wanted.setdefault(field.doctype, []).append(field)
	for doctype, asked in wanted.items():
		names = {_value(row, field) for row in filled for field in asked} - {None, ""}
		seen = _seen(doctype, names, {field.name for field in asked}, user)
		for row in filled:
			for field in asked:
				_put(row, field, seen.get(_value(row, field), {}).get(field.name))
	return filled


def _seen(doctype: str, names: set[Any], fields: set[str], user: str) -> dict[Any, dict[str, Any]]:
	if not doctype or frappe.is_table(doctype):
		return {}
	may = frappe.permissions.get_role_permissions(frappe.get_meta(doctype), user=user)
	if not (may.get("read") or may.get("select")):
		return {}
	found, ordered = {}, sorted(names)
	for start in range(0, len(ordered), AT_ONCE):
		rows = frappe.get_list(
			doctype,
			filters={"name": ["in", ordered[start : start + AT_ONCE]]},
			fields=["name", *sorted(fields - {"name"})],
			order_by=None,
			limit=0,
			user=user,
		)
		found.update({row.name: row for row in rows})
	return found


def _value(row: Any, field: LinkedField) -> Any:
	if isinstance(row, dict):
		return row.get(field.key)
	return row[field.at] if field.at < len(row) else None


def _put(row: Any, field: LinkedField, value: Any) -> None:
	if isinstance(row, dict):
		if field.key in row:
			row[field.key] = value
	elif field.at < len(row):
		row[field.at] = value
