"""What a user's own save may contain: links to records the user may see, and nothing in the system's fields.

Frappe's events come too late for this: a controller fills in a new record before any of them. So the start of
each save is wrapped, once in each process; this only matters on sites with this app.

A save counts as the user's own if it is the outermost one: what a controller saves in its course is the app's
work. Whether the values in it are the user's own depends on what was called. A platform endpoint saves what
it was sent; an endpoint of ours takes named arguments and decides what becomes of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe.model.document import Document

from ppoc.access import hidden_links, input_records, system_fields
from ppoc.access.platform import called_path
from ppoc.access.rest_addresses import rest_address
from ppoc.database.installed import is_installed

_MARK = "ppoc_own_saves"
OURS, GUARDS = "ppoc.", ("ppoc.access.", "ppoc.prints.")
"""Our endpoints, and those among them that stand in front of the platform's and pass on what was sent."""
RELOADS = frozenset(
	{
		"frappe.model.workflow.apply_workflow",
		"frappe.model.workflow.bulk_workflow_approval",
		"frappe.model.workflow._bulk_workflow_action",
		"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
		"frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job",
	}
)
"""Platform functions that save nothing they were sent: they load the record and take its next step."""


def guard(method: str = "", **_: Any) -> None:
	"""Notes what the request or job calls, and wraps Frappe's saves if this process has not done so yet. Runs
	before each request and job."""
	request = getattr(frappe.local, "request", None)
	frappe.local.ppoc_entry = method or (called_path(request, frappe.local.form_dict) if request else "")
	frappe.local.ppoc_loads = loads_record(request.path, frappe.local.form_dict) if request else False
	frappe.local.ppoc_saves = []
	if hasattr(Document.insert, _MARK):
		return
	for name, wrap in WRAPPED.items():
		setattr(Document, name, wrap(getattr(Document, name)))


def values_are_the_users() -> bool:
	"""Returns whether what is saved came with the request or job as it is."""
	entry = getattr(frappe.local, "ppoc_entry", "")
	if not (entry or getattr(frappe.local, "request", None)):
		return False  # a console or a command
	if getattr(frappe.local, "ppoc_loads", False):
		return False
	return entry not in RELOADS and (entry.startswith(GUARDS) or not entry.startswith(OURS))


def loads_record(path: str, form: dict[str, Any]) -> bool:
	"""Returns whether a request calls a method of a stored record: what the method saves is its own decision.

	A record that was handed in with the call is not a stored one.
	"""
	if form.get("docs") or form.get("document"):
		return False
	if path.rstrip("/").endswith("/method/run_doc_method") or form.get("cmd") == "run_doc_method":
		return True
	address = rest_address(path)
	if not address or not address.name:
		return False
	return bool(address.method) or (address.version == 1 and "run_method" in form)


def is_users_own(doc: Document) -> bool:
	"""Returns whether a user's request saves this record itself, also where Frappe skips permission."""
	saves = _saves()
	by_user = frappe.session.user not in ("Administrator", "Guest")
	return by_user and values_are_the_users() and len(saves) == 1 and saves[0] is doc


def _is_users(doc: Document) -> bool:
	"""Returns whether the session's user saves this record themselves; the app's own decisions are left alone."""
	if frappe.session.user == "Administrator" or doc.flags.ignore_permissions or not is_installed():
		return False
	if frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch:
		return False
	saves = _saves()
	return not saves or saves[0] is doc


def _noted(save: Callable) -> Callable:
	@wraps(save)
	def noted(self: Document, *arguments: Any, **options: Any) -> Any:
		saves = _saves()
		if saves and saves[-1] is self:
			return save(self, *arguments, **options)
		_drop_shadows(self)
		if not saves and getattr(frappe.local, "request", None) and is_installed():
			input_records.check_record(self)
		saves.append(self)
		try:
			return save(self, *arguments, **options)
		finally:
			saves.pop()

	setattr(noted, _MARK, True)
	return noted


def _keeping(check: Callable) -> Callable:
	@wraps(check)
	def keeping(self: Document, *arguments: Any, **options: Any) -> Any:
		answer = check(self, *arguments, **options)
		if not self.flags.ppoc_kept and values_are_the_users() and _is_users(self):
			system_fields.keep(self)
			self.flags.ppoc_kept = True  # what our own method does with the record after this is its decision
		return answer

	return keeping


def _checking(find: Callable) -> Callable:
	@wraps(find)
	def checking(self: Document, *arguments: Any, **options: Any) -> Any:
		saves = _saves()
		record = saves[0] if len(saves) == 1 else None
		if record is None or not _is_users(record):
			return find(self, *arguments, **options)
		kept_out = list(hidden_links.hidden(self, hidden_links.stored_row(self, record)))
		invalid, *others = find(self, *arguments, **options)
		return (hidden_links.in_order(self, [*invalid, *kept_out]) if kept_out else invalid, *others)

	return checking


def _drop_shadows(doc: Document) -> None:
	"""Removes what a caller may have sent under the names of Frappe's own attributes.

	Version 16 skips a record's validation if it was sent with `_action`.
	"""
	kind = type(doc)
	for name, value in list(vars(doc).items()):
		shadows = callable(getattr(kind, name, None)) and not callable(value) and not doc.meta.has_field(name)
		if shadows or name == "_action":
			del vars(doc)[name]


def _saves() -> list[Document]:
	"""Returns the records that are being saved, the outermost first."""
	saves = getattr(frappe.local, "ppoc_saves", None)
	if saves is None:
		saves = frappe.local.ppoc_saves = []
	return saves


WRAPPED: dict[str, Callable[[Callable], Callable]] = {
	"insert": _noted,
	"_save": _noted,
	"check_if_latest": _keeping,
	"get_invalid_links": _checking,
}
