"""Children in every situation that decides who sees them, with a record of every kind, for one person who looks.

The rows are written directly, because these tests are about who sees rows, not about the records' own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.tests.access_world import CASE_ROWS, NORTH, SOUTH, grant, put

TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
BUSY_FIELDS = (
	"first_name",
	"title",
	"note",
	"details",
	"what",
	"message",
	"reason",
	"rationale",
	"cause",
	"notes",
)
ABOUT_A_CHILD = {
	**CASE_ROWS,
	"Booking": {"status": "Booked"},
	"Record Hold": {},
	"Disclosure Request": {},
	"Data Complaint": {},
	"Erasure": {},
}
SITUATIONS: dict[str, dict[str, Any]] = {
	"own locality": {"locality": NORTH},
	"other locality": {"locality": SOUTH},
	"own child": {"locality": SOUTH},
	"restricted, named": {"locality": NORTH, "restricted": 1},
	"restricted": {"locality": NORTH, "restricted": 1},
	"left care": {"locality": NORTH},
	"made by them": {"locality": SOUTH},
}


@dataclass(frozen=True)
class Cell:
	"""A record, and where the child or the place it is about stands to the person who looks.

	mark: a word that is in the record and in no other.
	file, file_mark: a private file on the record, and a word in its name.
	table, row: a table inside the record and the name of its row; "" if it has none.
	"""

	doctype: str
	name: str
	situation: str
	mark: str
	field: str
	file: str = ""
	file_mark: str = ""
	table: str = ""
	row: str = ""


@dataclass(frozen=True)
class Caseload:
	"""user: who looks. cells: one for each DocType of case records and situation."""

	user: str
	cells: tuple[Cell, ...]


def text_field(doctype: str) -> str:
	"""Returns the field of a DocType that holds the mark."""
	meta = frappe.get_meta(doctype)
	texts = [field.fieldname for field in meta.fields if field.fieldtype in TEXTS and not field.permlevel]
	return next((name for name in BUSY_FIELDS if name in texts), texts[0] if texts else "name")


@pytest.fixture
def caseload(site: str, user_with: Callable[..., str]) -> Callable[[str, str], Caseload]:
	"""Returns a function that makes the caseload for a person: their role, and the kind of person in `SIGHT`."""

	def make(role: str, kind: str) -> Caseload:
		for locality in (NORTH, SOUTH):
			put("Locality", name=locality, locality_name=locality, active=1)
		user = "Guest" if role == "Guest" else user_with(role, name="looks@example.org")
		if kind == "access to the place":
			grant(user, NORTH)
		if kind == "only their children":
			put("Worker", name="W-LOOKS", worker_name="Looks", user=user, locality=NORTH, active=1)
		return Caseload(user, tuple(_cells(user, kind)))

	return make


def _cells(user: str, kind: str) -> Iterator[Cell]:
	for number, (situation, values) in enumerate(SITUATIONS.items()):
		child = f"TRUST-{number}"
		_put_child(child, situation, values, user, kind)
		yield _cell("Child", child, situation, f"Mark{number}Child", "first_name")
		owner = user if situation == "made by them" else "Administrator"
		for doctype, row in ABOUT_A_CHILD.items():
			mark = f"Mark{number}{doctype.replace(' ', '')}"
			field = text_field(doctype)
			told = {key: value for key, value in row.items() if "{name}" not in value}
			name = put(doctype, child=child, owner=owner, **{**told, field: mark}).name
			yield _cell(doctype, name, situation, mark, field)
	for situation, locality in (("own locality", NORTH), ("other locality", SOUTH)):
		yield from _place_cells(situation, locality)


def _cell(doctype: str, name: str, situation: str, mark: str, field: str) -> Cell:
	"""Returns the cell, after putting a private file on the record and a row into one of its tables."""
	file_mark = f"Paper{mark}"
	file = put(
		"File",
		file_name=f"{file_mark}.txt",
		file_url=f"/private/files/{file_mark}.txt",
		is_private=1,
		attached_to_doctype=doctype,
		attached_to_name=name,
	).name
	table = next((table for table, parent in CASE_TABLES.items() if parent == doctype), "")
	row = ""
	if table:
		part = next(each for each in frappe.get_meta(doctype).get_table_fields() if each.options == table)
		own = {"parent": name, "parenttype": doctype, "parentfield": part.fieldname, "idx": 90}
		row = put(table, name=f"Row{mark}", **own).name
	return Cell(doctype, name, situation, mark, field, file, file_mark, table, row)


def _put_child(name: str, situation: str, values: dict[str, Any], user: str, kind: str) -> None:
	named = user if situation == "restricted, named" else "somebody@example.org"
	rows = [{"doctype": "Child Allowed Person", "parentfield": "allowed_people", "user": named}]
	put(
		"Child",
		name=name,
		first_name=f"Mark{name.rpartition('-')[2]}Child",
		last_name="Trust",
		full_name=f"Mark{name.rpartition('-')[2]}Child Trust",
		child_id=f"ID-{name}",
		potential="Not yet categorised",
		owner=user if situation == "made by them" else "Administrator",
		social_worker="W-LOOKS" if situation == "own child" and kind == "only their children" else None,
		allowed_people=rows if values.get("restricted") else [],
		**values,
	)


def _place_cells(situation: str, locality: str) -> Iterator[Cell]:
	"""Yields records that are about a place."""
	mark = "Mark" + situation.partition(" ")[0].title()
	for doctype in ("Meeting", "Effectiveness Review", "Quarterly Oversight Report", "Import Run"):
		field = text_field(doctype)
		text = f"{mark}{doctype.replace(' ', '')}"
		yield _cell(doctype, put(doctype, locality=locality, **{field: text}).name, situation, text, field)


def places() -> set[str]:
	"""Returns the DocTypes of case records that the caseload holds."""
	return {"Child", *ABOUT_A_CHILD, "Meeting", "Effectiveness Review", "Quarterly Oversight Report"} | {
		"Import Run"
	}


__all__ = ["CASE_DOCTYPES", "CASE_TABLES", "Caseload", "Cell", "caseload", "places"]
