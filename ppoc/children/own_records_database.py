"""What records about one child have in common: the place of the child, no names of brothers and sisters, no future."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate, nowdate

from ppoc.children.names_in_text_database import refuse_names, siblings


def set_place(doc: Document) -> None:
	"""Sets locality and team of a record to those of its child."""
	place = frappe.db.get_value("Child", doc.child, ["locality", "team"], as_dict=True)
	if place:
		doc.locality, doc.team = place.locality, place.team


def refuse_siblings_names(doc: Document, fields: Iterable[str], instead: str | None = None) -> None:
	"""Refuses texts that were changed and name a brother or sister of the record's child.

	Args:
		doc: the record.
		fields: its fields with texts that others read.
		instead: what to write, in a sentence.

	Raises:
		NameInTextError: a text names one of them.
	"""
	instead = instead or _(
		"Others read this who may not see that child. Write “the brother” or “the sister” instead."
	)
	children = siblings(doc.child)
	for field in fields:
		refuse_names(doc, field, children, instead)


def refuse_future(day: Any, label: str, error: type[Exception], title: str) -> None:
	"""Refuses a day that has not come yet, where something has to have happened.

	Args:
		day: the day, or None.
		label: what stands before the day on the form.
		error, title: of the message.
	"""
	if day and getdate(day) > getdate(nowdate()):
		frappe.throw(_("{0} lies in the future: {1}.").format(label, format_date(day)), error, title=title)
