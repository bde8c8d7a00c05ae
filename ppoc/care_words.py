"""The words of the codes that a child's record holds, in the reader's language."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.care_codes import CODED, SHOWN, code_of
from ppoc.exceptions import CareCodeError
from ppoc.translating import translated


def care_words(field: str, value: str | None) -> str:
	"""Returns the words of what a field holds; a text that is not a code is returned as it is."""
	known = SHOWN[field].get(value or "")
	return translated(known.meaning) if known else value or ""


def ppoc_care_words(field: str, value: str | None) -> str:
	"""Returns the words of a code for a print."""
	return care_words(field, value)


def keep_codes(doc: Document) -> None:
	"""Puts codes in place of the words that somebody typed."""
	for field in CODED:
		if doc.meta.has_field(field):
			doc.set(field, code_of(field, doc.get(field)))


def refuse_other_status(doc: Document, *known: str | None) -> None:
	"""Refuses a legal status that somebody has just typed and that is not on the list; an older text stays.

	Args:
		known: texts that may stand as well, such as the one that the child's record holds.

	Raises:
		CareCodeError: with the statuses of the list that hold what was typed.
	"""
	status = doc.legal_status
	if not status or status in (*CODED["legal_status"], *known):
		return
	before = doc.get_doc_before_save()
	if before and before.legal_status == status:
		return
	near = [words for words in _choices() if status.casefold() in words.casefold()]
	frappe.throw(
		_("“{0}” is not a legal status. Choose one from the list: {1}.").format(
			frappe.utils.escape_html(status), ", ".join(near or _choices())
		),
		CareCodeError,
		title=_("Legal Status"),
	)


def _choices() -> list[str]:
	return [translated(one.meaning) for one in CODED["legal_status"].values() if not one.last_start]


def add_codes(bootinfo: frappe._dict) -> None:
	"""Tells the client the words of all codes, field by field."""
	bootinfo.ppoc_codes = {
		field: {code: translated(one.meaning) for code, one in known.items()}
		for field, known in SHOWN.items()
	}
