"""Column mappings: suggests one for a file, and reads saved ones for a load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import MappingError
from ppoc.imports.cell_values import Dates
from ppoc.imports.extract import ExtractSettings, open_extract
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN, FIELDS, WORKERS
from ppoc.imports.loading_rights import check_may_load_into
from ppoc.imports.mapping import TargetField, suggest
from ppoc.imports.tracker.fields import (
	ALL_DATA,
	FIELDS_OF_TAB,
	IDENTITY,
	RU,
	SGO,
	TABS,
	known_headers,
	tab_of,
)
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.imports.workbook_reading import read_workbook, table_of
from ppoc.imports.workbook_safety import workbook_limits

TRACKER = "Tracker workbook"
EXTRACT = "Extract"
RECORD_OF = {
	ALL_DATA: "Child",
	SGO: "Permanence Plan",
	RU: "Permanence Plan",
	CHILDREN: "Child",
	CARE_EVENTS: "Care Event",
	WORKERS: "Worker",
}


@dataclass(frozen=True)
class SavedMapping:
	"""A saved mapping in the form that the readers need.

	Attributes:
		name: its name, "" for none.
		kind: "Tracker workbook" or "Extract".
		loads: the records in an extract.
		columns: for each tab (for an extract: under ""), field name by column name.
		sheet: the sheet of an extract, "" for the first.
		locality, team: where new children go.
		dates: the file's date format.
	"""

	name: str = ""
	kind: str = ""
	loads: str = ""
	columns: dict[str, dict[str, str]] = field(default_factory=dict)
	sheet: str = ""
	locality: str = ""
	team: str = ""
	dates: Dates = field(default_factory=Dates)


def saved_mapping(name: str, kind: str) -> SavedMapping:
	"""Reads a saved mapping.

	Args:
		name: its name; "" returns an empty one.
		kind: the kind of load it must be for.

	Returns:
		The mapping.

	Raises:
		MappingError: the mapping is for another kind of load.
	"""
	if not name:
		return SavedMapping(kind=kind)
	doc = frappe.get_cached_doc("Import Mapping", name)
	if doc.kind != kind:
		frappe.throw(
			_("The mapping {0} is for: {1}. Choose one for: {2}.").format(
				frappe.bold(name), _(doc.kind), _(kind)
			),
			MappingError,
			title=_("Wrong Mapping"),
		)
	columns: dict[str, dict[str, str]] = {}
	for row in doc.columns:
		key = (tab_of(row.sheet or "") or ALL_DATA) if kind == TRACKER else ""
		columns.setdefault(key, {})[row.source_column] = (row.target or "").rpartition(".")[2]
	sheet = next((row.sheet for row in doc.columns if row.sheet), "") if kind == EXTRACT else ""
	month_first = doc.date_format == "mm/dd/yyyy"
	return SavedMapping(
		name,
		kind,
		doc.loads or "",
		columns,
		sheet,
		doc.locality or "",
		doc.team or "",
		Dates(False, month_first),
	)


def check_nightly(mapping: Document) -> None:
	"""Checks whether a mapping may be loaded every night. Called by its controller.

	A nightly load acts on behalf of a user. So only that user marks it, and nobody else changes what is loaded in
	that name; anybody who may write the mapping may switch it off, or take it over.

	Args:
		mapping: the Import Mapping about to be saved.

	Raises:
		MappingError: it is not for an extract, or runs in the name of another user.
		NotALoaderError, PlaceError: the user may not load children, or not there.
	"""
	if not mapping.nightly:
		return
	if mapping.kind != EXTRACT:
		frappe.throw(
			_("Only an extract is loaded every night; a tracker workbook is loaded by hand."),
			MappingError,
			title=_("Not Every Night"),
		)
	me = frappe.session.user
	if me == "Administrator":
		return
	if mapping.nightly_user != me:
		frappe.throw(
			_(
				"A nightly load runs in your own name, and nobody else changes what is loaded in it. Choose"
				" yourself, or switch it off."
			),
			MappingError,
			title=_("Not in Your Name"),
		)
	check_may_load_into(mapping)


def target_of(key: str, target: TargetField) -> str:
	"""Returns a field as a mapping stores it: DocType and field name.

	Args:
		key: the tab of a tracker, or the records in an extract.
		target: the field.
	"""
	if target.name.startswith("action"):
		return f"Action.{target.name}"
	if target in IDENTITY or (key == CARE_EVENTS and target.name == "child_id"):
		return f"Child.{target.name}"
	return f"{RECORD_OF[key]}.{target.name}"


def suggested_columns(
	upload: UploadedFile, kind: str, loads: str = CHILDREN, limits: Limits | None = None
) -> list[dict[str, str | float]]:
	"""Suggests a field for each column of a file, for a person to correct and save.

	Args:
		upload: the file.
		kind: "Tracker workbook" or "Extract".
		loads: the records in an extract.
		limits: the limits for the file.

	Returns:
		sheet, source_column, target ("" for no suggestion) and confidence of every column.

	Raises:
		ImportRefused: the file cannot be read.
	"""
	if kind == EXTRACT:
		table, _findings = open_extract(upload, ExtractSettings(loads, getdate(nowdate())), limits)
		return _rows(table.sheet, table.headers, loads, FIELDS[loads])
	book = read_workbook(upload, workbook_limits(limits))
	rows = []
	for sheet in book.sheets:
		tab = tab_of(sheet.name)
		if tab and sheet.rows:
			table, _findings = table_of(book, sheet, known_headers(tab))
			rows += _rows(sheet.name, table.headers, tab, FIELDS_OF_TAB[tab])
	return rows


def _rows(
	sheet: str, headers: Sequence[str], key: str, fields: Sequence[TargetField]
) -> list[dict[str, str | float]]:
	found = {one.header: one for one in suggest(headers, fields)}
	by_name = {target.name: target for target in fields}
	return [
		{
			"sheet": sheet,
			"source_column": header,
			"target": target_of(key, by_name[found[header].field]) if header in found else "",
			"confidence": found[header].confidence if header in found else 0,
		}
		for header in headers
	]


def targets(kind: str, loads: str = CHILDREN) -> dict[str, list[dict[str, str]]]:
	"""Returns every field that a column can be mapped to, for the mapping's options.

	Args:
		kind: "Tracker workbook" or "Extract".
		loads: the records in an extract.

	Returns:
		value and label of each field, for each tab (for an extract: under "").
	"""
	if kind == TRACKER:
		return {tab: _choices(tab, FIELDS_OF_TAB[tab]) for tab in TABS}
	return {"": _choices(loads, FIELDS[loads])}


def _choices(key: str, fields: Sequence[TargetField]) -> list[dict[str, str]]:
	return [{"value": target_of(key, target), "label": _(target.label)} for target in fields]
