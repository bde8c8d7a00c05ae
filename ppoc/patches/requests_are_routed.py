"""Turns request types into records, and lets requests be refused or decided on the record.

A site's workflow is created once and then belongs to the administrator, so only what is new is added to it
here. Types that an administrator had added to the field's choices become records.
"""

from __future__ import annotations

import frappe

from ppoc.timescales.packs.database import shipped_folder
from ppoc.timescales.packs.reading import read_pack

DOCTYPE = "Panel Decision"


def execute() -> None:
	"""Creates the types that stored requests name, then completes the workflow."""
	used = frappe.get_all(
		DOCTYPE, pluck="request_type", distinct=True, filters={"request_type": ["is", "set"]}
	)
	for title in used:
		if not frappe.db.exists("Request Type", title):
			frappe.get_doc({"doctype": "Request Type", "title": title}).insert(ignore_permissions=True)
	if frappe.db.exists("Workflow", DOCTYPE):
		complete_workflow(frappe.get_doc("Workflow", DOCTYPE))


def complete_workflow(workflow: frappe.model.document.Document) -> None:
	"""Adds the states and transitions that the shipped workflow has and this one lacks."""
	records = read_pack(shipped_folder("core")).records
	for record in records:
		words = record["doctype"] in ("Workflow State", "Workflow Action Master")
		if words and not frappe.db.exists(record["doctype"], record["name"]):
			frappe.get_doc(record).insert(ignore_permissions=True, set_name=record["name"])
	ours = next(r for r in records if r["doctype"] == "Workflow" and r["name"] == DOCTYPE)
	states = {row.state for row in workflow.states}
	steps = {(row.state, row.next_state, row.allowed) for row in workflow.transitions}
	new_states = [row for row in ours["states"] if row["state"] not in states]
	new_steps = [
		row for row in ours["transitions"] if (row["state"], row["next_state"], row["allowed"]) not in steps
	]
	if new_states or new_steps:
		workflow.extend("states", new_states)
		workflow.extend("transitions", new_steps)
		workflow.save(ignore_permissions=True)
