"""The endpoint that records a family group meeting for brothers and sisters too."""

from __future__ import annotations

import frappe
from frappe import _

from ppoc.access.records import record_for
from ppoc.exceptions import FamilyMeetingError
from ppoc.plans.family_meetings.database import SOURCE


@frappe.whitelist(methods=["POST"])
def copy_to_siblings(family_group_meeting: str) -> list[str]:
	"""Copies a family group meeting to each brother and sister whom the user sees and who has none of that day.

	What the law asks is asked for each child, and one meeting is often about several of them. Each copy can be changed
	by itself afterwards.

	Args:
		family_group_meeting: a Family Group Meeting that the user may change.

	Returns:
		The names of the new records.

	Raises:
		frappe.PermissionError: the user may not change it, or may not create one.
		FamilyMeetingError: there is no brother or sister without one.
	"""
	doc = record_for(SOURCE, family_group_meeting, "write", for_update=True)
	group = frappe.db.get_value("Child", doc.child, "sibling_group")
	in_group = {"sibling_group": group, "name": ["!=", doc.child], "merged_into": ["is", "not set"]}
	children = frappe.get_list("Child", in_group, pluck="name", order_by="name asc", limit=0) if group else []
	begun = {"offered_on": doc.offered_on} if doc.offered_on else {"not_offered_on": doc.not_offered_on}
	there = frappe.get_list(SOURCE, {"child": ["in", children or [""]], **begun}, pluck="child", limit=0)
	missing = [child for child in children if child not in there]
	if not missing:
		frappe.throw(
			_("You see no brother or sister of this child without a meeting of the same day."),
			FamilyMeetingError,
			title=_("Nothing to Copy"),
		)
	copies = []
	for child in missing:
		copy = frappe.copy_doc(doc)
		copy.child = child
		copies.append(copy.insert().name)
	return copies
