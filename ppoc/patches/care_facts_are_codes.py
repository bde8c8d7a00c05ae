"""Puts the codes of the return in place of their words: legal status, placement and ethnicity of children."""

from __future__ import annotations

import frappe

from ppoc.access.audit.changes import CHANGED_FIELDS, rows_written
from ppoc.care_codes import CODED, code_of

HOLDERS = {"Child": tuple(CODED), "Tracked Placement": ("legal_status",)}


def execute() -> None:
	"""Rewrites each text for all its rows at once; a text that is not a code's words stays."""
	for doctype, fields in HOLDERS.items():
		table = frappe.qb.DocType(doctype)
		for field in fields:
			written = frappe.qb.from_(table).select(table[field]).distinct().run(pluck=True)
			for text in filter(None, written):
				if (code := code_of(field, text)) != text:
					held = (
						frappe.qb.from_(table).select(table.name).where(table[field] == text).run(pluck=True)
					)
					frappe.qb.update(table).set(table[field], code).where(table[field] == text).run()
					rows_written(doctype, CHANGED_FIELDS, held)
