"""Links that are written to case records: only to records that the user may see.

Whoever writes a link to a guessed name would get the record's title, have it in an email or a print, or see the
record by it. A hidden record is refused with the same words as a record that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.base_document import BaseDocument
from frappe.model.document import Document

from ppoc.access import references
from ppoc.access.sharing import is_case

InvalidLink = tuple[str, str, str]
OFFERED = frozenset({("Booking", "wanted")})
"""Links whose choices an endpoint of ours offers to people who do not see the record itself: the coming sittings of
a forum, for a child whom they see. The controller takes no sitting of another forum."""


def hidden(doc: BaseDocument, before: BaseDocument | None) -> Iterator[InvalidLink]:
	"""Yields the new or changed links of a record or row to records that the session's user may not see, as
	Frappe lists links to records that do not exist: field, name, words."""
	for df in _link_fields(doc):
		name, doctype = doc.get(df.fieldname), _target(df, doc)
		if not name or not is_case(doctype) or (doc.doctype, df.fieldname) in OFFERED:
			continue
		if before and before.get(df.fieldname) == name and _target(df, before) == doctype:
			continue
		if not references.reads(frappe.session.user, doctype, str(name)):
			yield df.fieldname, name, _words(doc, df, name)


def check_sent(record: Document) -> None:
	"""Checks a record that a form sent without saving it: the record itself and whatever it links to, unless the
	stored one links there too.

	Raises:
		HiddenRecordError: the session's user may not see one of them, or there is none.
	"""
	stored = bool(record.name and frappe.db.exists(record.doctype, record.name))
	if stored and not references.reads(frappe.session.user, record.doctype, record.name):
		references.refuse(record.doctype)
	before = frappe.get_doc(record.doctype, record.name) if stored else None
	for part in (record, *record.get_all_children()):
		old = before
		if before and part is not record:
			old = next((row for row in before.get(part.parentfield) or [] if row.name == part.name), None)
		for field, _name, _said in hidden(part, old):
			references.refuse(_target(part.meta.get_field(field), part))


def in_order(doc: BaseDocument, links: list[InvalidLink]) -> list[InvalidLink]:
	"""Returns the links in the order in which Frappe checks them, each once."""
	order = {df.fieldname: position for position, df in enumerate(_link_fields(doc))}
	unique = {link[0]: link for link in links}
	return sorted(unique.values(), key=lambda link: order.get(link[0], 0))


def stored_row(row: BaseDocument, record: Document) -> BaseDocument | None:
	"""Returns the record or row as it was before this save, None if it is new."""
	before = record.get_doc_before_save()
	if before is None or row is record:
		return before
	return next((old for old in before.get(row.parentfield) or [] if old.name == row.name), None)


def _link_fields(doc: BaseDocument) -> list[Any]:
	return [*doc.meta.get_link_fields(), *doc.meta.get("fields", {"fieldtype": ("=", "Dynamic Link")})]


def _target(df: Any, doc: BaseDocument) -> str | None:
	return df.options if df.fieldtype == "Link" else doc.get(df.options)


def _words(doc: BaseDocument, df: Any, name: str) -> str:
	"""Returns the words that Frappe has for a link to a record that does not exist."""
	label = _(df.label, context=df.parent)
	if doc.get("parentfield"):
		return "{} #{}: {}: {}".format(_("Row"), doc.idx, label, name)
	return f"{label}: {name}"
