"""Checks a pack's records before any is written: unknown DocTypes, fields, options and links."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import frappe

from ppoc.messages import Message
from ppoc.timescales.packs.reading import Pack, PackError, Record

NEEDS_FIELD = "needs_field"
"""Key in a record: skip the record if its DocType lacks this field, since Frappe versions differ in their settings."""
ALWAYS = {"doctype", "name", NEEDS_FIELD}
TABLES = ("Table", "Table MultiSelect")


def check_records(pack: Pack, numbers: list[int]) -> None:
	"""Refuses records that the site cannot take.

	Args:
		pack: the pack.
		numbers: which of its records to add; the others exist already or were deleted on purpose.

	Raises:
		PackError: for the first fault; the message names the file, the record, the field and the remedy.
	"""
	coming: set[tuple[str, str]] = {("Practice Pack", pack.name)}
	for number in numbers:
		record, place = pack.records[number], pack.place(number)
		for fault in record_faults(record, coming):
			raise PackError(
				Message(
					"{0} ({1}): {2} Nothing from this pack was applied.",
					place,
					title_of(record) or "?",
					fault,
				)
			)
		coming.add((record["doctype"], title_of(record)))


def is_of_use(record: Record) -> bool:
	"""Returns whether this site's Frappe version has the field that the record needs."""
	field = record.get(NEEDS_FIELD)
	if not field or not _doctype_exists(record["doctype"]):
		return True
	return bool(frappe.get_meta(record["doctype"]).has_field(field))


def title_of(record: Record) -> str:
	"""Returns the name that the record will have."""
	if record.get("name"):
		return str(record["name"])
	if not _doctype_exists(record["doctype"]):
		return ""
	autoname = frappe.get_meta(record["doctype"]).autoname or ""
	if autoname.startswith("field:"):
		return str(record.get(autoname.removeprefix("field:")) or "")
	doc = frappe.get_doc({name: value for name, value in record.items() if not isinstance(value, list)})
	doc.set_new_name()
	return str(doc.name)


def record_faults(record: Record, coming: set[tuple[str, str]]) -> Iterator[str]:
	"""Yields what is wrong with a record, in sentences.

	Args:
		record: the record.
		coming: DocTypes and names of the records that will be added before it.
	"""
	doctype = record["doctype"]
	if not _doctype_exists(doctype):
		guess = _guess(doctype, frappe.get_all("DocType", {"istable": 0}, pluck="name"))
		yield Message("there is no DocType “{0}”.{1}", doctype, guess)
		return
	if frappe.get_meta(doctype).istable or frappe.get_meta(doctype).issingle:
		yield Message(
			"“{0}” is a table row, not a record of its own. Put it into the record that it belongs to.",
			doctype,
		)
		return
	yield from _faults_of(doctype, record, coming, "")


def _faults_of(doctype: str, values: Record, coming: set[tuple[str, str]], where: str) -> Iterator[str]:
	meta = frappe.get_meta(doctype)
	known = {field.fieldname: field for field in meta.fields}
	for name, value in values.items():
		if name in ALWAYS:
			continue
		field = known.get(name)
		if not field:
			yield Message("{0}{1} has no field “{2}”.{3}", where, doctype, name, _guess(name, list(known)))
		elif field.fieldtype in TABLES:
			yield from _row_faults(field, value, coming)
		elif value in (None, ""):
			continue
		elif field.fieldtype == "Select" and (choices := _choices(field)) and str(value) not in choices:
			yield Message("{0}{1} is “{2}”; use one of {3}.", where, name, value, ", ".join(choices))
		elif field.fieldtype in ("Int", "Float", "Check") and not isinstance(value, int | float):
			yield Message("{0}{1} is “{2}”; write a number without quotes.", where, name, value)
		elif field.fieldtype == "Link" and not _is_there(field.options, value, coming):
			yield (
				Message(
					"{0}{1} names the {2} “{3}”, which is neither on the site nor earlier in the pack.{4}",
					where,
					name,
					field.options,
					value,
					_guess(str(value), _names(field.options, coming)),
				)
			)
	for name, field in known.items():
		missing = values.get(name) in (None, "", [])
		if field.reqd and missing and not field.default and field.fieldtype != "Check":
			yield Message("{0}{1} is missing. Fill it in.", where, name)


def _row_faults(field: frappe.model.document.Document, rows: object, coming: set) -> Iterator[str]:
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		yield Message("{0} must be a list of rows, each in braces.", field.fieldname)
		return
	for number, row in enumerate(rows, start=1):
		yield from _faults_of(field.options, row, coming, f"{field.fieldname}, row {number}: ")


def _doctype_exists(doctype: object) -> bool:
	return isinstance(doctype, str) and bool(frappe.db.exists("DocType", doctype))


def _is_there(doctype: str, name: object, coming: set[tuple[str, str]]) -> bool:
	return (doctype, str(name)) in coming or bool(frappe.db.exists(doctype, name))


def _names(doctype: str, coming: set[tuple[str, str]]) -> list[str]:
	there = frappe.get_all(doctype, pluck="name", limit=2000)
	return [*there, *(name for kind, name in coming if kind == doctype)]


def _guess(word: str, known: list[str]) -> str:
	close = get_close_matches(word, known, n=1)
	return (
		Message(" Did you mean “{0}”?", close[0]) if close else Message(" Correct the word or take it out.")
	)


def _choices(field: Any) -> list[str]:
	"""Returns the options of a Select field, or nothing if they are filled in by its form."""
	return [choice for choice in (field.options or "").split("\n") if choice]
