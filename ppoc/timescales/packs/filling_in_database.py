"""Fills in fields that records of the app's packs had not on sites where they came earlier."""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from ppoc.timescales.pack_rules import folders, records_of
from ppoc.timescales.packs.checking import title_of


def fill_in(doctype: str, fields: Iterable[str]) -> None:
	"""Gives shipped records what their packs say in these fields; what somebody has typed stays as it is."""
	for record in (record for folder in folders() for record in records_of(folder)):
		if record["doctype"] != doctype or not frappe.db.exists(doctype, title_of(record)):
			continue
		doc = frappe.get_doc(doctype, title_of(record))
		missing = {field: record[field] for field in fields if record.get(field) and not doc.get(field)}
		if missing:
			doc.update(missing)
			doc.save(ignore_permissions=True)  # a change of the app
