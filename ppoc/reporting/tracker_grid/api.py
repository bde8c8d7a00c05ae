"""Endpoints of the tracker grid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime, nowdate

from ppoc.access.records import record_for
from ppoc.database.retry import begins_again
from ppoc.exceptions import FieldNotEditableError
from ppoc.meetings import autosave
from ppoc.reporting.tracker_grid import sheets_database
from ppoc.reporting.tracker_grid.sheets import KEYS

OVERLAP = timedelta(seconds=5)
"""A transaction commits after the time that it writes, so each question looks back a little further."""


@frappe.whitelist(methods=["GET"])
def open_sheet(sheet: str) -> dict[str, Any]:
	"""Returns the sheets there are, and the columns and rows of one, as far as the user may see them.

	Raises:
		PermissionError: the user may read no plans or no children.
		DoesNotExistError: there is no such sheet.
	"""
	now = now_datetime()
	known = sheets_database.sheets()
	if sheet not in {each["name"] for each in known}:
		frappe.throw(
			_("The tracker has no such sheet. Choose one of those at the top."),
			frappe.DoesNotExistError,
			title=_("Not found"),
		)
	rows = sheets_database.rows(sheet)
	return {
		"now": str(now),
		"today": nowdate(),
		"sheet": sheet,
		"sheets": known,
		"columns": sheets_database.columns(sheet),
		"rows": rows,
	}


@frappe.whitelist(methods=["GET"])
def changed_rows(sheet: str, since: str) -> dict[str, Any]:
	"""Returns the rows of children of whom something has been saved since, and which rows the sheet has now.

	Args:
		since: `now` of the last answer.

	Raises:
		PermissionError: the user may read no plans or no children.
	"""
	now = now_datetime()
	children = sheets_database.children_changed(get_datetime(since) - OVERLAP)
	rows = sheets_database.rows(sheet, children)
	by = {row[f"{key}_by"] for row in rows for key in KEYS.values() if row.get(f"{key}_by")}
	return {
		"now": str(now),
		"children": sorted(children),
		"rows": rows,
		"names": {user: frappe.utils.get_fullname(user) for user in sorted(by)},
	}


@frappe.whitelist(methods=["POST"])
@begins_again()
def save_cells(
	doctype: str, name: str, values: dict | str, bases: dict | str, client: str | None = None
) -> dict[str, Any]:
	"""Saves cells that belong to one record, with the permissions and checks of its form.

	If somebody else has changed one of them since it was read, nothing is saved and both values are returned
	(`ppoc.meetings.autosave.save`).

	Raises:
		PermissionError: the user may not change the record.
		FieldNotEditableError: the record is not on the tracker, or one of the fields is not typed.
	"""
	if doctype not in KEYS:
		frappe.throw(
			_("{0} cannot be filled in on the tracker.").format(_(doctype)),
			FieldNotEditableError,
			title=_("Not Here"),
		)
	doc = record_for(doctype, name, "write", for_update=True)
	return autosave.save(doc, frappe.parse_json(values), frappe.parse_json(bases), None, client)
