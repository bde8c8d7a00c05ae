"""Each person tries every door that writes, at each kind of record in every situation.

Whoever may not write changes nothing and is told nothing. Whoever may is never refused for their rights; what a record
asks of its values is another matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.exceptions import ClosedEndpointError, HiddenRecordError
from ppoc.tests.access_world import Doors
from ppoc.tests.trust.caseload import Caseload, Cell
from ppoc.tests.trust.expected import rights, sight
from ppoc.tests.trust.looking import EMAIL
from ppoc.tests.trust.test_who_sees_what import PEOPLE, expects, shows

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.trust]

RIGHTS_REFUSED = (frappe.PermissionError, HiddenRecordError, ClosedEndpointError)
"""Exactly these; what a record itself refuses, such as a field that the system fills in, has an error of its own."""

FORGED = "Forged"


def _seen(cell: Cell) -> str:
	return str(frappe.db.get_value(cell.doctype, cell.name, "modified"))


def by_rest(doors: Doors, cell: Cell) -> None:
	doors.rest(
		"PUT", f"/api/resource/{cell.doctype}/{cell.name}", **{cell.field: FORGED, "modified": _seen(cell)}
	)


def by_form(doors: Doors, cell: Cell) -> None:
	doc = json.loads(frappe.as_json(frappe.get_doc(cell.doctype, cell.name).as_dict()))
	doors.call("frappe.desk.form.save.savedocs", doc=json.dumps({**doc, cell.field: FORGED}), action="Save")


def by_value(doors: Doors, cell: Cell) -> None:
	fields = json.dumps({cell.field: FORGED, "modified": _seen(cell)})
	doors.call("frappe.client.set_value", doctype=cell.doctype, name=cell.name, fieldname=fields)


def by_client(doors: Doors, cell: Cell) -> None:
	doc = json.loads(frappe.as_json(frappe.get_doc(cell.doctype, cell.name).as_dict()))
	doors.call("frappe.client.save", doc=json.dumps({**doc, cell.field: FORGED}))


def by_table(doors: Doors, cell: Cell) -> None:
	if cell.table:
		doors.rest("PUT", f"/api/resource/{cell.table}/{cell.row}", idx=91)


WRITING: dict[str, Callable[[Doors, Cell], None]] = {
	"REST": by_rest,
	"form": by_form,
	"set_value": by_value,
	"client.save": by_client,
}
NOBODY_DELETES: dict[str, Callable[[Doors, Cell], None]] = {
	"REST, deleting": lambda doors, cell: doors.rest("DELETE", f"/api/resource/{cell.doctype}/{cell.name}"),
	"client.delete": lambda doors, cell: doors.call(
		"frappe.client.delete", doctype=cell.doctype, name=cell.name
	),
	"a row of a table": by_table,
}
KINDS = [
	each
	for each in PEOPLE
	if each[0]
	in (
		"Team Coordinator",
		"Team Manager",
		"Social Worker",
		"PPOC Auditor",
		"PPOC Administrator",
		"System Manager",
	)
]


@pytest.mark.parametrize(("role", "kind"), KINDS, ids=[f"{role}, {kind}" for role, kind in KINDS])
def test_each_person_writes_only_what_the_table_says(
	caseload: Callable[[str, str], Caseload],
	set_user: Callable,
	doors: Doors,
	record_property: Callable[[str, Any], None],
	role: str,
	kind: str,
) -> None:
	held = caseload(role, kind)
	set_user(held.user)
	wrong, tried, allowed = [], 0, 0
	for cell in held.cells:
		may = "w" in rights()[cell.doctype].get(role, "") and sight()[kind][cell.situation]
		for name, write in {**WRITING, **NOBODY_DELETES}.items():
			tried += 1
			writes = may and name in WRITING
			allowed += writes
			outcome, said = _tried(write, doors, cell)
			if writes and outcome == "refused":
				wrong.append(f"{name} refuses {cell.doctype}, {cell.situation}: {said}")
			if not writes and outcome in ("changed", "told"):
				wrong.append(f"{name} {outcome} {cell.doctype}, {cell.situation}")
	record_property("trust: cells tried", tried)
	record_property("trust: cells wrong", len(wrong))
	assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)
	assert bool(allowed) == (role in ("Team Coordinator", "Team Manager", "Social Worker"))


def _tried(write: Callable[[Doors, Cell], None], doors: Doors, cell: Cell) -> tuple[str, str]:
	"""Returns what came of it (changed, refused for the rights, told the record's text, or kept), and what was said."""
	before, said = _row(cell), ""
	frappe.clear_messages()
	frappe.db.savepoint("trust_write")
	outcome = "kept"
	try:
		write(doors, cell)
	except (frappe.PermissionError, frappe.DoesNotExistError, frappe.ValidationError) as error:
		said = str(error)
		missing = isinstance(error, frappe.DoesNotExistError) and cell.name in said
		outcome = "refused" if type(error) in RIGHTS_REFUSED or missing else "kept"
	changed = _row(cell) != before
	frappe.db.rollback(save_point="trust_write")
	if changed:
		return "changed", said
	told = cell.mark in said or cell.mark in frappe.as_json(frappe.local.message_log)
	return ("told" if told and outcome != "refused" else outcome), said


def _row(cell: Cell) -> list[Any]:
	rows = [frappe.db.get_value(cell.doctype, cell.name, "*", as_dict=True)]
	if cell.table:
		rows.append(frappe.db.get_value(cell.table, cell.row, "*", as_dict=True))
	return rows


@pytest.mark.parametrize(("role", "kind"), KINDS, ids=[f"{role}, {kind}" for role, kind in KINDS])
def test_nobody_emails_a_record_that_they_do_not_see(
	caseload: Callable[[str, str], Caseload],
	set_user: Callable,
	doors: Doors,
	record_property: Callable[[str, Any], None],
	role: str,
	kind: str,
) -> None:
	held = caseload(role, kind)
	set_user(held.user)
	wrong = []
	for cell in held.cells:
		hidden = not expects(role, kind, cell, EMAIL)
		if hidden and shows(EMAIL, doors, cell):
			wrong.append(f"email of {cell.doctype}, {cell.situation}")
	record_property("trust: cells tried", len(held.cells))
	record_property("trust: cells wrong", len(wrong))
	assert not wrong, "\n".join(wrong)
