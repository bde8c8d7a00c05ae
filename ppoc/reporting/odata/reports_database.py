"""The reports in the feed: run for the reader on every request, with the rows and columns that the page shows."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import frappe

from ppoc.access.endpoint_overrides import run_report
from ppoc.reporting.odata.filters import holds, tree_of
from ppoc.reporting.odata.protocol import TEXT, TYPES, EntitySet, FeedQuery, Page, Ready
from ppoc.reporting.odata.records_database import SETS
from ppoc.reporting.odata.times import site_zone
from ppoc.reporting.odata.writing import as_json

MODULE = "PPOC"
KEY = "row"
NOWHERE = {"team": "-"}
"""Filters with which a report returns its columns and hardly any rows."""

PAGE_ROWS = 5000


def entity_sets() -> dict[str, EntitySet]:
	"""Returns the reports open to the reader, by their names in the feed; a row's key is its number."""
	return {name: _set(name, report) for name, report in _open().items()}


def entity_set(name: str) -> EntitySet | None:
	"""Returns one of them; None if there is none of that name or it is not open to the reader."""
	report = _open().get(name)
	return _set(name, report) if report else None


def _open() -> dict[str, str]:
	reports = frappe.get_all(
		"Report", {"module": MODULE, "report_type": "Script Report", "disabled": 0}, ["name", "ref_doctype"]
	)
	return {
		"Report" + "".join(word.capitalize() for word in report.name.replace("-", " ").split()): report.name
		for report in reports
		if frappe.has_permission(report.ref_doctype, "export") and _is_open(report.name)
	}


def _is_open(report: str) -> bool:
	return frappe.get_cached_doc("Report", report).is_permitted()


def _set(name: str, report: str) -> EntitySet:
	columns = run_report(report, filters=json.dumps(NOWHERE))["columns"]
	types = {KEY: "Edm.Int64", **{one["fieldname"]: TYPES.get(one["fieldtype"], TEXT) for one in columns}}
	links = {
		one["fieldname"]: SETS[one["options"]]
		for one in columns
		if one["fieldtype"] == "Link" and one.get("options") in SETS
	}
	return EntitySet(name, report, KEY, types, is_report=True, links=links)


def page(entity_set: EntitySet, asked: FeedQuery) -> Page:
	"""Returns a page of the report's rows. Options without a "$" are the report's own filters."""
	result = run_report(entity_set.source, filters=json.dumps(dict(asked.given)))["result"]
	rows = [
		{KEY: place, **{name: row.get(name) for name in entity_set.types if name != KEY}}
		for place, row in enumerate((row for row in result if isinstance(row, dict)), 1)
	]
	if asked.filter:
		tree = tree_of(asked.filter)
		rows = [row for row in rows if holds(tree, row, entity_set.types)]
	for name, down in reversed(asked.order):
		rows.sort(key=partial(_place_of, name), reverse=down)
	total = len(rows) if asked.count else None
	first, size = asked.first(), asked.rows(PAGE_ROWS)
	more = len(rows) > first + size and asked.top != size
	names = asked.columns(entity_set)
	shown = [{name: row[name] for name in names} for row in rows[first : first + size]]
	written = as_json(shown, entity_set.types, site_zone())[1:-1]
	return Page(Ready(written, len(shown)), lambda: str(first + size) if more else None, total)


def _place_of(name: str, row: dict[str, Any]) -> tuple[bool, Any]:
	return _sortable(row[name])


def _sortable(value: Any) -> tuple[bool, Any]:
	return (value is not None, value if value is not None else 0)
