"""Prevents lost edits: whoever writes to a case record says which version of it they had seen.

A form sends the timestamp it was opened with, and Frappe compares it under a row lock. `set_value`, bulk
edits, boards, calendars and the REST endpoints load the record again and overwrite whatever is there, unless
the caller sends `modified`. For case records the caller has to send it; then the same comparison applies.

The guarded endpoints are in a table: each entry works out from the request which records it writes and with
what timestamp. The app's own code is not checked: it handles its own transactions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.rest_addresses import rest_address
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.exceptions import BlindWriteError

Sent = Mapping[str, Any]
# (DocType, name) -> the timestamp sent with it, or None. EVERY stands for anything the request writes.
Written = dict[tuple[str | None, str | None], Any]
EVERY: tuple[str, str] = ("*", "*")
BLIND: Written = {EVERY: None}


def refuse_blind_write(doc: Document, _method: str | None = None) -> None:
	"""Refuses a write to a case record by an endpoint that was called without the record's timestamp."""
	if doc.doctype not in CASE_DOCTYPES or not getattr(frappe.local, "request", None):
		return
	written = written_by_request()
	if doc.is_new():
		# a new record cannot overwrite anybody's work, and nor can what its own code writes with it
		frappe.flags.ppoc_new_record = EVERY in written
		return
	if frappe.flags.ppoc_new_record:
		return
	keys = [key for key in _keys_of(doc) if key in written]
	if keys and not written[keys[0]]:
		frappe.throw(
			_(
				"{0} was not changed, because the change was sent without loading the record first and"
				" could undo a colleague's work. Open the record and save it there. A program must send the"
				" record's 'modified' value with the change."
			).format(f"{_(doc.doctype)} {frappe.bold(doc.name)}"),
			BlindWriteError,
			title=_("Open the record to change it"),
		)


def written_by_request() -> Written:
	"""Returns what the current request writes, if it came through one of the guarded endpoints."""
	form = frappe.local.form_dict
	path = frappe.local.request.path
	command = form.get("cmd") or (path.split("/api/method/", 1)[1] if "/api/method/" in path else "")
	door = DOORS.get(command)
	if door:
		return door(form)
	return rest_writes(frappe.local.request.method, path, _body(form))


def rest_writes(method: str, path: str, body: Sent) -> Written:
	"""Returns what a REST request on a resource writes: API versions 1 and 2, one record or many."""
	address = rest_address(path)
	if method not in ("PUT", "PATCH", "POST") or not address or not address.doctype or not address.name:
		return {}
	if address.name == "bulk_update":
		return BLIND
	if method == "POST" or address.method:
		return {}
	return {(address.doctype, address.name): body.get("modified")}


def _keys_of(doc: Document) -> list[tuple[str, str]]:
	rows = [(row.doctype, row.name) for row in doc.get_all_children()]
	return [(doc.doctype, doc.name), *rows, EVERY]


def _set_value(form: Sent) -> Written:
	"""`fieldname` is either a name or several fields with their values, which may include `modified`."""
	fields = form.get("fieldname")
	values = _parsed(fields) if not form.get("value") else {}
	sent = values.get("modified") if isinstance(values, dict) else None
	if form.get("doctype") in CASE_TABLES:
		sent = None  # a row's own timestamp says nothing about the record it belongs to
	return {(form.get("doctype"), form.get("name")): sent}


def _save(form: Sent) -> Written:
	doc = _parsed(form.get("doc"))
	return {(doc.get("doctype"), doc.get("name")): doc.get("modified")} if isinstance(doc, dict) else BLIND


def _bulk_update(form: Sent) -> Written:
	docs = _parsed(form.get("docs"))
	return {
		(doc.get("doctype"), doc.get("docname")): doc.get("modified") for doc in docs if isinstance(doc, dict)
	}


def _blind(_: Sent) -> Written:
	return BLIND


DOORS: dict[str, Callable[[Sent], Written]] = {
	"frappe.client.set_value": _set_value,
	"frappe.client.save": _save,
	"frappe.client.submit": _save,
	"frappe.client.cancel": _blind,
	"frappe.client.bulk_update": _bulk_update,
	"frappe.client.attach_file": _blind,
	"frappe.client.delete": _blind,
	"frappe.client.insert": _blind,
	"frappe.client.insert_many": _blind,
	"frappe.desk.calendar.update_event": _blind,
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": _blind,
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": _blind,
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": _blind,
	"frappe.desk.gantt.update_task": _blind,
}


def _parsed(value: Any) -> Any:
	if not isinstance(value, str):
		return value or {}
	try:
		return json.loads(value)
	except ValueError:
		return {}  # a plain field name


def _body(form: Sent) -> Sent:
	"""Returns the body of a REST request, which comes as JSON text, as a `data` field or as form fields."""
	data = form.get("data")
	if data is None:
		text = frappe.safe_decode(frappe.local.request.get_data())
		data = text if text and text.lstrip().startswith("{") else None
	parsed = _parsed(data) if data is not None else form
	return parsed if isinstance(parsed, Mapping) else {}
