"""What an earlier version of the packs left on a site takes what the packs say now, unless it was changed by hand."""

from __future__ import annotations

import frappe

from ppoc.patches.rules_follow_the_life import FIRST_MEETING, NEW_TYPES, execute
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

PANEL, ORDER = "Permanence Panel every month", "Planning meeting every 4 weeks on a placement order"


def as_before() -> None:
	"""Puts the site into the state of an earlier version."""
	for pack in ("permanence_panel_standards", "permanency_planning_meetings"):
		apply_pack(read_pack(shipped_folder(pack)))
	frappe.db.delete("Timescale Rule Event", {"event_type": ["in", NEW_TYPES]})
	frappe.db.delete("Timescale Rule Count", {"event_type": ["in", NEW_TYPES]})
	frappe.db.delete("Timescale Rule Event", {"parenttype": "Care Event Type"})
	frappe.db.delete("Care Event Type", {"name": ["in", NEW_TYPES]})
	frappe.db.set_value("Care Event Type", {"planned": 1}, "one_at_a_time", 0)
	frappe.db.set_value("Timescale Rule", {"name": ["is", "set"]}, {"same_meeting": 0, "continues": 0})
	rhythm = {"repeat_from": "The forum's rhythm"}
	frappe.db.set_value("Timescale Rule", rhythm, "repeat_from", "The day it was done")
	row = frappe.db.get_value("Timescale Rule Count", {"parent": FIRST_MEETING, "event_type": "Review held"})
	frappe.db.set_value("Timescale Rule Count", row, {"event_type": "Review planned", "occurrence": 0})
	frappe.clear_document_cache("Timescale Rule")


def test_rules_and_types_take_what_their_pack_says_now(site):
	as_before()
	execute()
	execute()  # a second time changes nothing
	assert frappe.db.get_value("Timescale Rule", PANEL, "repeat_from") == "The forum's rhythm"
	order = frappe.get_doc("Timescale Rule", ORDER)
	assert order.continues
	assert [row.event_type for row in order.stopped_by].count("Placement order revoked") == 1
	first = frappe.get_doc("Timescale Rule", FIRST_MEETING)
	assert [(row.event_type, row.occurrence) for row in first.counts][-1] == ("Review held", 1)
	assert frappe.db.get_value("Care Event Type", "Final hearing", "one_at_a_time")
	review = frappe.get_doc("Care Event Type", "Review planned")
	assert ([row.event_type for row in review.becomes], review.one_at_a_time) == (["Review held"], 0)


def test_what_was_changed_by_hand_stays_and_own_types_work_as_before(site):
	as_before()
	own = frappe.get_doc(
		{"doctype": "Care Event Type", "event_type": "Visit planned", "group": "Other", "planned": 1}
	).insert()
	frappe.db.set_value("Timescale Rule", PANEL, "repeat_from", "The due date")
	execute()
	assert frappe.db.get_value("Timescale Rule", PANEL, "repeat_from") == "The due date"
	assert frappe.db.get_value("Care Event Type", own.name, "one_at_a_time")
