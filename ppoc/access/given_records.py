"""Refuses what cannot be stored before anything is done with it, in words that name the field.

The engines `given_values` and `given_arguments` say what is wrong. Asked at the gate for documents and arguments that
came with a request, and at the start of each save for the record itself.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.given_arguments import fitted, missing
from ppoc.access.given_values import TABLES, problem, unstorable
from ppoc.exceptions import BadInputError
from ppoc.messages import Message
from ppoc.translating import translated

STANDARD = {
	**dict.fromkeys(
		("name", "owner", "modified_by", "parent", "parenttype", "parentfield", "doctype"), "Data"
	),
	"creation": "Datetime",
	"modified": "Datetime",
	"idx": "Int",
	"docstatus": "docstatus",
}
"""Columns that each record has besides its fields."""
DOCUMENTS = ("doc", "docs", "document")
TAKES_DOCUMENT = {
	"frappe.client.insert": "doc",
	"frappe.client.insert_many": "docs",
	"frappe.client.save": "doc",
	"frappe.client.submit": "doc",
	"frappe.desk.form.save.savedocs": "doc",
	"frappe.model.workflow.apply_workflow": "doc",
	"frappe.model.workflow.get_transitions": "doc",
}
"""Endpoints that need a document in an argument that they call optional, or read without looking."""

_LISTS = "frappe.desk.reportview."
READS = {
	**{f"{_LISTS}{each}": ("doctype",) for each in ("get", "get_list", "get_count")},
	f"{_LISTS}export_query": ("doctype", "file_format_type"),
	f"{_LISTS}get_sidebar_stats": ("doctype", "stats"),
	"frappe.client.get": ("doctype",),
	"frappe.client.delete": ("doctype", "name"),
	"frappe.client.set_value": ("doctype", "name", "fieldname"),
	"frappe.desk.form.load.get_docinfo": ("doctype", "name"),
	"frappe.desk.query_report.export_query": ("report_name", "file_format_type"),
}
ONE_TEXT = ("doctype", "order_by", "group_by", "report_name", "file_format_type", "action", "txt")
SHAPES: dict[str, tuple[type, ...]] = {
	"field_map": (dict,),
	"stats": (list, str),
	"current_filters": (list, dict),
}

TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Select")
MOST_SHOWN = 5


def check_request(form: Mapping[str, Any], doctype: str | None, method: str) -> None:
	"""Refuses a request that hands in documents, values or filters that cannot be what they are meant to be.

	Args:
		form: its arguments.
		doctype: the DocType that its address names.
		method: the HTTP method.

	Raises:
		BadInputError: it names argument, field and row.
		DoesNotExistError: there is no such DocType.
	"""
	if doctype and not frappe.db.exists("DocType", doctype, cache=True):
		frappe.throw(
			_("There is no DocType {0}.").format(frappe.bold(frappe.utils.escape_html(doctype))),
			frappe.DoesNotExistError,
		)
	for name in DOCUMENTS:
		_check_documents(_read(form.get(name)))
	if doctype and method in ("POST", "PUT", "PATCH") and "run_method" not in form:
		_check_documents(_read(form.get("data")) or form, doctype)
	_check_set_value(form)
	_refuse(_problems_of_filters(form))


def check_arguments(function: Callable, name: str) -> None:
	"""Refuses a call whose arguments are missing or, for a function of ours, cannot be what it takes.

	Args:
		function: what the request calls.
		name: the endpoint; of the platform's, some need a document.

	Raises:
		BadInputError: it names them.
	"""
	form = frappe.local.form_dict
	if inspect.ismethod(function):
		return
	wrong = {each: Message("It is missing.") for each in missing(function, form)}
	if function.__module__.startswith("ppoc."):
		values, unfit = fitted(function, form)
		wrong.update(unfit)
		form.clear()
		form.update(values)
	if name.startswith("frappe."):
		wrong.update(_of_platform(name, form))
	if name in TAKES_DOCUMENT and not _is_document(_read(form.get(TAKES_DOCUMENT[name]))):
		wrong[TAKES_DOCUMENT[name]] = Message("A record with its DocType belongs here.")
	if wrong:
		_refuse(f"“{each}”: {translated(said)}" for each, said in wrong.items())


def _of_platform(name: str, form: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
	"""Yields what is wrong with arguments that Frappe reads without looking."""
	for each in READS.get(name, ()):
		if form.get(each) in (None, ""):
			yield each, Message("It is missing.")
	for each in ONE_TEXT:
		value = form.get(each)
		if value is not None and (not isinstance(value, str | int) or unstorable(value)):
			yield each, Message("One value belongs here, not several.")
	for each, kinds in SHAPES.items():
		value = form.get(each)
		if isinstance(value, str) and value.lstrip()[:1] not in ("[", "{"):
			if str not in kinds and value:
				yield each, Message("It is not JSON: {0}.", value[:40])
			continue
		value = _read(value)
		if value is not None and not isinstance(value, kinds):
			yield each, Message("It has the wrong form.")


def _read(value: Any) -> Any:
	"""Returns an argument as it is meant, whether the request was JSON or a form with JSON in it."""
	if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
		try:
			return json.loads(value)
		except (ValueError, RecursionError):
			return value  # whoever reads it refuses it
	return value


def _is_document(value: Any) -> bool:
	documents = value if isinstance(value, list) else [value]
	return all(isinstance(each, Mapping) and isinstance(each.get("doctype"), str) for each in documents)


def _check_documents(given: Any, doctype: str = "") -> None:
	for document in given if isinstance(given, list | tuple) else [given]:
		if not isinstance(document, Mapping):
			continue
		kind = doctype or document.get("doctype")
		if isinstance(kind, str) and frappe.db.exists("DocType", kind, cache=True):
			_refuse(_problems(kind, document))
		elif kind:
			_refuse(["“doctype”: " + _("It must be the name of a DocType.")])


def _check_set_value(form: Mapping[str, Any]) -> None:
	doctype, field = form.get("doctype"), _read(form.get("fieldname"))
	if not isinstance(doctype, str):
		return
	if isinstance(field, str) and "value" in form:
		_check_documents({field: form["value"]}, doctype)
	elif isinstance(field, Mapping):
		_check_documents(field, doctype)


def _problems_of_filters(form: Mapping[str, Any]) -> Iterator[str]:
	for name in ("filters", "or_filters"):
		value = form.get(name)
		if isinstance(value, str) and value:
			try:
				value = json.loads(value)
			except (ValueError, RecursionError):
				continue  # a record's name, or refused by whoever reads it
		if wrong := unstorable(value):
			yield f"“{name}”: {translated(wrong)}"
		elif isinstance(value, int | float) or (
			value and "report_name" in form and not isinstance(value, Mapping)
		):
			yield f"“{name}”: " + _("A list of conditions belongs here.")
		elif isinstance(value, Mapping) and _is_our_report(form.get("report_name")):
			yield from (f"{frappe.bold(_(each))}: {translated(wrong)}" for each, wrong in _of_report(value))


def _is_our_report(name: Any) -> bool:
	return isinstance(name, str) and frappe.get_cached_value("Report", name, "module") == "PPOC"


def _of_report(filters: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
	for name, value in filters.items():
		kind = "Date" if name.endswith("_date") or name == "until" else "Data"
		if wrong := problem(kind, value):
			yield frappe.unscrub(name), wrong


def check_record(doc: Document) -> None:
	"""Refuses a record that a request is about to save, if a value in it cannot be what its field holds. A number
	where a text belongs, as a program may send it, becomes a text.

	Raises:
		BadInputError: it names field and row.
	"""
	_refuse(_problems(doc.doctype, doc.__dict__))
	for each in (doc, *doc.get_all_children()):
		for field in each.meta.fields:
			value = each.__dict__.get(field.fieldname)
			if isinstance(value, int | float) and field.fieldtype in TEXTS:
				each.__dict__[field.fieldname] = str(value)


def _problems(doctype: str, values: Mapping[str, Any]) -> Iterator[str]:
	meta = frappe.get_meta(doctype)
	for name, value in values.items():
		field = meta.get_field(name) if isinstance(name, str) else None
		kind = field.fieldtype if field else STANDARD.get(name)
		if not kind:
			continue
		label = _(field.label or name) if field else name
		if wrong := problem(kind, value):
			yield f"{frappe.bold(label)}: {translated(wrong)}"
		elif field and kind in TABLES and value:
			for number, row in enumerate(value, 1):
				held = row if isinstance(row, Mapping) else row.__dict__
				said = _("{0}, row {1}").format(label, number)
				yield from (f"{said}: {each}" for each in _problems(field.options, held))


def _refuse(problems: Iterable[str]) -> None:
	found = list(problems)
	if not found:
		return
	shown = "<br>".join(found[:MOST_SHOWN])
	if len(found) > MOST_SHOWN:
		shown += "<br>" + _("… and {0} more").format(len(found) - MOST_SHOWN)
	frappe.throw(
		_("Nothing was saved, because something that was sent cannot be right:") + "<br>" + shown,
		BadInputError,
		title=_("Check what was entered"),
	)
