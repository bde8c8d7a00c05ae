"""The platform's endpoints by name: which function a request leads to, and a call of it.

Names move between versions of Frappe. A guard stands under every name that a known version has, and finds the one
that is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _


def find_endpoint(name: str) -> Callable:
	"""The platform's own function, if this version of Frappe has it and opens it to the caller.

	A function may stay where it was and be opened no longer, or not to guests: a door does not open it again.

	Raises:
		frappe.ValidationError: it is not there, or not open to anybody; what the platform says of any such name.
		frappe.PermissionError: it is not open to guests.
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
	"""What the platform's own function answers; arguments that it does not take are left out."""
	return frappe.call(find_endpoint(name), *arguments, **options)


def function_at(path: str) -> Callable | None:
	"""What a path leads to; the platform says what is wrong with one that leads nowhere."""
	if "." not in path:  # a short name of the handler's
		from frappe import handler

		return getattr(handler, path, None)
	try:
		return frappe.get_attr(path)
	except (AttributeError, ImportError, ValueError, frappe.AppNotInstalledError):
		return None


def loaded_endpoint(name: str) -> Callable | None:
	"""The function under its own name, if its module has been imported: nothing else can have handed it out."""
	module, _dot, function = name.rpartition(".")
	return getattr(sys.modules.get(module), function, None)


def called_path(request: Any, form: dict[str, Any]) -> str:
	"""The endpoint that a request calls, by form field or by path, as the platform's routes read it.

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
	except Exception:  # no such DocType: the platform refuses it a moment later
		frappe.clear_last_message()
		return doctype
