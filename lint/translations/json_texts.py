"""Texts in the JSON of records that ship with the app: labels, descriptions, options, names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Found = Iterator[tuple[str, str]]

IN_PACKS = {
	"Barrier Category": ("category_name",),
	"Care Event Type": ("event_type",),
	"Effectiveness Criterion": ("criterion", "section", "description"),
	"Forum": ("forum_name", "agenda_items.title", "agenda_items.guidance"),
	"RAG Rule": ("reason",),
	"Record Template": ("questions.section", "questions.question", "questions.help", "questions.choices"),
	"Request Type": ("title",),
	"Role": ("role_name",),
	"Route": ("route_name", "short_name"),
	"Timescale Duty": ("duty_name",),
	"Workflow Action Master": ("workflow_action_name",),
	"Workflow State": ("workflow_state_name",),
}
"""What is shown of a pack's records in the reader's language, by DocType: a field, or a field of a table."""
IN_LINES = ("agenda_items.guidance", "questions.choices")
"""Each line of these is a text of its own."""


def texts_of_json(data: Any, place: str) -> Found:
	"""The texts of one file, each with a remark for translators.

	Args:
		data: what the file holds.
		place: the file, from the project's folder.
	"""
	if isinstance(data, list):
		for record in data:
			if isinstance(record, dict):
				yield from _in_pack(record)
	elif isinstance(data, dict):
		reader = READERS.get(data.get("doctype", ""))
		for text, remark in reader(data) if reader else ():
			if text and any(letter.isalpha() for letter in text):
				yield text, remark


def _in_pack(record: Mapping[str, Any]) -> Found:
	doctype = record.get("doctype", "")
	for path in IN_PACKS.get(doctype, ()):
		table, _dot, field = path.rpartition(".")
		for row in record.get(table, ()) if table else (record,):
			text = row.get(field) or ""
			for line in text.splitlines() if path in IN_LINES else (text,):
				if line.strip():
					yield line.strip(), f"{field.replace('_', ' ').capitalize()} of a {doctype}"


def _doctype(data: Mapping[str, Any]) -> Found:
	name = data["name"]
	yield name, "Name of a DocType"
	yield data.get("description", ""), f"Description of the DocType {name}"
	for field in data.get("fields", ()):
		yield from _field(name, field)
	for link in data.get("links", ()):
		yield link.get("group", ""), f"Group of connections of the DocType {name}"
	for state in data.get("states", ()):
		yield state.get("title", ""), f"State of the DocType {name}"
	for action in data.get("actions", ()):
		yield action.get("label", ""), f"Action of the DocType {name}"
	for permission in data.get("permissions", ()):
		yield permission.get("role", ""), "Name of a Role"


def _field(doctype: str, field: Mapping[str, Any]) -> Found:
	what = (
		f"{field.get('label') or field.get('fieldname')} ({field.get('fieldtype')}) in the DocType {doctype}"
	)
	yield field.get("label", ""), f"Label of the field {what}"
	yield field.get("description", ""), f"Description of the field {what}"
	yield field.get("placeholder", ""), f"Placeholder of the field {what}"
	options = field.get("options") or ""
	if field.get("fieldtype") == "HTML":
		yield options, f"Content of the field {what}"
	elif field.get("fieldtype") == "Select" and field.get("fieldname") != "naming_series":
		for option in options.split("\n"):
			yield option, f"Option of the field {what}"


def _report(data: Mapping[str, Any]) -> Found:
	yield data["report_name"], "Name of a report"
	for kind in ("columns", "filters"):
		for one in data.get(kind, ()):
			yield one.get("label", ""), f"Label of the report {data['report_name']}"


def _workspace(data: Mapping[str, Any]) -> Found:
	name = data["label"]
	yield name, "Name of a Workspace"
	yield data.get("title", ""), "Title of a Workspace"
	for table in ("charts", "links", "number_cards", "quick_lists", "shortcuts"):
		for row in data.get(table, ()):
			for key in ("label", "description", "format"):
				yield row.get(key, ""), f"{key.capitalize()} in the Workspace {name} ({table})"
	for block in json.loads(data.get("content") or "[]"):
		yield block.get("data", {}).get("text", ""), f"Text of the Workspace {name}"


def _sidebar(data: Mapping[str, Any]) -> Found:
	for item in data.get("items", ()):
		yield item.get("label", ""), "Label in the sidebar"


def _form_tour(data: Mapping[str, Any]) -> Found:
	for step in data.get("steps", ()):
		for key in ("title", "description"):
			yield step.get(key, ""), f"{key.capitalize()} in the tour of the form {data['reference_doctype']}"


READERS = {
	"Desktop Icon": lambda data: [(data.get("label", ""), "Label of an icon")],
	"DocType": _doctype,
	"Form Tour": _form_tour,
	"Number Card": lambda data: [(data.get("label", ""), "Label of a number card")],
	"Page": lambda data: [(data.get("title", ""), "Title of a page")],
	"Print Format": lambda data: [(data.get("name", ""), "Name of a print format")],
	"Report": _report,
	"Workspace": _workspace,
	"Workspace Sidebar": _sidebar,
}
