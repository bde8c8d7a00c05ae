"""The endpoint that drafts a letter to a child."""

from __future__ import annotations

import frappe

from ppoc.access.records import record_for
from ppoc.meetings.child_letters.database import DISCUSSION, LETTER, LINKS, REQUEST, draft


@frappe.whitelist(methods=["POST"])
def start(panel_decision: str | None = None, discussion: str | None = None) -> str:
	"""Drafts a letter to the child about a decision, or opens the one that there is.

	Args:
		panel_decision: a decided request that the user may see.
		discussion: or a discussion of a plan, with a decision.

	Returns:
		The name of the letter.

	Raises:
		frappe.PermissionError: the user may not see it, or may not write letters.
		ChildLetterError: nothing has been decided yet.
	"""
	doctype, name = (REQUEST, panel_decision) if panel_decision else (DISCUSSION, discussion or "")
	source = record_for(doctype, name, for_update=True)
	link = {"child": source.child, LINKS[doctype]: source.name}
	there = frappe.get_list(LETTER, link, pluck="name", limit=1)
	if there:
		return str(there[0])
	return str(frappe.get_doc({"doctype": LETTER, **link, "letter_text": draft(source)}).insert().name)
