"""Answers bad input as such where it was only noticed deep inside Frappe or by the database.

Frappe calls every error that is none of its own an error of the server, which says neither what was wrong nor that
nothing was saved. The function that makes an answer of an error is wrapped, once in each process. An error counts
as bad input only if the request itself shows it: its body is not JSON, one of its arguments is the text that could
not be read, or the database says that a value does not fit its column. Everything else stays an error of the server.
"""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import frappe
from frappe import _

from ppoc.access.input_values import unstorable
from ppoc.access.platform import as_meant
from ppoc.exceptions import BadInputError
from ppoc.translating import translated

_MARK = "ppoc_tells_bad_input"
_COLUMN = re.compile(r"[Cc]olumn '([^']*)'|[Cc]olumn \"([^\"]*)\"")


def guard(**_options: Any) -> None:
	"""Wraps the function if this process has not done so yet. Runs before each request."""
	app: Any = sys.modules.get("frappe.app")
	handle = getattr(app, "handle_exception", None)
	if handle and not hasattr(handle, _MARK):
		app.handle_exception = telling(handle)


def telling(handle: Callable) -> Callable:
	"""Returns the function that makes an answer of an error, with bad input refused by name."""

	@wraps(handle)
	def handled(error: Exception) -> Any:
		said = None if hasattr(error, "http_status_code") else _said(error)
		if (
			type(error).__name__ == "FrappeTypeError"
		):  # an argument of the wrong type, told by Frappe without a message
			said = _("Nothing was done: {0}").format(frappe.utils.escape_html(str(error)))
		if not said:
			return handle(error)
		try:
			frappe.local.message_log = []
			frappe.throw(said, BadInputError, title=_("Check what was entered"))
		except BadInputError as refusal:
			frappe.local.flags.disable_traceback = True
			return handle(refusal)

	setattr(handled, _MARK, True)
	return handled


def _said(error: Exception) -> str | None:
	"""Returns what was wrong with the request, or None if it was not the request."""
	if not getattr(frappe.local, "initialised", False):
		return None
	if isinstance(error, ValueError | RecursionError) and _in_body(error):
		return _("Nothing was done: the body of the request is not JSON that can be read ({0}).").format(
			error
		)
	if isinstance(error, json.JSONDecodeError):
		return _of_argument(error.doc, str(error))
	if isinstance(error, TypeError) and (name := _not_text(error)):
		return _("Nothing was done: “{0}” has to be sent as a text that holds JSON.").format(name)
	if isinstance(error, ImportError) and (doctype := _unknown_doctype(error)):
		return _("Nothing was done: there is no DocType {0}.").format(
			frappe.bold(frappe.utils.escape_html(doctype[:140]))
		)
	if isinstance(error, UnicodeEncodeError):
		return _of_unstorable()
	if isinstance(error, RecursionError):
		return _("Nothing was done: something in the request is nested too deeply.")
	if isinstance(error, ValueError | OverflowError) and _in_dates(error):
		return _("Nothing was done: something that was sent is not a day or time ({0}).").format(
			str(error)[:100]
		)
	db = getattr(frappe.local, "db", None)
	if db and isinstance(error, getattr(db, "DataError", ())):
		return _of_column(error)
	if db and error.args and db.is_missing_column(error) and (column := _column(error).rpartition(".")[2]):
		return _of_unknown_column(column)
	return None


def _in_body(error: Exception) -> bool:
	return any(frame.name == "make_form_dict" for frame in traceback.extract_tb(error.__traceback__))


def _in_dates(error: Exception) -> bool:
	"""Returns whether the library with which Frappe reads days and times raised this."""
	return any(
		"dateutil" in Path(frame.filename).parts for frame in traceback.extract_tb(error.__traceback__)
	)


def _not_text(error: Exception) -> str | None:
	"""Returns the argument that came as a list or the like where Frappe reads JSON from a text."""
	for frame in _frames(error):
		if frame.f_code.co_name == "loads" and Path(frame.f_code.co_filename).parts[-2:-1] == ("json",):
			held = frame.f_locals.get("s")
			return next((name for name, value in frappe.local.form_dict.items() if value is held), None)
	return None


def _unknown_doctype(error: Exception) -> str | None:
	"""Returns the DocType whose module Frappe looked for although there is no such DocType."""
	for frame in _frames(error):
		doctype = frame.f_locals.get("doctype")
		if frame.f_code.co_name == "load_doctype_module" and isinstance(doctype, str):
			return None if frappe.db.exists("DocType", doctype) else doctype
	return None


def _frames(error: Exception) -> Iterator[FrameType]:
	return (frame for frame, _line in traceback.walk_tb(error.__traceback__))


def _of_argument(text: str, why: str) -> str | None:
	for name, value in frappe.local.form_dict.items():
		if value == text and value:
			return _("Nothing was done: “{0}” is not JSON that can be read ({1}).").format(name, why)
	return None


def _of_unstorable() -> str | None:
	for name, value in frappe.local.form_dict.items():
		if wrong := unstorable(as_meant(value)):
			return f"“{name}”: {translated(wrong)}"
	return None


def _of_column(error: Exception) -> str:
	column = _column(error)
	if not column:
		return _("Nothing was saved: a value does not fit the field it was meant for.")
	return _("Nothing was saved: the value for “{0}” does not fit this field.").format(column)


def _of_unknown_column(column: str) -> str | None:
	"""Returns the words for a field that is not there, if it was the request that named it."""
	if not any(column in str(value) for name, value in frappe.local.form_dict.items() if name != "cmd"):
		return None
	return _("Nothing was done: there is no field “{0}” here.").format(frappe.utils.escape_html(column[:140]))


def _column(error: Exception) -> str:
	found = _COLUMN.search(str(error.args[-1] if error.args else ""))
	return next((part for part in found.groups() if part), "") if found else ""
