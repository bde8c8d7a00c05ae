"""Reads what a search for duplicates and a merge need from the site, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model import get_permitted_fields
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.utils import format_date, getdate

from ppoc.access.references import REFERENCES
from ppoc.care_words import care_words
from ppoc.children.duplicates.matching import IDENTIFYING, Identity, Pair, PersonIndex, name_words
from ppoc.children.duplicates.merging import ChildRecord, LinkedRecord
from ppoc.children.identifiers import id_key
from ppoc.children.nhs_numbers import nhs_written
from ppoc.plans.potential.rules import CARE_FACTS

IDENTITY = ("child_id", "upn", "first_name", "last_name", "date_of_birth")
NHS_NUMBER = "nhs_number"
FIELDS = (
	*IDENTITY,
	NHS_NUMBER,
	"sex",
	"ethnicity",
	"date_of_death",
	"adoption_order_on",
	"unaccompanied",
	"sibling_group",
	"social_worker",
	"supervising_social_worker",
	"reviewing_officer",
	"for_panel_reason",
)
"""Fields that a person chooses one by one."""
GROUPS: dict[str, tuple[str, ...]] = {
	"team": ("locality", "team", "joined_team_on"),
	"potential": (
		"potential",
		"potential_rationale",
		"potential_decided_on",
		"potential_decided_by",
		"potential_review_on",
	),
	"legal_status": (*CARE_FACTS, "placed_with_parents", "care_facts_by_hand"),
}
"""Fields that only make sense together: one choice decides all of them, under the name of the most visible one."""
TABLES = ("workers", "identifiers", "potential_history")
COLLAPSING = ("Care Episode", "Care Event")
BOOKKEEPING = frozenset(
	(
		*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype"),
		*("parent", "parentfield", "parenttype", "child", "import_run"),
		*("_user_tags", "_comments", "_assign", "_liked_by", "_seen"),
	)
)
"""Columns that say nothing about the child: records that differ only here are equal."""
MOVED_REFERENCES = (
	"Activity Log",
	"Comment",
	"Communication",
	"File",
	"Notification Log",
	"Tag Link",
	"ToDo",
	"Version",
	"Workflow Action",
)
"""Records that are attached to a record and move with it. Logs of who read which record stay unchanged."""


def possible_duplicates(values: Mapping[str, Any], name: str = "") -> list[tuple[Pair, str]]:
	"""Returns children that may be the same as this one, among those that the session's user may see.

	Args:
		values: the known values of the child, by field name.
		name: the record's own name, "" if it is still being entered.

	Returns:
		Pairs with the other child's full name, the surest first; `second` is the other record's name.
	"""
	held = other_numbers_of([name]).get(name) if name else None
	person = person_of(name or "(new)", values, held)
	filters = _worth_a_look(person)
	if not filters:
		return []
	rows = frappe.get_list(
		"Child",
		filters=[["merged_into", "is", "not set"], ["name", "!=", name]],
		or_filters=filters,
		fields=["name", "full_name", *IDENTITY, *([NHS_NUMBER] if may_read_nhs_numbers() else [])],
		limit=0,
		order_by="name asc",
	)
	labels = {row.name: row.full_name for row in rows}
	others = other_numbers_of([row.name for row in rows])
	pairs = PersonIndex(person_of(row.name, row, others.get(row.name)) for row in rows).matches(person)
	return [(pair, labels[pair.second]) for pair in pairs]


def namesakes(values: Mapping[str, Any]) -> list[Any]:
	"""Returns the children of this name with another date of birth, or none, whom the session's user may see.

	Args:
		values: the known values of the child that is being entered.

	Returns:
		Rows with name, full_name and date_of_birth, the youngest first.
	"""
	person = person_of("(new)", values)
	words = name_words(person.first_name, person.last_name)
	if not (person.first_name and person.last_name and person.date_of_birth):
		return []
	rows = frappe.get_list(
		"Child",
		filters=[["merged_into", "is", "not set"], ["full_name", "like", f"%{person.last_name}%"]],
		fields=["name", "full_name", *IDENTITY],
		limit=0,
		order_by="date_of_birth desc, name asc",
	)
	return [
		row
		for row in rows
		if name_words(row.first_name, row.last_name) == words and row.date_of_birth != person.date_of_birth
	]


def may_read_nhs_numbers() -> bool:
	"""Returns whether the session's user may read the NHS numbers of the children that they see."""
	return NHS_NUMBER in get_permitted_fields("Child", permission_type="read")


def other_numbers_of(children: Collection[str]) -> dict[str, tuple[tuple[str, str], ...]]:
	"""Returns the numbers in other services that tell a child from others, by the record's name.

	The caller has checked that the user may see these children.
	"""
	rows = frappe.get_all(
		"Child Identifier",
		{"parent": ["in", list(children) or [""]], "parenttype": "Child", "kind": ["in", IDENTIFYING]},
		["parent", "kind", "number"],
		limit=0,
	)
	found: dict[str, tuple[tuple[str, str], ...]] = {}
	for row in rows:
		found[row.parent] = (*found.get(row.parent, ()), (row.kind, row.number))
	return found


def _worth_a_look(person: Identity) -> list[list[Any]]:
	"""Returns filters that every match passes; the comparison itself then decides."""
	filters: list[list[Any]] = []
	if key := id_key(person.child_id):
		filters.append(["child_id", "like", "%" + "%".join(filter(str.isalnum, key)) + "%"])
	if person.upn:
		filters.append(["upn", "like", person.upn.strip()])
	if person.nhs_number and may_read_nhs_numbers():
		filters.append([NHS_NUMBER, "=", nhs_written(person.nhs_number)])
	if person.date_of_birth:
		filters.append(["date_of_birth", "=", person.date_of_birth])
	numbers = [number for _kind, number in person.others] + ([person.upn.strip()] if person.upn else [])
	if numbers:
		known = {"number": ["in", numbers], "parenttype": "Child"}
		# names only, which the permission-checked list narrows
		if names := frappe.get_all("Child Identifier", known, pluck="parent", limit=0):
			filters.append(["name", "in", names])
		filters.append(["upn", "in", numbers])
	return filters


def person_of(
	name: str, values: Mapping[str, Any], others: tuple[tuple[str, str], ...] | None = None
) -> Identity:
	"""Returns a record, or what has been typed so far, for the search.

	Args:
		name: the record's name.
		values: its fields.
		others: its numbers in other services, as (kind, number).
	"""
	child_id, upn, first, last = (str(values.get(field) or "").strip() for field in IDENTITY[:4])
	birth = values.get("date_of_birth")
	born = getdate(birth) if birth else None
	nhs_number = str(values.get(NHS_NUMBER) or "")
	return Identity(
		name, child_id, upn, first, last, born, bool(values.get("unborn")), nhs_number, others or ()
	)


def child_record(child: Document) -> ChildRecord:
	"""Returns a child's record with what a merge needs."""
	fields = [field for field in FIELDS if field != NHS_NUMBER or may_read_nhs_numbers()]
	values = {field: _plain(child.get(field)) for field in fields}
	values |= {group: _group_text(child, group) for group in GROUPS}
	rows = {
		table: [
			{key: _plain(value) for key, value in row.as_dict().items() if key not in BOOKKEEPING}
			for row in child.get(table)
		]
		for table in TABLES
	}
	allowed = frozenset(row.user for row in child.allowed_people)
	return ChildRecord(child.name, values, rows, bool(child.restricted), allowed, child.merged_into or "")


def _group_text(child: Document, group: str) -> str:
	"""Describes the values of a group of fields in one line."""
	if group == "team":
		return ", ".join(filter(None, (child.team, child.locality)))
	if group == "potential":
		if child.potential == "Not yet categorised":
			return ""
		return ", ".join(filter(None, (child.potential, _day(child.potential_decided_on))))
	parts = [
		care_words("legal_status", child.legal_status),
		care_words("placement", child.placement),
		_day(child.care_started_on),
	]
	if child.care_ended_on:
		parts.append(f"{_day(child.care_ended_on)} {child.left_care_by or ''}".strip())
	return ", ".join(filter(None, parts))


def _day(value: Any) -> str:
	return format_date(value) if value else ""


def _plain(value: Any) -> object:
	return value if isinstance(value, (str, int, float, bool, date)) or value is None else str(value)


def links_to(doctype: str) -> list[tuple[str, str]]:
	"""Returns (DocType, column) for every stored link to a DocType, including custom fields."""
	found = []
	for link in get_link_fields(doctype):
		meta = frappe.get_meta(link["parent"])
		if not link.get("issingle") and not meta.is_virtual and not meta.issingle:
			found.append((link["parent"], link["fieldname"]))
	return sorted(set(found))


def linked_records(kept: str, other: str) -> list[LinkedRecord]:
	"""Reads every record that links to either child, with one query for each link.

	A record with several links counts once, for the first. Children merged into either are left out.
	"""
	records: dict[tuple[str, str], LinkedRecord] = {}
	for doctype, column in links_to("Child"):
		if doctype == "Child":
			continue
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select("*").where(table[column].isin([kept, other]))
		for row in query.orderby(table.name).run(as_dict=True):
			collapses = doctype in COLLAPSING
			values = {key: _plain(value) for key, value in row.items() if key not in BOOKKEEPING}
			record = LinkedRecord(doctype, row.name, row[column], values, collapses)
			records.setdefault((doctype, row.name), record)
	_add_meeting_status(records)
	return list(records.values())


def _add_meeting_status(records: Mapping[tuple[str, str], LinkedRecord]) -> None:
	discussions = [record for record in records.values() if record.doctype == "Meeting Discussion"]
	names = {str(record.values.get("meeting")) for record in discussions}
	if not names:
		return
	rows = frappe.get_all("Meeting", filters={"name": ["in", sorted(names)]}, fields=["name", "status"])
	status = {row.name: row.status for row in rows}
	for record in discussions:
		# The engine only reads the values, so it takes any mapping; here they are the dict that was just read.
		record.values["meeting_status"] = status.get(str(record.values.get("meeting")))  # type: ignore[index]


def references_of(doctype: str) -> list[tuple[str, str, str]]:
	"""Returns (DocType, doctype column, name column) for the kinds of records that are attached and move along."""
	return [(name, *columns) for name in MOVED_REFERENCES for columns in REFERENCES[name]]
