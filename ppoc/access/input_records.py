"""Refuses what cannot be stored before anything is done with it, in words that name the field.

The engines `input_values` and `input_arguments` say what is wrong. Asked at the gate for documents and arguments that
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

from ppoc.access.input_arguments import fitted, missing
from ppoc.access.input_values import TABLES, problem, unstorable, wrong_choice
from ppoc.access.platform import as_meant
from ppoc.database.installed import VERSION
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
	"frappe.desk.form.load.getdoc": ("doctype", "name"),
	"frappe.desk.form.utils.add_comment": ("reference_doctype", "reference_name"),
	"frappe.www.printview.get_html_and_style": ("doc",),
	"frappe.client.set_value": ("doctype", "name", "fieldname"),
	"frappe.desk.form.load.get_docinfo": ("doctype", "name"),
	"frappe.desk.query_report.run": ("report_name",),
	"frappe.desk.query_report.export_query": ("report_name", "file_format_type", "filters"),
}
"""Arguments that the platform needs although it calls them optional, or that it reads from the request itself."""
ONE_TEXT = ("doctype", "reference_doctype", "order_by", "group_by", "report_name", "action", "txt")
"""Arguments that are one text wherever the platform has them; numbers are made one."""
SHAPES: dict[str, tuple[type, ...]] = {
	"field_map": (dict,),
	"stats": (list,),
	"current_filters": (list, dict),
	"fields": (list, str),
	"fieldname": (list, dict, str),
}
"""What these arguments may be wherever the platform has them, as JSON or not."""
CHOICES = {"file_format_type": ("CSV", "Excel")}
JSON_ARGUMENTS = (*SHAPES, "filters", "or_filters", "args")
"""Arguments that hold JSON: an empty text in them is nothing."""

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
	if doctype:
		_need("DocType", doctype)
	for name in DOCUMENTS:
		_check_documents(as_meant(form.get(name)))
	if doctype and method in ("POST", "PUT", "PATCH") and "run_method" not in form:
		_check_documents(as_meant(form.get("data")) or form, doctype)
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
	if name.startswith("frappe."):
		_leave_out_nothing(form)
	wrong = {each: Message("It is missing.") for each in missing(function, form)}
	if function.__module__.startswith("ppoc."):
		values, unfit = fitted(function, form)
		wrong.update(unfit)
		form.clear()
		form.update(values)
	if name.startswith("frappe."):
		wrong.update(_of_platform(name, form))
	if name in TAKES_DOCUMENT and not _is_document(as_meant(form.get(TAKES_DOCUMENT[name]))):
		wrong[TAKES_DOCUMENT[name]] = Message("A record with its DocType belongs here.")
	if wrong:
		_refuse(f"“{each}”: {translated(said)}" for each, said in wrong.items())
	_need_what_isas_meant(name, form)


def _of_platform(name: str, form: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
	"""Yields what is wrong with arguments that Frappe reads without looking."""
	reads = READS.get(name, ())
	for each in reads:
		if form.get(each) in (None, ""):
			yield each, Message("It is missing.")
	for each in {*ONE_TEXT, *reads} - {*JSON_ARGUMENTS}:
		value = form.get(each)
		if value is not None and (not isinstance(value, str | int | float) or unstorable(value)):
			yield each, Message("One value belongs here, not several.")
	for each, choices in CHOICES.items():
		if wrong := wrong_choice("\n".join(choices), form.get(each)):
			yield each, wrong
	for each, kinds in SHAPES.items():
		if form.get(each) is not None and (wrong := _of_shape(form[each], kinds)):
			yield each, wrong


def _of_shape(value: Any, kinds: tuple[type, ...]) -> Message | None:
	"""Returns what is wrong with an argument that may be one of these kinds, in JSON or as it is."""
	held = value
	if isinstance(value, str):
		try:
			held = json.loads(value)
		except (ValueError, RecursionError):
			return None if str in kinds else Message("It is not JSON: {0}.", value[:40])
	if not isinstance(held, kinds):
		return Message("It has the wrong form.")
	allowed = (str, dict) if VERSION >= 16 else (str,)
	if isinstance(held, list) and str in kinds and not all(isinstance(each, allowed) for each in held):
		return Message("It has the wrong form.")
	return None


def _leave_out_nothing(form: dict[str, Any]) -> None:
	"""Takes empty texts out of arguments that hold JSON, and makes numbers texts where a text belongs."""
	for each in JSON_ARGUMENTS:
		if isinstance(form.get(each), str) and not form[each].strip():
			del form[each]
	for each in ONE_TEXT:
		if isinstance(form.get(each), int | float):
			form[each] = str(form[each])


def _need(doctype: str, name: Any) -> None:
	"""Refuses a DocType or report that is not there, before the platform looks for its module."""
	if not frappe.db.exists(doctype, name, cache=True):
		frappe.throw(
			_("There is no {0} {1}.").format(
				_(doctype), frappe.bold(frappe.utils.escape_html(str(name)[:140]))
			),
			frappe.DoesNotExistError,
			title=_("Not found"),
		)


def _need_what_isas_meant(name: str, form: Mapping[str, Any]) -> None:
	for each in READS.get(name, ()):
		if each in ("doctype", "reference_doctype") or (each == "doc" and form.get("name")):
			_need("DocType", form[each])
		elif each == "report_name":
			_need("Report", form[each])


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
	doctype, field = form.get("doctype"), as_meant(form.get("fieldname"))
	if not isinstance(doctype, str):
		return
	if isinstance(field, str) and "value" in form:
		_check_documents({field: form["value"]}, doctype)
	elif isinstance(field, Mapping):
		_check_documents(field, doctype)


def _problems_of_filters(form: Mapping[str, Any]) -> Iterator[str]:
	for name in ("filters", "or_filters"):
		value = as_meant(form.get(name))
		if isinstance(value, str) and value:
			try:
				value = json.loads(value)
			except (ValueError, RecursionError):
				continue  # a record's name, or refused by whoever reads it
		if wrong := unstorable(value):
			yield f"“{name}”: {translated(wrong)}"
		elif _are_no_conditions(value, "report_name" in form):
			yield f"“{name}”: " + _("A list of conditions belongs here.")
		elif isinstance(value, Mapping) and _is_our_report(form.get("report_name")):
			yield from (f"{frappe.bold(_(each))}: {translated(wrong)}" for each, wrong in _of_report(value))


def _are_no_conditions(value: Any, of_report: bool) -> bool:
	if isinstance(value, int | float):
		return True
	if of_report:
		return bool(value) and not isinstance(value, Mapping)
	# Frappe takes a list as comparison and value
	return isinstance(value, Mapping) and any(isinstance(v, list) and len(v) < 2 for v in value.values())


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
	_refuse(_wrong_choices(doc))
	for each in (doc, *doc.get_all_children()):
		for field in each.meta.fields:
			value = each.__dict__.get(field.fieldname)
			if isinstance(value, int | float) and field.fieldtype in TEXTS:
				each.__dict__[field.fieldname] = str(value)


def _wrong_choices(doc: Document) -> Iterator[str]:
	"""Yields the choices of our forms that are none: controllers and engines go by them before Frappe looks."""
	for each in (doc, *doc.get_all_children()):
		if each.meta.module != "PPOC":
			continue
		for field in each.meta.get("fields", {"fieldtype": "Select"}):
			if wrong := wrong_choice(field.options, each.__dict__.get(field.fieldname)):
				label = _(field.label or field.fieldname)
				shown = label if each is doc else _("{0}, row {1}").format(label, each.idx)
				yield f"{frappe.bold(shown)}: {translated(wrong)}"


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
