"""Whitelisted calls about column mappings: one suggests a mapping for a file, one saves a mapping."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import MappingError
from ppoc.imports.api import check_may_load
from ppoc.imports.extract_fields import CHILDREN, FIELDS
from ppoc.imports.findings import ImportRefused
from ppoc.imports.limits import limits_here
from ppoc.imports.runs import translated_row
from ppoc.imports.saved_mappings import EXTRACT, TRACKER, suggested_columns, targets
from ppoc.imports.uploads import UploadedFile


@frappe.whitelist(methods=["POST"])
def suggest(kind: str, loads: str = CHILDREN) -> dict[str, Any]:
	"""Suggests a mapping for the request's file. Keeps nothing of the file.

	Args:
		kind: "Tracker workbook" or "Extract".
		loads: the records in an extract: "Children", "Care events" or "Workers".

	Returns:
		columns (sheet, source_column, target, confidence), the targets to choose from, and findings if the file
		cannot be read.
	"""
	check_may_load()
	_check_kind(kind, loads)
	sent = frappe.request.files.getlist("files") if frappe.request else []
	if not sent:
		frappe.throw(_("Choose a file first."), MappingError, title=_("No File"))
	upload = UploadedFile(sent[0].filename or "file", sent[0].stream)
	try:
		columns = suggested_columns(upload, kind, loads, limits_here())
	except ImportRefused as refusal:
		return {"columns": [], "targets": {}, "findings": [translated_row(one) for one in refusal.findings]}
	return {"columns": columns, "targets": targets(kind, loads), "findings": []}


@frappe.whitelist(methods=["POST"])
def save(
	mapping_name: str,
	kind: str,
	columns: list[dict[str, Any]] | str,
	loads: str = "",
	locality: str = "",
	team: str = "",
) -> str:
	"""Saves a mapping for later files, as a new one or in place of the one with the same name and kind.

	Args:
		mapping_name: its name.
		kind: "Tracker workbook" or "Extract".
		columns: sheet, source_column and target of each column, or the same as JSON; a column with an empty target
			is not loaded.
		loads: the records in an extract.
		locality, team: where new children go.

	Returns:
		The mapping's name.

	Raises:
		MappingError: it maps no column, a field twice on one sheet, or a field that does not exist.
	"""
	check_may_load()
	_check_kind(kind, loads or CHILDREN)
	rows: list[dict[str, Any]] = frappe.parse_json(columns)
	_check_columns(kind, loads or CHILDREN, rows)
	doc = _new_or_same(mapping_name, kind, loads if kind == EXTRACT else "")
	doc.update({"locality": locality or None, "team": team or None})
	wanted = ("sheet", "source_column", "target")
	doc.set("columns", [{name: row.get(name) or "" for name in wanted} for row in rows])
	doc.save()
	return doc.name


def _new_or_same(mapping_name: str, kind: str, loads: str) -> Document:
	"""Returns a new mapping, or the one with this name if it is for the same kind and records."""
	if not frappe.db.exists("Import Mapping", mapping_name):
		return frappe.new_doc("Import Mapping", mapping_name=mapping_name, kind=kind, loads=loads)
	doc = frappe.get_doc("Import Mapping", mapping_name)
	if (doc.kind, doc.loads or "") != (kind, loads):
		frappe.throw(
			_("There is a mapping {0} for something else. Choose another name.").format(
				frappe.bold(mapping_name)
			),
			MappingError,
			title=_("Name Taken"),
		)
	return doc


def _check_kind(kind: str, loads: str) -> None:
	if kind not in (TRACKER, EXTRACT) or loads not in FIELDS:
		frappe.throw(
			_("A mapping is for a tracker workbook or an extract."), MappingError, title=_("No Mapping")
		)


def _check_columns(kind: str, loads: str, columns: list[dict[str, Any]]) -> None:
	known = {choice["value"] for choices in targets(kind, loads).values() for choice in choices}
	used: set[tuple[str, str]] = set()
	for row in columns:
		target = row.get("target") or ""
		if not target:
			continue
		if target not in known:
			frappe.throw(_("There is no field {0}.").format(target), MappingError, title=_("Unknown Field"))
		place = (row.get("sheet") or "", target)
		if place in used:
			frappe.throw(
				_("Two columns go to {0}. Choose one of them.").format(target),
				MappingError,
				title=_("Field Twice"),
			)
		used.add(place)
	if not used:
		frappe.throw(_("Choose where at least one column goes."), MappingError, title=_("Nothing Mapped"))
