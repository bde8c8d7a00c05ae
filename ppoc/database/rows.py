"""Writes many rows in few statements. The caller has checked that the user may write them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import frappe
from frappe.model.naming import is_autoincremented
from frappe.utils import now

from ppoc.database.markup_database import cleaned

Value = TypeVar("Value")
CHUNK = 1_000


def insert_rows(doctype: str, rows: Sequence[Mapping[str, Any]], user: str) -> list[str]:
	"""Inserts rows of one DocType.

	Args:
		doctype: the DocType.
		rows: values by field; all rows have the same fields. A row without a name gets a hash, or a number in
			those of Frappe's logs that use numbers; one without an idx gets its position among the rows.
		user: the owner of the rows.

	Returns:
		The names of the rows.
	"""
	if not rows:
		return []
	stamp = now()
	names = [row.get("name") or _new_name(doctype) for row in rows]
	columns = [column for column in rows[0] if column not in ("name", "idx")]
	frappe.db.bulk_insert(
		doctype,
		["name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", *columns],
		[
			(
				name,
				stamp,
				stamp,
				user,
				user,
				0,
				row.get("idx", place),
				*(cleaned(doctype, c, row[c]) for c in columns),
			)
			for place, (name, row) in enumerate(zip(names, rows, strict=True), 1)
		],
		chunk_size=CHUNK,
	)
	_tell(doctype, "Created", names, rows)
	return names


def _tell(doctype: str, kind: str, names: Collection[str], rows: Sequence[Mapping[str, Any]] = ()) -> None:
	"""Tells whoever keeps a record of changes, since these rows are not saved one by one."""
	for method in frappe.get_hooks("ppoc_rows_written"):
		frappe.call(method, doctype=doctype, kind=kind, names=names, rows=rows)


def _new_name(doctype: str) -> Any:
	"""Returns a hash, or the next number for a DocType with numbers as names, as some of Frappe's logs had."""
	if is_autoincremented(doctype):
		return frappe.db.get_next_sequence_val(doctype)
	return frappe.generate_hash(length=16)


def update_row(
	doctype: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any], user: str
) -> dict:
	"""Updates one row and returns the Version row for its history.

	Args:
		doctype, name: the row.
		before, after: old and new values of the fields that change.
		user: who changes it.

	Returns:
		A row for Version, in the shape that the form's timeline reads.
	"""
	after = {field: cleaned(doctype, field, value) for field, value in after.items()}
	frappe.db.set_value(doctype, name, dict(after))
	_tell(doctype, "Changed", [name])
	changed = [[field, _plain(before.get(field)), _plain(value)] for field, value in after.items()]
	data = {"added": [], "changed": changed, "removed": [], "row_changed": [], "data_import": None}
	return {"ref_doctype": doctype, "docname": name, "data": json.dumps(data)}


def delete_rows(doctype: str, rows: Sequence[Mapping[str, Any]], user: str) -> None:
	"""Deletes rows and keeps their contents as Deleted Documents.

	Args:
		doctype: the DocType.
		rows: the values of each row, including its name.
		user: who deletes them.
	"""
	kept = [
		{
			"deleted_doctype": doctype,
			"deleted_name": row["name"],
			"data": json.dumps({**row, "doctype": doctype}, default=str),
			"restored": 0,
		}
		for row in rows
	]
	insert_rows("Deleted Document", kept, user)
	for some in chunks([row["name"] for row in rows]):
		frappe.db.delete(doctype, {"name": ["in", some]})
	_tell(doctype, "Deleted", [row["name"] for row in rows], rows)


def comment_rows(doctype: str, texts: Mapping[str, str], user: str) -> None:
	"""Adds one line to the history of each record.

	Args:
		doctype: the records' DocType.
		texts: HTML by record name.
		user: who did it.
	"""
	rows = [
		{
			"comment_type": "Info",
			"reference_doctype": doctype,
			"reference_name": name,
			"comment_email": user,
			"comment_by": user,
			"content": text,
		}
		for name, text in texts.items()
	]
	insert_rows("Comment", rows, user)


def chunks(values: Iterable[Value]) -> Iterable[list[Value]]:
	"""Splits the values into lists short enough for one statement."""
	ordered = list(values)
	return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _plain(value: Any) -> str:
	return "" if value is None else str(value)
