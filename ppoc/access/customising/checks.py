"""The events of Frappe's records for customising, for whoever is no System Manager: the same limits at every door."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.customising import field_changes
from ppoc.access.customising.expressions import check_condition, check_template
from ppoc.access.customising.limits import (
	in_its_words,
	is_limited,
	linked_to,
	readable_in,
	refuse,
	require_ours,
)
from ppoc.access.customising.notifications import receivers
from ppoc.access.rules import looks_after_system

OF_NOTIFICATION = frozenset(
	"name enabled channel subject event document_type value_changed date_changed days_in_advance datetime_changed"
	" minutes_offset condition condition_type filters message message_type send_system_notification".split()
)
"""What an administrator sets of a notification; its recipients are checked row by row."""
CHANNELS = ("Email", "System Notification")
EVENTS = ("New", "Save", "Value Change", "Days Before", "Days After", "Minutes Before", "Minutes After")
OF_PRINT_FORMAT = frozenset(
	"name doc_type disabled align_labels_right show_section_headings line_breaks font css format_data"
	" print_format_builder print_format_builder_beta absolute_value margin_top margin_bottom margin_left margin_right"
	" font_size page_number default_print_language module".split()
)
"""What an administrator sets of a print format: what the builder makes. The rest is code or another engine."""
_PLACES = re.compile(r"\{\w*\}")
_TAGS = re.compile(r"<[^>]*>")
_SCRIPTED = re.compile(
	r"<\s*(script|iframe|object|embed|link|meta|base|form)\b|\bon\w+\s*=|javascript:", re.I
)


def check_custom_field(doc: Document, _method: str | None = None) -> None:
	"""Custom Field: only what may be added without code.

	Raises:
		CustomisingRefusedError: the rest is for System Managers.
	"""
	if not is_limited(doc):
		return
	require_ours(doc.dt)
	before = doc.get_doc_before_save()
	if before and not field_changes.same(before.fieldtype, doc.fieldtype):
		refuse(_("A field keeps its type. Remove it and add another."))
	if before and looks_after_system(before.owner):
		refuse(_("This field was added by a System Manager, who alone may change it."))
	sent = {field.fieldname: doc.get(field.fieldname) for field in doc.meta.fields}
	with in_its_words():
		field_changes.check_added_field(sent, linked_to(), readable_in(doc.dt))


def check_property_setter(doc: Document, _method: str | None = None) -> None:
	"""Property Setter: only what may be changed of a form without code.

	Raises:
		CustomisingRefusedError: the rest is for System Managers.
	"""
	if not is_limited(doc):
		return
	require_ours(doc.doc_type)
	before = doc.get_doc_before_save()
	if before and looks_after_system(before.owner):
		refuse(_("This was set by a System Manager, who alone may change it."))
	with in_its_words():
		if doc.doctype_or_field == "DocType":
			fields = [field.fieldname for field in frappe.get_meta(doc.doc_type).fields]
			field_changes.check_form_property(doc.property, doc.value, fields)
		elif doc.doctype_or_field == "DocField":
			field_changes.check_shipped_field(doc.field_name, doc.property, doc.value)
		else:
			field_changes.check_form_property(doc.doctype_or_field or "links")


def keep_of_managers(doc: Document, _method: str | None = None) -> None:
	"""What a System Manager customised is removed by System Managers.

	Raises:
		CustomisingRefusedError: the user is none.
	"""
	if is_limited(doc) and looks_after_system(doc.owner):
		refuse(_("{0} was made by a System Manager, who alone may remove it.").format(frappe.bold(doc.name)))


def check_print_format(doc: Document, _method: str | None = None) -> None:
	"""Print Format: made with the builder, for a form of the app, without code.

	Raises:
		CustomisingRefusedError: the rest is for System Managers.
	"""
	if not is_limited(doc):
		return
	require_ours(doc.doc_type)
	before = doc.get_doc_before_save()
	if doc.get("standard") == "Yes" or (before and before.standard == "Yes"):
		refuse(_("This print format comes with the app. Make one of your own for the same form."))
	if changed := next(_changed(doc, before, OF_PRINT_FORMAT), None):
		refuse(_("Only a System Manager may set “{0}” of a print format.").format(_(changed)))
	for text in _texts(doc.format_data):
		_check_text(doc.doc_type, text)
	if "<" in (doc.css or ""):
		refuse(_("A style sheet has no markup in it."))


def check_notification(doc: Document, _method: str | None = None) -> None:
	"""Notification: about a record of the app, to people named on it or with a role, in words with its fields.

	Who of them gets it is decided as it is sent: see `notifications.py`.

	Raises:
		CustomisingRefusedError: the rest is for System Managers.
	"""
	if not is_limited(doc):
		return
	require_ours(doc.document_type)
	before = doc.get_doc_before_save()
	if changed := next(_changed(doc, before, OF_NOTIFICATION), None):
		refuse(_("Only a System Manager may set “{0}” of a notification.").format(_(changed)))
	if doc.channel not in CHANNELS or doc.event not in EVENTS:
		refuse(_("Choose the channel Email or System Notification, and an event of the record."))
	readable = readable_in(doc.document_type)
	with in_its_words():
		for text, was in _wordings(doc, before):
			check_template(text, readable, was)
		if doc.condition and not (before and before.condition == doc.condition):
			check_condition(doc.condition, readable)
	_check_recipients(doc, before)


def _wordings(doc: Document, before: Document | None) -> Iterator[tuple[str, str]]:
	"""Yields subject and message, each with what it was."""
	for name in ("subject", "message"):
		yield doc.get(name) or "", (before.get(name) if before else "") or ""


def _check_recipients(doc: Document, before: Document | None) -> None:
	offered = {field for field, _label in receivers(doc.document_type)}
	kept = {row.receiver_by_document_field for row in before.recipients} if before else set()
	for row in doc.recipients:
		if row.cc or row.bcc or row.condition:
			refuse(_("A notification goes to a role or to people named on the record, not to an address."))
		if row.receiver_by_document_field and row.receiver_by_document_field not in offered | kept:
			refuse(
				_("A notification about {0} cannot go to {1}. Choose one of: {2}.").format(
					_(doc.document_type),
					frappe.bold(row.receiver_by_document_field),
					", ".join(sorted(offered)),
				)
			)


def check_translation(doc: Document, _method: str | None = None) -> None:
	"""Translation: other words for a text, with the same values and the same markup.

	Raises:
		CustomisingRefusedError: it has others.
	"""
	if not is_limited(doc):
		return
	source, words = doc.source_text or "", doc.translated_text or ""
	if sorted(_PLACES.findall(source)) != sorted(_PLACES.findall(words)):
		refuse(_("Keep the places for values, such as {0}, as they are in the source text.").format("{0}"))
	added = set(_TAGS.findall(words)) - set(_TAGS.findall(source))
	if added or not field_changes.is_plain_text(_TAGS.sub("", words)):
		refuse(_("Write the translation without markup that the source text does not have."))


def _changed(doc: Document, before: Document | None, allowed: frozenset[str]) -> Iterator[str]:
	"""Yields the labels of fields that differ from what was stored, or from their defaults, and may not."""
	plain = before or frappe.new_doc(doc.doctype)
	for field in doc.meta.fields:
		if field.fieldname in allowed or field.fieldtype in ("Table", "HTML", "Button", "Section Break"):
			continue
		if not field_changes.same(doc.get(field.fieldname), plain.get(field.fieldname)):
			yield field.label or field.fieldname


def _texts(data: str | None) -> Iterator[str]:
	"""Yields every text in what the builder stored.

	Raises:
		CustomisingRefusedError: it is not what the builder stores.
	"""
	try:
		waiting: list[Any] = [json.loads(data or "null")]
	except ValueError:
		refuse(_("The layout cannot be read. Make it with the print format builder."))
	while waiting:
		each = waiting.pop()
		if isinstance(each, dict):
			waiting += each.values()
		elif isinstance(each, list):
			waiting += each
		elif isinstance(each, str):
			yield each


def _check_text(doctype: str, text: str) -> None:
	if _SCRIPTED.search(text):
		refuse(_("A print format holds no script and loads nothing from elsewhere."))
	if "{" in text or "/" in text:  # a template, or the file of one
		with in_its_words():
			check_template(text, readable_in(doctype))
