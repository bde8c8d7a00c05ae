"""Takes markup out of what imports wrote in bulk, past the sanitiser, and out of the names of files."""

from __future__ import annotations

from collections.abc import Callable

import frappe

from ppoc.access.file_addresses import safe_name
from ppoc.database.markup import plain

WRITTEN = {
	"Import Run": ("files", "outcome"),
	"Import Finding": ("file", "message", "remedy", "column", "child_id"),
}


def execute() -> None:
	"""Rewrites the rows that hold a `<`; addresses of files on the disk stay as they are."""
	for doctype, fields in WRITTEN.items():
		for field in fields:
			_rewrite(doctype, field, plain)
	_rewrite("File", "file_name", safe_name)


def _rewrite(doctype: str, field: str, clean: Callable[[str], str]) -> None:
	rows = frappe.get_all(doctype, {field: ["like", "%<%"]}, ["name", field], limit=0)
	for row in rows:
		frappe.db.set_value(doctype, row.name, field, clean(row[field]), update_modified=False)
