"""Autosaves what is typed in a meeting field by field, so that several people can type at once and no text is lost."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, getdate

from ppoc.access.records import record_for
from ppoc.database.locks import held_still
from ppoc.exceptions import FieldNotEditableError
from ppoc.meetings.guards import meeting_for, meeting_head
from ppoc.meetings.realtime import tell_meeting

DOCTYPES = (
	"Meeting Discussion",
	"Discussion Answer",
	"Permanence Plan",
	"Action",
	"Meeting",
	"Meeting Agenda Item",
)

TYPED_OUTSIDE = (
	"Table",
	"Table MultiSelect",
	"Section Break",
	"Column Break",
	"Tab Break",
	"HTML",
	"Button",
	"Password",
)


def record_in_meeting(doctype: str, name: str, meeting: str | None) -> Document:
	"""Returns the record that is being typed in, if the user may change it; locks the meeting first, then the record.

	Always in this order, so that closing the meeting and typing in it wait for each other instead of ending
	in a deadlock. People who type at different places of one meeting do not wait for each other.

	Raises:
		PermissionError: the user may not change the record or may not read the meeting.
		FieldNotEditableError: the DocType is not typed in meetings.
		DoesNotExistError: the row does not exist any more.
	"""
	if doctype not in DOCTYPES:
		frappe.throw(
			_("{0} cannot be filled in during a meeting.").format(_(doctype)),
			FieldNotEditableError,
			title=_("Not Here"),
		)
	if doctype == "Meeting Agenda Item":
		meeting = frappe.db.get_value(doctype, {"name": name, "parenttype": "Meeting"}, "parent")
		if not meeting:
			raise frappe.DoesNotExistError
		doc = meeting_for(meeting, "write", for_update=True)
		row = next(row for row in doc.agenda if row.name == name)
		row.flags.record = doc  # rows in newer versions of Frappe do not keep their parent alive
		return row
	if doctype == "Discussion Answer":
		return _answer(name)
	if doctype == "Meeting Discussion":
		meeting = frappe.db.get_value(doctype, name, "meeting")
	if meeting and doctype != "Meeting":
		held_still("Meeting", meeting)
		meeting_head(meeting)
	return record_for(doctype, name, "write", for_update=True)


def _answer(name: str) -> Document:
	"""Returns an answer; its discussion is locked and saved, so that two answers never overwrite each other."""
	place = {"name": name, "parenttype": "Meeting Discussion"}
	talk = frappe.db.get_value("Discussion Answer", place, "parent")
	if not talk:
		raise frappe.DoesNotExistError
	doc = record_in_meeting("Meeting Discussion", talk, None)
	row = next((row for row in doc.answers if row.name == name), None)
	if row is None:
		raise frappe.DoesNotExistError
	row.flags.record = doc
	return row


def save(
	doc: Document, values: dict[str, Any], bases: dict[str, Any], meeting: str | None, client: str | None
) -> dict[str, Any]:
	"""Saves the fields, or returns which of them somebody else has changed in the meantime.

	Raises:
		FieldNotEditableError: the user may not type in one of the fields.
	"""
	for field in values:
		_check_typed(doc, field)
	clashes = {
		field: {"theirs": _shown(doc.get(field)), "yours": value}
		for field, value in values.items()
		if field in bases and not _same(doc, field, bases[field]) and not _same(doc, field, value)
	}
	record = doc.flags.record or doc
	if clashes:
		return {
			"clash": 1,
			"fields": clashes,
			"by": record.modified_by,
			"by_name": frappe.utils.get_fullname(record.modified_by),
			"at": str(record.modified),
			"modified": str(record.modified),
		}
	return _saved(doc, record, values, meeting, client)


def _saved(
	doc: Document, record: Document, values: dict[str, Any], meeting: str | None, client: str | None
) -> dict[str, Any]:
	before = {f.fieldname: doc.get(f.fieldname) for f in doc.meta.fields if f.fieldtype not in TYPED_OUTSIDE}
	for field, value in values.items():
		doc.set(field, value if value != "" else None)
	record.flags.update({"meeting": meeting, "client": client})
	record.save()
	changed = {field for field, was in before.items() if not _equal(was, doc.get(field))}
	if meeting and record.doctype in ("Permanence Plan", "Action"):
		tell_meeting(meeting, record, kind="action" if record.doctype == "Action" else "field")
	return {
		"saved": 1,
		"doctype": doc.doctype,
		"name": doc.name,
		"modified": str(record.modified),
		"values": {field: _shown(doc.get(field)) for field in sorted(changed | set(values))},
	}


def _check_typed(doc: Document, field: str) -> None:
	"""Allows only fields that a person types; permission levels apply as on the form."""
	df = doc.meta.get_field(field)
	if (
		df
		and df.fieldtype not in TYPED_OUTSIDE
		and not df.read_only
		and not df.hidden
		and not df.set_only_once
	):
		levels = frappe.get_meta(doc.get("parenttype") or doc.doctype).get_permlevel_access("write")
		if not df.permlevel or df.permlevel in levels:
			return
	frappe.throw(
		_("“{0}” cannot be filled in by hand.").format(field),
		FieldNotEditableError,
		title=_("Field Not Editable"),
	)


def _same(doc: Document, field: str, other: Any) -> bool:
	fieldtype = doc.meta.get_field(field).fieldtype
	mine = doc.get(field)
	if fieldtype == "Check" or fieldtype == "Int":
		return cint(mine) == cint(other)
	if fieldtype in ("Float", "Currency", "Percent"):
		return flt(mine) == flt(other)
	if fieldtype == "Date":
		return (getdate(mine) if mine else None) == (getdate(other) if other else None)
	if fieldtype == "Time":
		return _clock(mine) == _clock(other)
	return cstr(mine).replace("\r\n", "\n").strip() == cstr(other).replace("\r\n", "\n").strip()


def _equal(one: Any, other: Any) -> bool:
	return cstr(one) == cstr(other)


def _clock(value: Any) -> str:
	text = cstr(value)[:8]
	return text.rjust(8, "0") if text else ""


def _shown(value: Any) -> Any:
	"""Returns a value as it is sent in JSON."""
	return value if value is None or isinstance(value, str | int | float) else str(value)
