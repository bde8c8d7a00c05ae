"""The words of the codes that a child's record holds, in the reader's language."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from ppoc.care_codes import CODED, SHOWN, code_of
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


def add_codes(bootinfo: frappe._dict) -> None:
	"""Tells the client the words of all codes, field by field."""
	bootinfo.ppoc_codes = {
		field: {code: translated(one.meaning) for code, one in known.items()}
		for field, known in SHOWN.items()
	}
