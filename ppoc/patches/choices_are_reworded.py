"""Choices of select fields that were reworded: stored records and saved filters take the new words."""

from __future__ import annotations

import json
from typing import Any

import frappe

from ppoc.access.audit.changes import CHANGED_FIELDS, rows_written

# doctype, field, the choice before, the choice now
REWORDED = (
	("Forum Member", "attends", "For own children", "For their own children"),
	("Meeting Attendee", "expected", "For own children", "For their own children"),
	("Accepted Risk", "severity", "Cannot be told", "Not known"),
	("Timescale Pass", "status", "Broken off", "Interrupted"),
)
SAVED_FILTERS = (
	("List Filter", "filters"),
	("Number Card", "filters_json"),
	("Dashboard Chart", "filters_json"),
)


def execute() -> None:
	"""Put the new words where the old ones are; a second time changes nothing."""
	for doctype, field, before, now in REWORDED:
		table = frappe.qb.DocType(doctype)
		held = frappe.qb.from_(table).select(table.name).where(table[field] == before).run(pluck=True)
		frappe.qb.update(table).set(table[field], now).where(table[field] == before).run()
		rows_written(doctype, CHANGED_FIELDS, held)
	for doctype, field in SAVED_FILTERS:
		for name, text in frappe.get_all(doctype, fields=["name", field], as_list=True):
			reworded = reworded_filters(text)
			if reworded != text:
				frappe.db.set_value(doctype, name, field, reworded, update_modified=False)


def reworded_filters(text: str | None) -> str | None:
	"""Filters as Desk stores them, [[doctype, field, operator, value], …], with the new words; all else as it was."""
	try:
		rows = json.loads(text or "[]")
	except ValueError:
		return text
	if not isinstance(rows, list):
		return text
	reworded = [_reworded_row(row) for row in rows]
	return text if reworded == rows else json.dumps(reworded)


def _reworded_row(row: Any) -> Any:
	if not isinstance(row, list) or len(row) < 4:
		return row
	words = {before: now for doctype, field, before, now in REWORDED if row[:2] == [doctype, field]}
	value = row[3]
	if isinstance(value, list):
		value = [words.get(one, one) if isinstance(one, str) else one for one in value]
	elif isinstance(value, str):
		value = ",".join(words.get(one.strip(), one) for one in value.split(",")) if words else value
	return [*row[:3], value, *row[4:]]
