"""Finds everything that the site holds about one child, whatever its DocType.

Nothing here names DocTypes one by one: links, scopes and references say what is about a child, so that a new DocType
is disclosed and erased from its first day on. A test fails when a case record can be found by none of these ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe

from ppoc.access.references import REFERENCES
from ppoc.access.scopes import CASE_DOCTYPES, SCOPES
from ppoc.children.duplicates.reading import links_to, other_numbers_of
from ppoc.children.nhs_numbers import nhs_digits
from ppoc.database.rows import chunks
from ppoc.retention.names import Person

Names = dict[str, list[str]]

STAYS = frozenset({"Erasure", "Audit Entry"})
"""What remains: the certificate, and the trail of who did what, which names the child by number only."""
SHARED = {"Sibling Group": "sibling_group"}
"""Records of several children, with the field of Child that names them: disclosed, and erased with the last child."""
BY_VALUE = {"Handover": ("child", "name"), "Import Finding": ("child_id", "child_id")}
"""Records that name a child without linking to it: their column, and the field of Child that is in it."""
NOT_ABOUT_ONE_CHILD = {
	"Meeting": "about several children; what it said about each is a Meeting Discussion",
	"Effectiveness Review": "about a locality",
	"Quarterly Oversight Report": "about a locality",
	"Import Run": "about files; its findings name children",
	"Locality Access": "about a user",
	"Due Dates Digest": "about a user",
	"Service Event": "about a schedule",
	"Fortnightly Return": "about a team; its lines name children",
	"Erasure": "it remains",
	"Audit Entry": "it remains",
}
"""Case records that are never disclosed or erased as a child's own, and why."""


def whole_child(child: str) -> list[str]:
	"""Returns the child's record and those that were merged into it."""
	found, todo = [child], [child]
	while todo:
		todo = frappe.get_all(
			"Child",
			filters={"merged_into": ["in", todo], "name": ["not in", found]},
			pluck="name",
			order_by="name asc",
		)
		found += todo
	return found


def records_about(child: str, shared: bool = False) -> Names:
	"""Returns the names of all records about a child, by DocType; the child comes first.

	Args:
		child: the name of the Child.
		shared: whether to add records of several children, such as the sibling group.
	"""
	found: Names = {"Child": whole_child(child)}
	for doctype, column in links_to("Child"):
		if doctype != "Child" and doctype not in STAYS:
			_add(found, doctype, _named(doctype, column, found["Child"]))
	for doctype, (column, source) in BY_VALUE.items():
		values = frappe.get_all("Child", {"name": ["in", found["Child"]]}, pluck=source)
		_add(found, doctype, _named(doctype, column, values))
	while _follow(found):
		pass
	if shared:
		for doctype, column in SHARED.items():
			_add(found, doctype, frappe.get_all("Child", {"name": ["in", found["Child"]]}, pluck=column))
	order = {doctype: place for place, doctype in enumerate(CASE_DOCTYPES)}
	return {name: found[name] for name in sorted(found, key=lambda name: (order.get(name, 999), name))}


def _follow(found: Names) -> bool:
	"""Adds records that hang on others of the child, such as an action on its plan; returns whether there were any."""
	more = False
	for doctype, scope in SCOPES.items():
		for column, target in scope.about.items():
			if doctype in STAYS or target in ("Child", "Meeting") or not found.get(target):
				continue
			names = _named(doctype, column, found[target])
			if "child" in scope.about:
				names = [name for name in names if _is_of(doctype, name, found["Child"])]
			more = _add(found, doctype, names) or more
	return more


def _is_of(doctype: str, name: str, children: list[str]) -> bool:
	child = frappe.db.get_value(doctype, name, "child")
	return not child or child in children


def _named(doctype: str, column: str, values: Iterable[str | None]) -> list[str]:
	wanted = sorted({value for value in values if value})
	names: list[str] = []
	for some in chunks(wanted):
		names += frappe.get_all(doctype, {column: ["in", some]}, pluck="name", order_by="creation asc")
	return names


def _add(found: Names, doctype: str, names: Iterable[str | None]) -> bool:
	known = found.setdefault(doctype, [])
	new = [name for name in dict.fromkeys(names) if name and name not in set(known)]
	known += new
	if not known:
		del found[doctype]
	return bool(new)


def references() -> list[tuple[str, str, str]]:
	"""Returns (DocType, column of the DocType, column of the name) for all that can point at any record.

	To our list come the dynamic links that the site's DocTypes and custom fields declare. They are read once for
	each request or job.
	"""
	if not getattr(frappe.local, "ppoc_references", None):
		frappe.local.ppoc_references = _read_references()
	return frappe.local.ppoc_references


def _read_references() -> list[tuple[str, str, str]]:
	found = {(name, *pair) for name, pairs in REFERENCES.items() for pair in pairs}
	for source in ("DocField", "Custom Field"):
		parent = "parent" if source == "DocField" else "dt"
		rows = frappe.get_all(source, {"fieldtype": "Dynamic Link"}, [parent, "fieldname", "options"])
		found |= {(row[parent], row.options, row.fieldname) for row in rows}
	tables = set(frappe.db.get_tables(cached=False))
	return sorted(pair for pair in found if f"tab{pair[0]}" in tables and pair[1])


def persons(children: list[str]) -> list[Person]:
	"""Returns what these children are known by."""
	fields = ["name", "first_name", "last_name", "child_id", "upn", "nhs_number"]
	others = other_numbers_of(children)
	return [
		Person(row.first_name or "", row.last_name or "", _numbers(row, others.get(row.name, ())))
		for row in frappe.get_all("Child", {"name": ["in", children]}, fields)
	]


def _numbers(row: Any, others: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
	"""Returns the numbers of a child, the NHS number as the NHS writes it and in one."""
	nhs = (row.nhs_number, nhs_digits(row.nhs_number))
	return tuple(filter(None, (row.child_id, row.upn, *nhs, *(number for _kind, number in others))))
