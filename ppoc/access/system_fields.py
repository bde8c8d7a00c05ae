"""The fields that only the app fills in: who authorised, decided or closed something, when, how often it moved.

A form shows them read-only, but a program can send any value with an ordinary save. So a save that a user's
request makes keeps what is stored. The app's own steps are not concerned: they set these fields in a
controller or in an endpoint of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, get_datetime, get_time, getdate

from ppoc.exceptions import SystemFieldError

DOCTYPES = Path(__file__).parents[1] / "ppoc" / "doctype"
LAYOUT = frozenset({"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Image"})

SENT_WITH_A_NEW_RECORD = frozenset({("Handover", "child"), ("Meeting Agenda Item", "record_template")})
"""Read-only fields that a form fills in itself; the record's own checks decide whether they hold."""

LAID_OUT_BY_FORMS = frozenset(
	{
		("Decision Document", "required"),
		("Readiness Answer", "readiness_check"),
		("Readiness Answer", "state"),
		("Readiness Answer", "from_record"),
	}
)
"""Read-only columns of rows that the form of a request lays out while somebody types. Each save lays them out anew."""

REWRITTEN: dict[str, frozenset[str]] = {
	"Child": frozenset(
		{
			"current_plan",
			"current_route",
			"next_due_on",
			"next_due",
			"overdue_count",
			"timescales_stamp",
			"timescales_change_on",
			"timescales_past",
		}
	),
	"Permanence Plan": frozenset(
		{"rag", "rag_since", "rag_by_hand_until", "rag_reason", "targeted_work_in", "locality", "team"}
	),
	"Meeting": frozenset(
		{
			"circulation_reminded_on",
			"invitation_mark",
			"invitation_sequence",
			"invited",
			"invited_for",
			"targeted_work_sent_on",
		}
	),
	"Panel Decision": frozenset({"authorised_by", "authorised_on", "child_told_on", "followed", "tracker"}),
	"Decision Carried On": frozenset({"request"}),
	"Effectiveness Review": frozenset({"previous_review"}),
	"Effectiveness Score": frozenset({"previous_score"}),
	"Tracked Placement": frozenset({"locality", "team"}),
	"Flag": frozenset({"locality"}),
}
"""What jobs and other records' saves write without a new timestamp. An open form may hold an older value without
anybody's fault, so the stored one is kept and nothing is refused."""


@dataclass(frozen=True)
class SystemField:
	"""A field as shipped: what an administrator customises does not open it.

	Desk puts today, or the time of day, into a dated field of a new form.
	"""

	name: str
	fieldtype: str
	fetch_from: str
	kept_from_copies: bool
	dated: bool


@cache
def system_fields(doctype: str) -> tuple[SystemField, ...]:
	"""Returns the read-only fields of one of our DocTypes, from its file; nothing for others."""
	folder = doctype.lower().replace(" ", "_").replace("-", "_")
	file = DOCTYPES / folder / f"{folder}.json"
	if not file.is_file():
		return ()
	return tuple(
		SystemField(
			field["fieldname"],
			field["fieldtype"],
			field.get("fetch_from") or "",
			bool(field.get("no_copy")),
			field.get("default") in ("Today", "Now") or field["fieldtype"] == "Time",
		)
		for field in json.loads(file.read_text())["fields"]
		if field.get("read_only") and field["fieldtype"] not in LAYOUT
	)


def keep(doc: Document) -> None:
	"""Keeps the system's fields of a record and of its rows as they are stored.

	Raises:
		SystemFieldError: one of them was set or changed, and no stale form explains it.
	"""
	before = None if doc.is_new() else doc.get_doc_before_save()
	_keep_fields(doc, before)
	for table in doc.meta.get_table_fields():
		if table.get("is_virtual"):
			continue
		stored = {row.name: row for row in before.get(table.fieldname) or []} if before else {}
		for row in doc.get(table.fieldname) or []:
			_keep_fields(row, stored.get(row.name))
			_keep_author(row, stored.get(row.name))


def _keep_fields(doc: Document, before: Document | None) -> None:
	if not system_fields(doc.doctype):
		return
	kept: Document = before or frappe.new_doc(doc.doctype)
	for field in _written(doc, before):
		stored = kept.get(field.name)
		if _same(field, doc.get(field.name), stored):
			continue
		if _is_forged(doc.doctype, field, new=before is None):
			_refuse(doc, field.name)
		doc.set(field.name, [row.as_dict() for row in stored or []] if _is_table(field) else stored)


def _is_forged(doctype: str, field: SystemField, new: bool) -> bool:
	"""Returns whether nobody but a forger sends another value. Desk's Duplicate copies the fields that may be copied,
	Desk fills dates and times of a new form, and a form may be older than what a job has written since."""
	if new:
		return field.kept_from_copies and not field.dated
	return field.name not in REWRITTEN.get(doctype, frozenset())


def _written(doc: Document, before: Document | None) -> Iterator[SystemField]:
	"""Yields the fields to keep. The step of a workflow is checked by the workflow, and what is fetched through
	a link is fetched again."""
	step = _step_field(doc)
	for field in system_fields(doc.doctype):
		link = field.fetch_from.partition(".")[0]
		key = (doc.doctype, field.name)
		sent_by_form = key in LAID_OUT_BY_FORMS or (before is None and key in SENT_WITH_A_NEW_RECORD)
		if field.name != step and not (link and doc.get(link)) and not sent_by_form:
			yield field


def _step_field(doc: Document) -> str | None:
	from frappe.model.workflow import get_workflow_name, get_workflow_state_field

	workflow = get_workflow_name(doc.doctype)
	return get_workflow_state_field(workflow) if workflow else None


def _keep_author(row: Document, before: Document | None) -> None:
	"""Keeps who added a row and when, which Frappe takes from the caller."""
	row.owner = before.owner if before else frappe.session.user
	row.creation = before.creation if before else row.modified


def _is_table(field: SystemField) -> bool:
	return field.fieldtype in table_fields


def _same(field: SystemField, one: Any, other: Any) -> bool:
	if _is_table(field):
		return _rows(one) == _rows(other)
	try:
		return _plain(field.fieldtype, one) == _plain(field.fieldtype, other)
	except (TypeError, ValueError, frappe.ValidationError):
		return False


def _rows(rows: Any) -> list[dict[str, Any]]:
	"""Returns the rows of a table as plain values, in any order."""
	found = [
		{
			"name": row.name,
			**{df.fieldname: _plain(df.fieldtype, row.get(df.fieldname)) for df in row.meta.fields},
		}
		for row in rows or []
	]
	return sorted(found, key=lambda row: str(row["name"]))


def _plain(fieldtype: str, value: Any) -> Any:
	"""Returns a value in one form, whether it comes from a form or from the database."""
	if fieldtype in ("Check", "Int"):
		return cint(value)
	if fieldtype in ("Float", "Currency", "Percent"):
		return flt(value, 6)
	if value in (None, ""):
		return ""
	if fieldtype == "Date":
		return getdate(value)
	if fieldtype == "Datetime":
		return get_datetime(value)
	if fieldtype == "Time":
		return get_time(cstr(value))
	return cstr(value).replace("\r\n", "\n")


def _refuse(doc: Document, field: str) -> None:
	frappe.throw(
		_(
			"“{0}” is filled in by the system and cannot be set by hand. Reload the record, then make your"
			" other changes again."
		).format(_(doc.meta.get_label(field))),
		SystemFieldError,
		title=_("Filled In by the System"),
	)
