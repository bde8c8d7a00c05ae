"""Each person tries every door to each kind of record, in every situation: exactly what the table says is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.access.scopes import CASE_DOCTYPES
from ppoc.tests.access_world import Doors
from ppoc.tests.trust.caseload import Caseload, Cell, places
from ppoc.tests.trust.expected import ROLES, rights, sight
from ppoc.tests.trust.looking import DOORS, REFUSALS, Door

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.trust]

WORKERS = ("Social Worker", "Supervising Social Worker", "Independent Reviewing Officer")
PEOPLE = [
	*((role, "access to the place") for role in ROLES.values() if role != "PPOC Auditor"),
	*((role, "only their children") for role in WORKERS),
	*((role, role) for role in ("PPOC Auditor", "PPOC Administrator", "System Manager", "Guest")),
]
ABOUT_OTHERS = (
	"Audit Entry",
	"Due Dates Digest",
	"Fortnightly Return",
	"Import Finding",
	"Locality Access",
	"Service Event",
	"Sibling Group",
)
"""They follow a user, a form, a run, a schedule or several children, and are tried in `test_rule.py`,
`test_lists_and_counts.py` and `tests/access/audit`."""


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("role", "kind"), PEOPLE, ids=[f"{role}, {kind}" for role, kind in PEOPLE])
def test_each_person_sees_exactly_what_the_table_says(
	caseload: Callable[[str, str], Caseload],
	set_user: Callable,
	doors: Doors,
	record_property: Callable[[str, Any], None],
	role: str,
	kind: str,
) -> None:
	held = caseload(role, kind)
	set_user(held.user)
	wrong, tried = [], 0
	for cell in held.cells:
		for door in DOORS:
			tried += 1
			expected = expects(role, kind, cell, door)
			if shows(door, doors, cell) != expected:
				wrong.append(
					f"{door.name} {'hides' if expected else 'shows'} {cell.doctype}, {cell.situation}"
				)
	record_property("trust: cells tried", tried)
	record_property("trust: cells wrong", len(wrong))
	assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)


def expects(role: str, kind: str, cell: Cell, door: Door) -> bool:
	reads = "r" in rights()[cell.doctype].get(role, "")
	if door.holds is not None and cell.doctype not in door.holds:
		return False
	if not (reads and sight()[kind][cell.situation]) or (door.of_tables and not cell.table):
		return False
	return door.needs == "read" or bool(frappe.permissions.get_role_permissions(cell.doctype).get(door.needs))


def shows(door: Door, doors: Doors, cell: Cell) -> bool:
	frappe.clear_messages()
	try:
		return door.shows(doors, cell)
	except REFUSALS:
		return False


def test_the_table_holds_every_kind_of_case_record() -> None:
	assert set(rights()) == set(CASE_DOCTYPES)
	assert places() | set(ABOUT_OTHERS) == set(CASE_DOCTYPES)


def test_every_doctype_that_links_to_a_child_is_a_case_record(site: str) -> None:
	linking = {
		(row.parent, row.fieldname)
		for row in frappe.get_all(
			"DocField", {"fieldtype": "Link", "options": "Child"}, ["parent", "fieldname"]
		)
	}
	tables = set(frappe.get_all("DocType", {"istable": 1}, pluck="name"))
	assert {doctype for doctype, _field in linking} - tables - set(CASE_DOCTYPES) == set()


@pytest.mark.parametrize("doctype", sorted(CASE_DOCTYPES))
def test_the_role_table_is_the_one_that_is_written_down(site: str, doctype: str) -> None:
	rows = frappe.get_all(
		"DocPerm", {"parent": doctype, "permlevel": 0}, ["role", "read", "write", "create", "delete"]
	)
	letters = ("read", "write", "create", "delete")
	held = {row.role: "".join(right[0] for right in letters if row[right]) for row in rows}
	maintain = {"PPOC Administrator", "System Manager"} if doctype == "Locality Access" else set()
	expected = {role: right for role, right in rights()[doctype].items() if right}
	assert {role: right for role, right in held.items() if role not in maintain} == expected
