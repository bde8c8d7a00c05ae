"""Puts on record what each request showed of children's records, and what it was refused.

It looks at the finished answer, so it does not matter by which endpoint, report or page a record was reached.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import frappe
import orjson
from frappe import _
from frappe.utils import cint, now_datetime
from werkzeug.wrappers import Response

from ppoc.access.audit import collecting, reading
from ppoc.access.audit.entries import REFUSED, SEEN, in_full, new_name
from ppoc.access.audit.lines import Line
from ppoc.access.platform import called_path
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES

DESK = ("/app", "/desk", "/assets/", "/login", "/socket.io")
"""Pages that hold no records: Desk loads them by requests of their own."""

REFUSALS, NOT_THERE = (401, 403), 404
LISTS = {
	"frappe.client.get_list",
	"frappe.client.get_value",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.get_list",
	"frappe.desk.reportview.export_query",
}
LENGTHS = {"frappe.client.get_value": 1, "frappe.desk.reportview.export_query": 0}
PAGE = 20
"""How many rows these answer if they are not told."""

QUERY = (
	"filters",
	"or_filters",
	"order_by",
	"start",
	"limit_start",
	"page_length",
	"limit_page_length",
	"limit",
)


def put_on_record(response: Response | None = None, request: Any = None) -> None:
	"""Puts the request's answer on record; runs after each request, before the answer is sent.

	Frappe 15 has no answer yet when a page or a file is forbidden or not there.

	Raises no error: if the line cannot be written, the answer is replaced by one that says so, because what is
	not on record is not shown.
	"""
	if request is None or request.method == "OPTIONS" or request.path.startswith(DESK):
		return
	try:
		_put(response, request)
	except Exception:
		frappe.logger("ppoc").error("The audit trail could not be written", exc_info=True)
		if response is not None:
			_withhold(response)


def record_refusal(door: str, doctype: str, name: str = "", why: str = "") -> None:
	"""Puts a refused attempt on record at once, whatever becomes of the request.

	Args:
		door: by what the record was to be reached, in a word, or the endpoint.
		doctype: the DocType that was asked for.
		name: the record, if one was named.
		why: why it was refused, in a sentence.

	Raises:
		OSError: it could not be written.
	"""
	frappe.local.ppoc_refusal_on_record = True
	request = getattr(frappe.local, "request", None)
	called = called_path(request, frappe.local.form_dict) or request.path if request else ""
	words = (name,) if name else ()
	values = {
		"record_type": doctype,
		"record": name,
		"what": why,
		"asked": words,
		"certain": _is_case(doctype),
	}
	collecting.put(_line(REFUSED, door, called, **values))


def _put(response: Response | None, request: Any) -> None:
	form = frappe.local.form_dict or {}
	command = called_path(request, form)
	question = reading.asked(request.path, form)
	door = reading.door(command, request.path, form)
	words = question.words if _is_case(question.record_type) else reading.from_series(question.words)
	values: dict[str, Any] = {
		"record_type": question.record_type,
		"record": question.record,
		"report": question.report,
		"file": question.file,
		"asked": tuple(sorted(words)),
	}
	called = command or request.path
	if response is None or response.status_code in (*REFUSALS, NOT_THERE):
		if not getattr(frappe.local, "ppoc_refusal_on_record", False):
			_put_refusal(door, called, values, response)
	elif response.status_code < 400 and frappe.session.user != "Guest":
		_put_view(door, called, values, response, command, form)


def _is_case(doctype: str) -> bool:
	return doctype in CASE_DOCTYPES or doctype in CASE_TABLES


def _put_refusal(door: str, called: str, values: dict[str, Any], response: Response | None) -> None:
	if _is_case(values["record_type"]) or values["asked"] or values["file"] or values["report"]:
		why = _reason(response)
		not_there = response is None or response.status_code == NOT_THERE
		collecting.put(_line(REFUSED, door, called, **values, what=why, not_there=not_there))


def _put_view(
	door: str, called: str, values: dict[str, Any], response: Response, command: str, form: dict[str, Any]
) -> None:
	kind, keep = response.content_type or "", collecting.keeper()
	named = bool(values["asked"] or values["file"] or values["record"])
	line = _line(SEEN, door, called, **values)

	def put(words: set[str]) -> None:
		if not _is_case(line.record_type):
			words = reading.from_series(words)
		if words or named:
			keep(replace(line, name=new_name(), shown=tuple(sorted(words))))

	if response.is_streamed and not values["file"]:
		response.response = reading.words_in_parts(response.response, kind, put)
		return
	words = set() if response.is_streamed else reading.words_in(response.get_data(), kind)
	put(words | _names_left_out(command, values, form))


def _names_left_out(command: str, values: dict[str, Any], form: dict[str, Any]) -> set[str]:
	"""Returns the names of a list's rows if the list was asked for without them: a name alone says who the child is."""
	doctype = values["record_type"]
	is_list = command in LISTS or (not command and not values["record"])
	if not is_list or doctype not in CASE_DOCTYPES or not form.get("fields", form.get("fieldname")):
		return set()
	fields = _columns(form.get("fields") or form.get("fieldname"))
	if fields & {"name", "*"} or ("child" in fields) or not _tells_who(doctype, fields):
		return set()
	asked = {key: _parsed(form[key]) for key in QUERY if form.get(key)}
	start = cint(asked.pop("start", 0) or asked.pop("limit_start", 0))
	length = (
		asked.pop("page_length", None) or asked.pop("limit_page_length", None) or asked.pop("limit", None)
	)
	asked["limit_page_length"] = cint(LENGTHS.get(command, PAGE) if length is None else length)
	if isinstance(asked.get("filters"), str):
		asked["filters"] = {"name": asked["filters"]}
	return set(frappe.get_list(doctype, **asked, pluck="name", limit_start=start))


def _columns(fields: Any) -> set[str]:
	given = _parsed(fields)
	names = (
		str(name).lower().partition(" as ")[0] for name in (given if isinstance(given, list) else [given])
	)
	return {re.split(r"[.(]", name)[-1].strip('`") ') for name in names if not name.startswith("count(")}


def _tells_who(doctype: str, fields: set[str]) -> bool:
	"""Returns whether a column may say something of one child. A count by status or locality does not."""
	meta = frappe.get_meta(doctype)
	kinds = {field.fieldtype if (field := meta.get_field(name)) else "" for name in fields}
	return not kinds <= {"Select", "Check", "Link"}


def _line(outcome: str, door: str, called: str, **values: Any) -> Line:
	session = frappe.session
	return Line(
		name=new_name(),
		at=in_full(now_datetime()),
		user=session.user,
		outcome=outcome,
		door=door,
		called=called,
		address=getattr(frappe.local, "request_ip", "") or "",
		impersonated_by=str((session.get("data") or {}).get("impersonated_by") or ""),
		**values,
	)


def _reason(response: Response | None) -> str:
	if response is None:
		return "Refused, or not there"
	with suppress(Exception):
		answer = orjson.loads(response.get_data())
		return str(answer.get("exc_type") or answer.get("errors", [{}])[0].get("type") or "")
	return str(response.status_code)


def _withhold(response: Response) -> None:
	"""Replaces an answer that could not be put on record."""
	message = _(
		"This could not be put on the audit trail, so it is not shown. Ask your administrator to look at the"
		" server's disk."
	)
	response.status_code = 503
	response.response = [orjson.dumps({"exc_type": "AuditTrailError", "message": message})]
	response.headers["Content-Type"] = "application/json"
	for header in ("Content-Disposition", "Content-Length", "X-Accel-Redirect"):
		response.headers.pop(header, None)
	response.headers["Content-Length"] = str(len(response.response[0]))


def _parsed(value: Any) -> Any:
	with suppress(Exception):
		return frappe.parse_json(value)
	return value
