"""An earlier site gets the event types of the return's other tables, and the fact that the placement drives."""

from __future__ import annotations

import frappe

from ppoc.patches.the_whole_return import NEW_TYPES, execute
from ppoc.tests import factories

PLANNED = "Deprivation of liberty order due to end"


def test_types_are_brought_once_and_children_with_parents_are_marked(site: str):
	frappe.db.delete("Timescale Rule Event", {"event_type": ["in", NEW_TYPES]})
	frappe.db.delete("Care Event Type", {"name": ["in", NEW_TYPES]})
	home, left, away = (factories.make_child() for _ in range(3))
	frappe.db.set_value("Child", home.name, {"looked_after": 1, "placement": "P1"})
	frappe.db.set_value("Child", left.name, {"looked_after": 0, "placement": "P1"})
	frappe.db.set_value("Child", away.name, {"looked_after": 1, "placement": "U6"})
	execute()
	execute()  # a second time changes nothing
	kind = frappe.get_doc("Care Event Type", PLANNED)
	assert (kind.planned, [row.event_type for row in kind.becomes]) == (
		1,
		["Deprivation of liberty order ended"],
	)
	marked = frappe.get_all("Child", {"placed_with_parents": 1}, pluck="name")
	assert (home.name in marked, left.name in marked, away.name in marked) == (True, False, False)
