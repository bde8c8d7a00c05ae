"""What an upgrade has to leave alone: the caseload, and what an administrator has made.

`./dev upgrade` copies this file into the former release and the present one, and compares what it finds.
"""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from typing import Any

import frappe
from frappe.permissions import add_permission

KEPT: dict[str, tuple[str, ...]] = {
	"Child": ("child_id", "first_name", "last_name", "date_of_birth", "locality", "team", "potential"),
	"Permanence Plan": (
		"child",
		"route",
		"plan_kind",
		"status",
		"predicted_start",
		"actual_start",
		"times_moved",
	),
	"Meeting": ("forum", "meeting_date", "team", "status", "closing_summary"),
	"Meeting Discussion": ("meeting", "child"),
	"Action": ("what", "due_on", "child", "action_owner", "status"),
	"Panel Decision": ("child", "request_type", "decision", "decided_on"),
	"Care Event": ("child", "event_type", "event_date"),
	"Care Episode": ("child", "started_on", "ended_on"),
	"Case Note": ("child",),
	"Effectiveness Review": ("locality",),
	"Locality Access": ("user", "locality", "to_date"),
	"Locality": (),
	"Team": ("locality",),
	"Worker": ("worker_name", "user"),
	"User": ("enabled",),
	"File": ("file_name", "is_private"),
}
"""The records, and their fields whose values no release changes. Fields that a release does not have are left out."""

FIELD, ROLE, FORMAT, WORD, BARRIER = (
	"custom_language",
	"Family Finder",
	"Our Child Sheet",
	"Obstacles",
	"Mould",
)
OWN_NUMBER = 77
"""A number that no pack brings: minutes of a forum, days of a rule."""


def run(step: str, to: str) -> None:
	"""Writes what `change` or `look` returns to a file, or how it failed: `bench execute` does not tell that."""
	try:
		answer: dict[str, Any] = {"returned": {"change": change, "look": look}[step]()}
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		answer = {"error": traceback.format_exc()}
	Path(to).write_text(json.dumps(answer, default=str))


def change() -> None:
	"""Makes what the administrator of an authority makes: a field, a label, a role, a print, a word, rules."""
	for values in (
		{
			"doctype": "Custom Field",
			"dt": "Child",
			"fieldname": FIELD,
			"label": "First language",
			"fieldtype": "Data",
		},
		{
			"doctype": "Property Setter",
			"doctype_or_field": "DocField",
			"doc_type": "Permanence Plan",
			"field_name": "progress",
			"property": "label",
			"property_type": "Data",
			"value": "How it goes",
		},
		{"doctype": "Role", "role_name": ROLE, "desk_access": 1},
		{
			"doctype": "Print Format",
			"name": FORMAT,
			"doc_type": "Child",
			"print_format_type": "Jinja",
			"custom_format": 1,
			"standard": "No",
			"html": "<h1>{{ doc.full_name }}</h1>",
		},
		{"doctype": "Translation", "language": "en", "source_text": "Barriers", "translated_text": WORD},
		{"doctype": "Barrier Category", "category_name": BARRIER},
	):
		frappe.get_doc(values).insert()
	add_permission("Child", ROLE, 0)
	forum = frappe.get_doc("Forum", _first("Forum"))
	forum.duration_minutes = OWN_NUMBER
	forum.save()
	rule = frappe.get_doc("Timescale Rule", _first("Timescale Rule"))
	rule.counts[0].amount = OWN_NUMBER
	rule.save()
	_delete_a_rule()
	frappe.db.set_value("Child", _first("Child"), FIELD, "Welsh")


def _delete_a_rule() -> None:
	"""Deletes the last timescale rule that nothing refers to, as an authority does that works otherwise."""
	for name in frappe.get_all("Timescale Rule", pluck="name", order_by="name desc"):
		try:
			frappe.delete_doc("Timescale Rule", name)
		except frappe.LinkExistsError:
			continue
		return


def _first(doctype: str) -> str:
	return str(frappe.get_all(doctype, pluck="name", order_by="name", limit=1)[0])


def look() -> dict[str, dict[str, Any]]:
	"""Returns each record that is kept with its values, and what the administrator has made."""
	found: dict[str, dict[str, Any]] = {doctype: _rows(doctype, fields) for doctype, fields in KEPT.items()}
	found["Made by the administrator"] = {
		"field": frappe.get_all("Child", {FIELD: ["is", "set"]}, ["name", FIELD]),
		"label": frappe.get_meta("Permanence Plan").get_label("progress"),
		"roles that may read children": sorted({row.role for row in frappe.get_meta("Child").permissions}),
		"print": frappe.db.get_value("Print Format", FORMAT, "html"),
		"word": frappe.get_all("Translation", {"translated_text": WORD}, pluck="source_text"),
		"barrier": frappe.db.exists("Barrier Category", BARRIER),
		"forum": frappe.get_all("Forum", {"duration_minutes": OWN_NUMBER}, pluck="name"),
		"rule": frappe.get_all("Timescale Rule Count", {"amount": OWN_NUMBER}, pluck="parent"),
		"deleted rules that are there again": [
			name
			for name in frappe.get_all(
				"Deleted Document", {"deleted_doctype": "Timescale Rule"}, pluck="deleted_name"
			)
			if frappe.db.exists("Timescale Rule", name)
		],
	}
	return found


def _rows(doctype: str, fields: tuple[str, ...]) -> dict[str, dict[str, str]]:
	known = [field for field in fields if frappe.get_meta(doctype).has_field(field)]
	rows = frappe.get_all(doctype, fields=["name", *known], limit=0)
	return {row.name: {field: str(row[field] or "") for field in known} for row in rows}
