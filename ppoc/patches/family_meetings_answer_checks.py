"""Lets family group meetings answer the two checks of Permanence Panel Standards about family group conferences."""

from __future__ import annotations

import frappe

from ppoc.timescales.pack_rules import folders, records_of

ASKED, FROM_RECORD = "Asked", "Family group meeting"


def execute() -> None:
	"""Changes the shipped checks that are still asked; one that an administrator changed stays as it is."""
	for check in (record for folder in folders() for record in records_of(folder)):
		if check["doctype"] != "Readiness Check" or check["answered_from"] != FROM_RECORD:
			continue
		same = {"name": check["title"], "pack": check["pack"], "answered_from": ASKED, "why": check["why"]}
		if frappe.db.exists("Readiness Check", same):
			doc = frappe.get_doc("Readiness Check", check["title"])
			doc.update({"answered_from": FROM_RECORD, "family_meeting": check["family_meeting"]})
			doc.save(ignore_permissions=True)  # a change of the app
