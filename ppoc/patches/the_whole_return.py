"""Brings the event types of the return's other tables, and the fact of being placed with parents."""

from __future__ import annotations

import frappe

from ppoc.care_codes import WITH_PARENTS
from ppoc.timescales.pack_rules import folders, records_of

TYPE = "Care Event Type"
NEW_TYPES = (
	"Deprivation of liberty order made",
	"Deprivation of liberty order ended",
	"Deprivation of liberty order due to end",  # untranslated: the name of a record
	"Went missing or away",
	"Came back from being missing or away",  # untranslated: the name of a record
	"Social worker allocated",
	"Unaccompanied status ended",
)


def execute() -> None:
	"""Inserts the types in their order, because a planned one names the one that it becomes."""
	records = [record for folder in folders() for record in records_of(folder)]
	types = {record["event_type"]: record for record in records if record["doctype"] == TYPE}
	for name in NEW_TYPES:
		if not frappe.db.exists(TYPE, name):
			frappe.get_doc(types[name]).insert(ignore_permissions=True)  # a change of the app
	with_parents = {"placement": WITH_PARENTS, "looked_after": 1, "placed_with_parents": 0}
	frappe.db.set_value("Child", with_parents, "placed_with_parents", 1, update_modified=False)
