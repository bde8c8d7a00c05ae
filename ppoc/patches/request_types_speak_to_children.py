"""Gives shipped request types the words that a letter to a child has in place of their names."""

from __future__ import annotations

import frappe

from ppoc.timescales.pack_rules import folders, records_of

FIELDS = ("child_about", "child_agreed")


def execute() -> None:
	"""Sets the words of shipped request types that have none; what somebody has typed stays as it is."""
	for kind in (record for folder in folders() for record in records_of(folder)):
		if kind["doctype"] != "Request Type" or not frappe.db.exists("Request Type", kind["title"]):
			continue
		doc = frappe.get_doc("Request Type", kind["title"])
		missing = {field: kind[field] for field in FIELDS if kind.get(field) and not doc.get(field)}
		if missing:
			doc.update(missing)
			doc.save(ignore_permissions=True)  # a change of the app
