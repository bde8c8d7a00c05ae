"""Gives the rules and event types of packs that were applied before what the packs now say of them.

A rule or type that was changed by hand keeps the change: only what is still as it shipped is touched. A planned type of
the authority's own stays as it worked before, with one date at a time.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from ppoc.timescales.pack_rules import folders, records_of

RULE, TYPE = "Timescale Rule", "Care Event Type"
NEW_TYPES = (
	"Placement order revoked",
	"Care order discharged",
	"In care when records begin",
	"On care order when records begin",
)
UPDATE = "Update of a tracked placement every week"
FIRST_MEETING = "First planning meeting within 20 working days or by the first review"


def execute() -> None:
	"""Changes event types first, because rules name them."""
	records = [record for folder in folders() for record in records_of(folder)]
	types = {record["event_type"]: record for record in records if record["doctype"] == TYPE}
	for name in NEW_TYPES:
		if not frappe.db.exists(TYPE, name):
			frappe.get_doc(types[name]).insert(ignore_permissions=True)  # a change of the app
	_complete_types(types)
	for record in records:
		if record["doctype"] == "Forum" and frappe.db.exists("Forum", record["forum_name"]):
			_complete_papers(record)
		if record["doctype"] == RULE and frappe.db.exists(RULE, record["rule_name"]):
			_complete_rule(record)


def _complete_types(types: dict[str, dict]) -> None:
	for name in frappe.get_all(TYPE, filters={"planned": 1}, pluck="name"):
		doc, shipped = frappe.get_doc(TYPE, name), types.get(name, {"one_at_a_time": 1})
		doc.one_at_a_time = shipped.get("one_at_a_time", 0)
		there = {row.event_type for row in doc.becomes}
		for row in shipped.get("becomes", []):
			if row["event_type"] not in there and frappe.db.exists(TYPE, row["event_type"]):
				doc.append("becomes", dict(row))
		doc.save(ignore_permissions=True)  # a change of the app
	for name, record in types.items():
		if record.get("cancels") and frappe.db.exists(TYPE, name):
			frappe.db.set_value(TYPE, name, "cancels", 1)


def _complete_papers(record: dict) -> None:
	"""Adds a service's own deadline for papers for which only the general one was there."""
	doc = frappe.get_doc("Forum", record["forum_name"])
	there = {(row.document, row.service or "") for row in doc.papers}
	services = {service for _document, service in there if service}
	missing = [
		row
		for row in record.get("papers", [])
		if row.get("service") in services
		and (row["document"], row["service"]) not in there
		and (row["document"], "") in there
	]
	if doc.pack == record.get("pack") and missing:
		for row in missing:
			doc.append("papers", dict(row))
		doc.save(ignore_permissions=True)  # a change of the app


def _complete_rule(record: dict) -> None:
	doc = frappe.get_doc(RULE, record["rule_name"])
	doc.same_meeting = record.get("same_meeting", 0)
	doc.continues = record.get("continues", 0)
	if record.get("repeat_from") == "The forum's rhythm" and doc.repeat_from == "The day it was done":
		doc.repeat_from = record["repeat_from"]
	if doc.name == UPDATE and doc.repeat_from == "The day it was done" and not doc.weekday:
		doc.update({field: record[field] for field in ("weekday", "about")})
		doc.counts[0].update(record["counts"][0])
	if doc.name == FIRST_MEETING:
		_count_from_the_first_review(doc, record)
	for field, names in (("counts", NEW_TYPES), ("stopped_by", NEW_TYPES)):
		there = {row.event_type for row in doc.get(field)}
		for row in record.get(field, []):
			if row.get("event_type") in names and row["event_type"] not in there:
				doc.append(field, dict(row))
	doc.save(ignore_permissions=True)  # a change of the app


def _count_from_the_first_review(doc: Document, record: dict) -> None:
	shipped = next(row for row in record["counts"] if row.get("event_type") == "Review held")
	for row in doc.counts:
		if row.event_type == "Review planned" and not row.amount and row.direction == "Before":
			row.update(shipped)
