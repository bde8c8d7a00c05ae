"""One answer for a record that does not exist and for one that the user may not see.

Each endpoint, page and check of Frappe's and ours refuses in words of its own: 403 or 404, "not permitted" or "could
not find". The difference says whether there is a child with that number. So the two places where every request's
error becomes an answer are wrapped, once in each process: if the request names a case record that the user may not
see, whether or not there is one, the answer is this one. How long it takes may still differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Response

from ppoc.access import references
from ppoc.access.files import readable_at
from ppoc.access.input_values import unstorable
from ppoc.access.named_records import Named, named_in
from ppoc.access.platform import called_path
from ppoc.access.scopes import CASE_DOCTYPES, CASE_TABLES
from ppoc.access.sharing import is_case
from ppoc.database.installed import is_installed
from ppoc.exceptions import HiddenRecordError, OthersSavingError

_MARK = "ppoc_same_answers"
_OTHER_MATTERS = (
	frappe.AuthenticationError,
	frappe.CSRFTokenError,
	frappe.SessionStopped,
	frappe.SecurityException,
	frappe.TooManyRequestsError,
	frappe.RateLimitExceededError,
	OthersSavingError,
)
"""Errors that are not about a record."""
_PAGE_ERRORS = frozenset({403, 404, 417, 500})


def guard(**_: Any) -> None:
	"""Wraps the two places if this process has not done so yet. Runs before each request."""
	from frappe import app

	if hasattr(app.handle_exception, _MARK):
		return
	app.handle_exception = _answering(app.handle_exception)
	app.get_response = _rendering(app.get_response)


def hidden_name(error: BaseException | None = None) -> tuple[str, str] | None:
	"""Returns DocType and name of a record that this request names and the user may not see, or that is not there.

	Args:
		error: what was raised, if anything. Somebody who has not seen the latest state is told so, whatever the
			document links to by then.
	"""
	named = named_in(frappe.local.request.path, frappe.local.form_dict)
	for doctype, name in named.records:
		if not _sees(doctype, name):
			return doctype, name
	if isinstance(error, frappe.TimestampMismatchError):
		return None
	return next((link for link in _new_links(named) if not _sees(*link)), None)


def _answering(original: Callable[[Exception], Response]) -> Callable[[Exception], Response]:
	@wraps(original)
	def handle_exception(error: Exception) -> Response:
		if not _is_about_records(error):
			return original(error)
		words = _words(error)
		if not words:
			return original(error)
		if getattr(error, "http_status_code", 500) >= 500:
			frappe.log_error(title="Request that names a hidden record")
		_forget_what_was_said()
		try:
			frappe.throw(words, frappe.DoesNotExistError, title=_("Not found"))
		except (
			frappe.DoesNotExistError
		) as ours:  # raised, so that the answer names this error and not the first
			return original(ours)

	setattr(handle_exception, _MARK, True)
	return handle_exception


def _rendering(original: Callable[..., Response]) -> Callable[..., Response]:
	"""Wraps the rendering of pages (prints): their errors become pages before anybody else sees them."""

	@wraps(original)
	def get_response(*args: Any, **options: Any) -> Response:
		response = original(*args, **options)
		if response.status_code not in _PAGE_ERRORS or args or options or not is_installed():
			return response
		hidden = hidden_name()
		if not hidden:
			return response
		_forget_what_was_said()
		frappe.respond_as_web_page(_("Not found"), _no_such(*hidden), http_status_code=404)
		page = original("message", http_status_code=404)
		page.status_code = 404  # early version 15 shows every page with 200
		return page

	return get_response


def _forget_what_was_said() -> None:
	frappe.clear_messages()
	frappe.local.response = frappe._dict(docs=[])
	for said in ("error_message", "link_titles"):
		frappe.local.flags.pop(said, None)


def _words(error: Exception) -> str:
	"""Returns the words of the one answer, or nothing if the error may be told as it is."""
	hidden = hidden_name(error)
	if hidden:
		return _no_such(*hidden)
	if _is_unreadable_file():
		return _("There is no such file, or you do not have access to it.")
	if _is_our_method() and type(error) in (
		frappe.PermissionError,
		HiddenRecordError,
		frappe.DoesNotExistError,
	):
		return _("There is no such record, or you do not have access to it.")
	return ""


def _no_such(doctype: str, name: str) -> str:
	return _("There is no {0} {1}, or you do not have access to it.").format(
		_(doctype), frappe.utils.escape_html(name[:140])
	)


def _is_about_records(error: Exception) -> bool:
	if isinstance(error, _OTHER_MATTERS) or not frappe.db or not is_installed():
		return False
	session = getattr(frappe.local, "session", None)
	return bool(session and session.user and session.user != "Administrator")


def _sees(doctype: str, name: str) -> bool:
	if unstorable(name):
		return True  # the database cannot even be asked for it; it is refused as bad input
	if is_case(doctype):
		return references.reads(frappe.session.user, doctype, name) and bool(frappe.db.exists(doctype, name))
	if doctype in references.REFERENCES:
		return bool(frappe.db.exists(doctype, name)) and bool(
			frappe.has_permission(doctype, "read", doc=name)
		)
	return True


def _new_links(named: Named) -> Iterator[tuple[str, str]]:
	"""Yields the case records that handed-in documents link to and their stored ones did not."""
	for document in named.documents:
		doctype = document["doctype"]
		if not frappe.db.exists("DocType", doctype):
			continue
		yield from _links_of(document, doctype)


def _links_of(document: dict[str, Any], doctype: str) -> Iterator[tuple[str, str]]:
	meta, name = frappe.get_meta(doctype), document.get("name")
	for column in meta.fields:
		value = document.get(column.fieldname)
		if (
			column.fieldtype == "Link"
			and column.options in CASE_DOCTYPES
			and isinstance(value, str)
			and value
		):
			stored = (
				name
				and not document.get("__islocal")
				and frappe.db.get_value(doctype, name, column.fieldname)
			)
			if value != stored:
				yield column.options, value
		elif column.fieldtype == "Table" and column.options in CASE_TABLES and isinstance(value, list):
			for row in value:
				if isinstance(row, dict):
					yield from _links_of(row, column.options)


def _is_unreadable_file() -> bool:
	url = frappe.local.form_dict.get("file_url")
	return isinstance(url, str) and url.startswith("/private/") and not readable_at(url)


def _is_our_method() -> bool:
	return called_path(frappe.local.request, frappe.local.form_dict).startswith("ppoc.")
