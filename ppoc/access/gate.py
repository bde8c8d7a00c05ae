"""The gate: for everybody but System Managers, a function, page or DocType of Frappe is closed unless it is open.

What is open stands in open_endpoints.csv; an administrator can open one more with an Open Endpoint. Frappe
opens more than a thousand functions to callers, and a new release opens others. Our own functions and those
of other apps are not closed: ours check who asks, and what reaches our records through other apps' functions
asks our rule, as any list or record does.

Frappe knows who asks when its `auth_hooks` run; that is when addresses are checked. Functions are checked where Frappe
itself asks whether a function is whitelisted: it has no hook there, so `is_whitelisted` is wrapped, once in
each process. The wrapper sees the function itself, under whatever name or address it was called.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.website.path_resolver import PathResolver
from werkzeug.exceptions import NotFound

from ppoc.access import input_records
from ppoc.access.audit.requests import record_refusal
from ppoc.access.open_endpoints import OpenEndpoint, doctypes_in, read_list
from ppoc.access.platform import as_meant, called_path, function_at, loaded_endpoint
from ppoc.access.references import REFERENCES, need, refuse
from ppoc.access.rest_addresses import rest_address
from ppoc.access.rules import looks_after_system, sees_all
from ppoc.access.sharing import is_case
from ppoc.database.installed import is_installed
from ppoc.exceptions import ClosedEndpointError
from ppoc.hooks import override_whitelisted_methods

RECORD = "PPOC_RECORD_ENDPOINTS"
DOCUMENT_ARGUMENTS = ("doc", "docs", "document", "args", "data")
_MARK = "ppoc_gate"


def check_request() -> None:
	"""Closes addresses below /api that name a closed DocType or that no known release has. Runs in each request
	once it is known who asks.

	Raises:
		ClosedEndpointError: the DocType is closed.
		BadInputError: a document that was sent holds what no record can.
		NotFound: there is no such address.
	"""
	guard_functions()
	request = getattr(frappe.local, "request", None)
	if not request or not is_installed() or _will_be_refused():
		return
	frappe.local.ppoc_arguments_wait = True
	address = rest_address(request.path)
	if address and address.kind == "unknown":
		raise NotFound
	form = frappe.local.form_dict
	named = [address.doctype] if address and address.doctype else []
	if called_path(request, form).rpartition(".")[2] == "run_doc_method":  # Frappe calls it without asking
		named += doctypes_in(form, _documents(form))
	for doctype in named:
		require_doctype(doctype)
	input_records.check_request(frappe.local.form_dict, address.doctype if address else None, request.method)


def guard_functions(**_options: Any) -> None:
	"""Puts the gate in front of `is_whitelisted` in every module that has it, if this process has not done so yet."""
	original = frappe.is_whitelisted
	if hasattr(original, _MARK):
		return
	gated = _gated(original)
	for name, module in list(sys.modules.items()):
		if name.split(".")[0] == "frappe" and getattr(module, "is_whitelisted", None) is original:
			module.is_whitelisted = gated  # type: ignore[attr-defined]


def require_function(function: Callable) -> None:
	"""Refuses a function of the platform that is closed to the user, or is about a closed DocType or a hidden record.

	Raises:
		ClosedEndpointError: the function or a DocType that it is about is closed.
		HiddenRecordError: the user may not see the record that it is about.
	"""
	name = endpoint_name(function)
	if not name.startswith("frappe."):
		return
	arguments = frappe.local.form_dict
	line = read_list().get(("function", name))
	if opens_all():
		if not line and not sees_all(frappe.session.user):
			refuse_case_records(arguments)
	elif not _is_open(line, name):
		refuse_closed(name)
	record_use("function", name)
	for doctype in set(doctypes_in(arguments, _documents(arguments))):
		require_doctype(doctype)
	if line and line.record:
		_need_record(line, arguments)


def require_doctype(doctype: str) -> None:
	"""Refuses a DocType of the platform that is not on the list.

	Raises:
		ClosedEndpointError: it is closed.
	"""
	if ("doctype", doctype) in read_list():
		record_use("doctype", doctype)
		return
	if not opens_all() and _is_of_platform(doctype) and not opened_by_administrator("DocType", doctype):
		refuse_closed(doctype)


def endpoint_name(function: Callable) -> str:
	"""Returns the name of the platform's endpoint: that of the function, or the one that our guard replaces."""
	defined = _defined(function)
	names = _replaced().get(defined) or [f"{defined.__module__}.{defined.__qualname__}"]
	listed = next((name for name in names if ("function", name) in read_list()), None)
	return listed or _listed_as(function) or names[0]


def _listed_as(function: Callable) -> str | None:
	"""Returns the name on the list under which a module offers a function that another defines."""
	lines = (name for kind, name in read_list() if kind == "function")
	return next((name for name in lines if loaded_endpoint(name) is function), None)


def _defined(function: Callable) -> Callable:
	"""Returns the function inside its decorators; some of Frappe's do not say which function they wrap."""
	function = inspect.unwrap(function)
	while "<locals>" in function.__qualname__:
		cells = [cell.cell_contents for cell in function.__closure__ or ()]
		inner = [each for each in cells if inspect.isfunction(each)]
		if len(inner) != 1:
			break
		function = inspect.unwrap(inner[0])
	return function


def opens_all() -> bool:
	"""Returns whether the user looks after the system, so that the gate does not close functions to them."""
	return looks_after_system()


def opened_by_administrator(kind: str, name: str) -> bool:
	"""Returns whether an administrator has opened this on this site."""
	opened = {"kind": kind, "endpoint": name, "closed_on": ("is", "not set")}
	return bool(frappe.db.exists("Open Endpoint", opened))


def is_known(kind: str, name: str) -> bool:
	"""Returns whether the installed Frappe has a function, page or DocType of this name."""
	if kind == "Function":
		return (found := _function_called(name)) is not None and found in frappe.whitelisted
	if kind == "DocType":
		return bool(frappe.db.exists("DocType", name))
	return PathResolver(name).is_valid_path()


def _function_called(name: str) -> Callable | None:
	"""Returns the function of a module, or the method of a class in it."""
	if found := function_at(name):
		return found
	path, _dot, method = name.rpartition(".")
	return getattr(function_at(path), method, None)


def refuse_closed(name: str) -> None:
	"""Raises the error of the gate.

	Raises:
		ClosedEndpointError: always.
	"""
	record_use("closed", name)
	record_refusal("gate", name, why=_("Closed on this site"))
	frappe.throw(
		_("{0} is closed on this site. If you need it, ask a System Manager to open it.").format(
			frappe.bold(name)
		),
		ClosedEndpointError,
		title=_("Closed"),
	)


def refuse_case_records(arguments: Any) -> None:
	"""Refuses to let a System Manager use an unreviewed function on case records.

	Raises:
		HiddenRecordError: an argument names a DocType of case records, or of what belongs to them.
	"""
	for doctype in doctypes_in(arguments, _documents(arguments)):
		if is_case(doctype) or doctype in REFERENCES:
			refuse(doctype)


def _is_open(line: OpenEndpoint | None, name: str) -> bool:
	if frappe.session.user == "Guest":
		return bool(line and line.guest)
	return bool(line) or opened_by_administrator("Function", name)


def _need_record(line: OpenEndpoint, arguments: Any) -> None:
	doctype, name = (arguments.get(argument) for argument in line.record)
	if isinstance(doctype, str) and is_case(doctype) and name:
		need(doctype, *_names(name))


def _names(given: Any) -> list[Any]:
	parsed = frappe.parse_json(given) if isinstance(given, str) and given[:1] == "[" else given
	named = parsed if isinstance(parsed, list | tuple) else [parsed]
	return [str(each) if isinstance(each, list | dict) else each for each in named]  # no record is called so


def _documents(arguments: Any) -> Iterator[Any]:
	"""Yields the documents handed in, whether the request was JSON or a form with JSON in it."""
	for name in DOCUMENT_ARGUMENTS:
		value = as_meant(arguments.get(name))
		if isinstance(value, dict | list):
			yield value


def _gated(original: Callable) -> Callable:
	@wraps(original)
	def is_whitelisted(method: Callable) -> None:
		original(method)
		if is_installed():
			require_function(method)
			if getattr(frappe.local, "ppoc_arguments_wait", False):  # the function that the request calls
				frappe.local.ppoc_arguments_wait = False
				input_records.check_arguments(method, endpoint_name(method))

	setattr(is_whitelisted, _MARK, True)
	return is_whitelisted


@lru_cache
def _replaced() -> dict[Callable, list[str]]:
	"""Returns our functions that replace the platform's, with the names that each replaces; the same on every site."""
	found: dict[Callable, list[str]] = {}
	for name, path in override_whitelisted_methods.items():
		found.setdefault(_defined(frappe.get_attr(path)), []).append(name)
	return found


def _is_of_platform(doctype: str) -> bool:
	"""Returns whether the DocType comes with Frappe; one that does not exist is left to Frappe's own message."""
	if not frappe.db.exists("DocType", doctype, cache=True):
		return False
	meta = frappe.get_meta(doctype)
	return not meta.custom and frappe.local.module_app.get(frappe.scrub(meta.module)) == "frappe"


def _will_be_refused() -> bool:
	"""Returns whether Frappe is about to refuse the credentials that came with the request."""
	named = frappe.get_request_header("Authorization", "").split(" ")
	return len(named) == 2 and frappe.session.user in ("", "Guest")


def record_use(kind: str, name: str) -> None:
	"""Writes down what is used, for the browser tests that ask for it by naming a file in the environment."""
	if where := os.environ.get(RECORD):
		with Path(where).open("a", encoding="utf-8") as file:
			file.write(f"{kind}\t{name}\n")
