"""Cleans text of markup before it is stored, whichever way it is written.

Frappe has no hook at that place, so the two methods that write a record are wrapped, once in each process; they
only behave differently on sites with this app. Rows written in bulk call `cleaned` themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe.model.base_document import BaseDocument

from ppoc.database.installed import is_installed
from ppoc.database.markup import harmless, plain

_MARK = "ppoc_cleans_markup"
FORMATTED = frozenset({"Text Editor", "HTML Editor", "Markdown Editor", "Long Text"})
NOT_TEXT = frozenset(
	{"Code", "JSON", "Password", "Attach", "Attach Image", "Barcode", "Signature", "Geolocation"}
)
SHOWN_WITH_RECORDS = frozenset(
	{
		"Activity Log",
		"Comment",
		"Communication",
		"Contact",
		"Dashboard Chart",
		"Event",
		"File",
		"Kanban Board",
		"Note",
		"Notification Log",
		"Number Card",
		"Report",
		"Tag",
		"Tag Link",
		"ToDo",
		"User",
	}
)
"""Frappe's own DocTypes that ordinary users write and that Desk shows beside our records. Their short texts may hold
markup too (notifications do)."""


def guard(**_: Any) -> None:
	"""Wraps the methods if this process has not done so yet. Runs before each request and job."""
	if hasattr(BaseDocument.db_insert, _MARK):
		return
	BaseDocument.db_insert = _after_cleaning(BaseDocument.db_insert)
	BaseDocument.db_update = _after_cleaning(BaseDocument.db_update)


def cleaned(doctype: str, field: str, value: Any) -> Any:
	"""Returns a value as it may be stored in this field.

	Args:
		doctype: the DocType whose table is written.
		field: the column.
		value: what is to be stored; anything but text is returned as it is.
	"""
	if not isinstance(value, str) or "<" not in value or _is_trusted():
		return value
	ours = _is_ours(doctype)
	if not ours and doctype not in SHOWN_WITH_RECORDS:
		return value
	column = frappe.get_meta(doctype).get_field(field)
	kind = column.fieldtype if column else "Data"
	if kind in NOT_TEXT:
		return value
	return plain(value) if ours and kind not in FORMATTED else harmless(value)


def _after_cleaning(write: Callable) -> Callable:
	@wraps(write)
	def written(self: Any, *args: Any, **options: Any) -> Any:
		if is_installed():
			for field, value in list(self.__dict__.items()):
				if isinstance(value, str) and "<" in value:
					self.__dict__[field] = cleaned(self.doctype, field, value)
		return write(self, *args, **options)

	setattr(written, _MARK, True)
	return written


def _is_trusted() -> bool:
	"""Returns whether what is written comes from an app's own files."""
	flags = frappe.flags
	return bool(flags.in_install or flags.in_migrate or flags.in_patch or flags.in_import_fixtures)


def _is_ours(doctype: str) -> bool:
	module = frappe.get_meta(doctype).module or ""
	return frappe.local.module_app.get(frappe.scrub(module)) == "ppoc"
