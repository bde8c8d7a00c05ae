"""Finds records of a pack whose name another pack has taken, and gives them a name of their own.

Two packs can bring a forum of the same name with different rules. The second one is then added as "Name (Pack)", and
what the pack itself links to follows. Where both say the same, such as an option for a placement, one record is enough.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import frappe

from ppoc.timescales.packs.checking import title_of
from ppoc.timescales.packs.reading import Pack, PackError, Record, read_head, read_pack

PROVENANCE = frozenset({"pack", "source", "about", "description", "purpose"})
"""Fields that say where a record comes from; two records that differ only here are the same."""
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Namesake:
	"""A record whose name another pack has taken.

	Attributes:
		number: its index in the pack.
		doctype, name: what it is called in the pack.
		pack: the other pack.
		own_name: the name that it gets, or "" if the other pack says the same.
	"""

	number: int
	doctype: str
	name: str
	pack: str
	own_name: str


def namesakes(pack: Pack, numbers: Collection[int]) -> list[Namesake]:
	"""Returns those of these records whose name belongs to a record of another pack."""
	found = []
	for number in numbers:
		record = pack.records[number]
		doctype, name = record["doctype"], title_of(record)
		if not record.get("pack") or not frappe.get_meta(doctype).has_field("pack"):
			continue
		other = frappe.db.get_value(doctype, name, "pack")
		if not other or other == pack.name:
			continue
		theirs = _shipped(other, doctype, name) or frappe.get_doc(doctype, name).as_dict()
		own = "" if _says_the_same(record, theirs) else f"{name} ({pack.name})"
		found.append(Namesake(number, doctype, name, other, own))
	return found


def _shipped(pack: str, doctype: str, name: str) -> Record | None:
	"""Returns the record as the other pack of the app brings it, whatever an admin has made of it since."""
	for head in Path(frappe.get_app_path("ppoc", "practice_packs")).glob("*/pack.json"):
		try:
			if read_head(head.parent)["name"] != pack:
				continue
			records = read_pack(head.parent).records
		except PackError:
			continue
		return next((one for one in records if one["doctype"] == doctype and title_of(one) == name), None)
	return None


def _says_the_same(ours: Record, theirs: Mapping[str, Any]) -> bool:
	return all(_alike(value, theirs.get(field)) for field, value in ours.items() if field not in PROVENANCE)


def _alike(ours: Any, theirs: Any) -> bool:
	if isinstance(ours, list):
		rows = theirs if isinstance(theirs, list) else []
		return len(ours) == len(rows) and all(
			all(_alike(value, row.get(field)) for field, value in mine.items())
			for mine, row in zip(ours, rows, strict=True)
		)
	return str(ours or "") == str(theirs or "")


def with_own_names(pack: Pack, found: Collection[Namesake]) -> Pack:
	"""Returns the pack with the records renamed, and with the links to them in its other records."""
	names = {(one.doctype, one.name): one.own_name for one in found if one.own_name}
	if not names:
		return pack
	renamed = {one.number for one in found if one.own_name}
	return replace(
		pack,
		records=[
			_linked(_renamed(record, names) if number in renamed else record, record["doctype"], names)
			for number, record in enumerate(pack.records)
		],
	)


def _renamed(record: Record, names: Names) -> Record:
	field = (frappe.get_meta(record["doctype"]).autoname or "").removeprefix("field:")
	return {**record, field: names[record["doctype"], title_of(record)]}


def _linked(values: Record, doctype: str, names: Names) -> Record:
	known = {field.fieldname: field for field in frappe.get_meta(doctype).fields}
	found = dict(values)
	for name, value in values.items():
		field = known.get(name)
		if field is None:
			continue
		if field.fieldtype == "Link":
			found[name] = names.get((field.options, value), value)
		elif isinstance(value, list):
			found[name] = [_linked(row, field.options, names) for row in value]
		elif field.fieldtype == "Code" and isinstance(value, str):
			for (_doctype, old), new in names.items():
				found[name] = found[name].replace(json.dumps(old), json.dumps(new))
	return found
