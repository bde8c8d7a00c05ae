"""Finds and calls Frappe's endpoints by name, and works out which function a request calls.

Names move between versions of Frappe. Every name that a known version has is guarded, and the guard finds the
one that exists.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _


def as_meant(value: Any) -> Any:
	"""Returns an argument as it is meant, whether the request was JSON or a form with JSON in it; what cannot be read
	stays the text that it is. Each text is read once in a request: callers must not change what they get."""
	if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{"):
		return value
	read: dict[str, Any] | None = getattr(frappe.local, "ppoc_read_texts", None)
	if read is None:
		read = frappe.local.ppoc_read_texts = {}
	if value not in read:
		try:
			read[value] = json.loads(value)
		except (ValueError, RecursionError):
			read[value] = value  # whoever needs it refuses it
	return read[value]


def find_endpoint(name: str) -> Callable:
	"""Returns Frappe's own function, if this version has it and allows the caller to use it.

	A function may still exist but no longer be whitelisted, or not for guests: our guard must not expose it
	again.

	Raises:
		frappe.ValidationError: it does not exist or is not whitelisted; the message is Frappe's own.
		frappe.PermissionError: guests may not call it.
	"""
	found = function_at(name)
	if not found or found not in frappe.whitelisted:
		frappe.throw(
			_("Failed to get method for command {0}").format(name),
			frappe.ValidationError,
			title=_("Not found"),
		)
	if frappe.session.user == "Guest" and found not in frappe.guest_methods:
		raise frappe.PermissionError
	return found


def call_endpoint(name: str, /, *arguments: Any, **options: Any) -> Any:
	"""Returns what Frappe's own function answers; arguments that it does not accept are left out."""
	return frappe.call(find_endpoint(name), *arguments, **options)


def function_at(path: str) -> Callable | None:
	"""Returns the function at a path, or None; Frappe itself reports what is wrong with a path."""
	if "." not in path:  # a short name in frappe.handler
		from frappe import handler

		return getattr(handler, path, None)
	try:
		return frappe.get_attr(path)
	except (AttributeError, ImportError, ValueError, frappe.AppNotInstalledError):
		return None


def loaded_endpoint(name: str) -> Callable | None:
	"""Returns the function under its own name if its module has been imported; otherwise no other module can
	have it."""
	module, _dot, function = name.rpartition(".")
	return getattr(sys.modules.get(module), function, None)


def called_path(request: Any, form: dict[str, Any]) -> str:
	"""Returns the endpoint that a request calls, by form field or by path, as Frappe's routes read it.

	`/api/method/a.b.c` and `/api/v1/method/a.b.c/anything` lead to a.b.c, and so does `/api/v2/method/a.b.c`;
	`/api/v2/method/DocType/name` leads to `name` in the module of the DocType.
	"""
	path = request.path
	if not (path.startswith("/api/") and "/method/" in path):
		return str(form.get("cmd") or "")
	named = path.split("/method/", 1)[1].strip("/")
	if not path.startswith("/api/v2/"):
		return named.split("/")[0]
	doctype, _slash, method = named.rpartition("/")
	return (
		f"{_module_of(doctype)}.{method}" if doctype and not path.startswith("/api/v2/document/") else named
	)


def _module_of(doctype: str) -> str:
	from frappe.modules.utils import load_doctype_module

	try:
		return load_doctype_module(doctype).__name__
	except Exception:  # no such DocType: Frappe refuses the request a moment later
		frappe.clear_last_message()
		return doctype
