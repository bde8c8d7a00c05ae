"""Gathers everything that is held about one child, as plain values that can be shown, blacked out and sent."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.utils import format_date, format_datetime, get_fullname, strip_html

from ppoc.children.duplicates.reading import BOOKKEEPING
from ppoc.retention.child_records_database import Names, records_about, whole_child
from ppoc.retention.files_database import files_of
from ppoc.retention.names import readable
from ppoc.retention.redaction import Attachment, Bundle, Entry, Note, Redaction, Value

MARKUP = ("Text Editor", "HTML Editor", "HTML", "Markdown Editor")
NOT_ITS_DATA = ("Disclosure Request", "Record Hold")
"""What is written down in order to answer or to keep: shown to nobody who asks."""
TECHNICAL = ("timescales_stamp", "timescales_past", "source_key", "digest")
"""Fields in which the app keeps fingerprints; they say nothing about the child."""
NO_TITLE = ("User", "Child")
"""Linked records that are called by their number or the person's own name."""

Row = dict[str, Any]


def bundle_of(child: str) -> Bundle:
	"""Returns everything about a child. The caller has checked that the user may have it."""
	names = {
		doctype: rows
		for doctype, rows in records_about(child, shared=True).items()
		if doctype not in NOT_ITS_DATA
	}
	notes, files = _notes(names), _files(names)
	entries: list[Entry] = []
	for doctype, rows in names.items():
		for row in _rows(doctype, rows):
			key = (doctype, str(row["name"]))
			entries.append(_entry(doctype, row, notes.get(key, ()), files.get(key, ())))
	return Bundle((*entries, *_deleted(names)))


def redactions_of(doc: Any) -> list[Redaction]:
	"""Returns what a Disclosure Request blacks out."""
	return [
		Redaction(row.kind, row.words or "", row.record_type or "", row.record or "", row.field or "")
		for row in doc.redactions
	]


def other_children(child: str) -> list[str]:
	"""Returns the full names of all other children, whom the reader need not see: they only mark what stands in the
	texts already."""
	rows = frappe.get_all(
		"Child", {"name": ["not in", whole_child(child)]}, ["first_name", "last_name"], order_by="name asc"
	)
	return [f"{row.first_name} {row.last_name}" for row in rows if row.first_name and row.last_name]


def _rows(doctype: str, names: list[str]) -> list[Row]:
	table = frappe.qb.DocType(doctype)
	rows = frappe.qb.from_(table).select("*").where(table.name.isin(names)).run(as_dict=True)
	return sorted(rows, key=lambda row: (str(row["creation"]), str(row["name"])))


def _entry(doctype: str, row: Row, notes: Iterable[Note], files: Iterable[Attachment]) -> Entry:
	meta = frappe.get_meta(doctype)
	title = readable(str(row.get(meta.title_field) or "")) if meta.title_field else ""
	return Entry(
		doctype,
		str(row["name"]),
		title or str(row["name"]),
		_values(doctype, row),
		tuple(_table_rows(doctype, str(row["name"]))),
		tuple(notes),
		tuple(files),
	)


def _values(doctype: str, row: Row) -> tuple[Value, ...]:
	found = []
	for field in frappe.get_meta(doctype).fields:
		value = row.get(field.fieldname)
		if field.fieldname in TECHNICAL:
			continue
		if field.fieldtype in (*no_value_fields, *table_fields, "Password") or value in (None, "", 0):
			continue
		found.append(Value(field.fieldname, _(field.label or field.fieldname), _as_text(field, value)))
	return tuple(found)


def _table_rows(doctype: str, name: str) -> Iterable[tuple[str, str, tuple[Value, ...]]]:
	for field in frappe.get_meta(doctype).get_table_fields():
		table = frappe.qb.DocType(field.options)
		query = frappe.qb.from_(table).select("*").where(table.parent == name)
		query = query.where(table.parenttype == doctype).where(table.parentfield == field.fieldname)
		for row in query.orderby(table.idx).run(as_dict=True):
			yield field.fieldname, _(field.label or field.fieldname), _values(field.options, row)


def _as_text(field: Any, value: Any) -> str:
	if field.fieldtype == "Check":
		return _("Yes")
	if isinstance(value, datetime):
		return format_datetime(value, "d MMMM yyyy HH:mm")
	if isinstance(value, date):
		return format_date(value, "d MMMM yyyy")
	if isinstance(value, timedelta):
		return str(value)
	if field.fieldtype == "Link" and isinstance(value, str):
		return readable(_title_of(field.options, value))
	text = _plain(str(value)) if field.fieldtype in MARKUP else str(value)
	return readable(_(text) if field.fieldtype == "Select" else text)


def _title_of(doctype: str, name: str) -> str:
	if doctype == "User":
		return get_fullname(name)
	title_field = frappe.get_meta(doctype).title_field
	if not title_field or doctype in NO_TITLE:
		return name
	title = frappe.db.get_value(doctype, name, title_field, cache=True)
	return f"{title} ({name})" if title and title != name else name


def _plain(markup: str) -> str:
	"""Returns what people read of HTML."""
	import html

	text = markup.replace("<br>", "\n").replace("</p>", "\n").replace("</div>", "\n").replace("</li>", "\n")
	return html.unescape(strip_html(text)).replace("\u00a0", " ").strip()


def _notes(names: Names) -> dict[tuple[str, str], list[Note]]:
	"""Returns what was said about each record: comments, emails, assignments and changes, the earliest first."""
	found: defaultdict[tuple[str, str], list[tuple[str, Note]]] = defaultdict(list)
	for doctype, rows in names.items():
		for key, when, note in _notes_of(doctype, [str(row) for row in rows]):
			found[(doctype, key)].append((when, note))
	return {
		key: [note for _when, note in sorted(notes, key=lambda pair: pair[0])] for key, notes in found.items()
	}


def _notes_of(doctype: str, rows: list[str]) -> Iterable[tuple[str, str, Note]]:
	about = {"reference_doctype": doctype, "reference_name": ["in", rows]}
	fields = ["reference_name", "creation", "comment_type", "comment_email", "owner", "content"]
	for row in frappe.get_all("Comment", about, fields):
		if row.content:
			note = Note(_(row.comment_type), _moment(row.creation), get_fullname(row.comment_email or row.owner),
				readable(_plain(row.content)))  # fmt: skip
			yield row.reference_name, str(row.creation), note
	fields = ["reference_name", "creation", "sender", "recipients", "cc", "subject", "content"]
	for row in frappe.get_all("Communication", about, fields):
		text = "\n".join(filter(None, (row.recipients, row.cc, row.subject, _plain(row.content or ""))))
		yield (
			row.reference_name,
			str(row.creation),
			Note(_("Email"), _moment(row.creation), row.sender or "", readable(text)),
		)
	about = {"reference_type": doctype, "reference_name": ["in", rows]}
	for row in frappe.get_all("ToDo", about, ["reference_name", "creation", "assigned_by", "description"]):
		note = Note(
			_("Assignment"),
			_moment(row.creation),
			get_fullname(row.assigned_by or ""),
			readable(_plain(row.description or "")),
		)
		yield row.reference_name, str(row.creation), note
	about = {"ref_doctype": doctype, "docname": ["in", rows]}
	for row in frappe.get_all("Version", about, ["docname", "creation", "owner", "data"]):
		for field, text in _changes(doctype, row.data):
			note = Note(_("Change"), _moment(row.creation), get_fullname(row.owner), readable(text), field)
			yield row.docname, str(row.creation), note


def _changes(doctype: str, data: str | None) -> Iterable[tuple[str, str]]:
	"""Yields the fields that a Version changed, with the values before and after."""
	change = json.loads(data or "{}")
	for field, was, became in change.get("changed") or ():
		label = _(frappe.get_meta(doctype).get_label(field) or field)
		yield field, f"{label}: {_plain(str(was or '–'))} → {_plain(str(became or '–'))}"
	for how, sign in (("added", "+"), ("removed", "−")):
		for field, row in change.get(how) or ():
			yield field, f"{sign} {_row_text(row)}"
	for field, _place, _name, cells in change.get("row_changed") or ():
		for cell, was, became in cells:
			yield field, f"{cell}: {_plain(str(was or '–'))} → {_plain(str(became or '–'))}"


def _row_text(row: Row) -> str:
	said = {key: value for key, value in row.items() if value and key not in BOOKKEEPING}
	return ", ".join(f"{key}: {value}" for key, value in said.items())


def _files(names: Names) -> dict[tuple[str, str], list[Attachment]]:
	"""Returns the files of each record, with those of the emails about it."""
	emails = dict(_emails(names))
	found: defaultdict[tuple[str, str], list[Attachment]] = defaultdict(list)
	for row in files_of({**names, "Communication": list(emails)} if emails else names):
		key = (row.attached_to_doctype or "Child", row.attached_to_name or names["Child"][0])
		key = emails.get(key[1], key) if key[0] == "Communication" else key
		found[key].append(Attachment(row.name, readable(row.file_name or ""), row.file_size or 0))
	return dict(found)


def _emails(names: Names) -> Iterable[tuple[str, tuple[str, str]]]:
	for doctype, rows in names.items():
		about = {"reference_doctype": doctype, "reference_name": ["in", [str(row) for row in rows]]}
		for row in frappe.get_all("Communication", about, ["name", "reference_name"]):
			yield row.name, (doctype, row.reference_name)


def _deleted(names: Names) -> Iterable[Entry]:
	"""Yields records about the child that people deleted; Frappe keeps what was in them."""
	numbers = names["Child"]
	either = [["data", "like", f"%{number}%"] for number in numbers]
	rows = frappe.get_all(
		"Deleted Document",
		or_filters=either,
		fields=["name", "deleted_doctype", "deleted_name", "data"],
		order_by="creation asc",
	)
	for row in rows:
		data = json.loads(row.data or "{}")
		if not set(numbers).intersection(str(value) for value in data.values()):
			continue
		values = [
			Value(key, key, readable(_plain(str(value))))
			for key, value in data.items()
			if value not in (None, "", 0) and key not in BOOKKEEPING and not isinstance(value, (dict, list))
		]
		title = _("Deleted: {0} {1}").format(_(row.deleted_doctype), row.deleted_name)
		yield Entry("Deleted Document", str(row.name), title, tuple(values))


def _moment(value: Any) -> str:
	return format_datetime(value, "d MMMM yyyy HH:mm")
