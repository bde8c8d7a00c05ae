"""The page for the court: to whom family group decision-making was offered, and what came of it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document

from ppoc.meetings.papers.database import listed, worker_names
from ppoc.meetings.papers.jinja import reader_of_child

MEETING = [
	"name", "stage", "offered_on", "letter_sent_on", "offer_in_letter", "not_offered", "reason_not_offered",
	"not_offered_by", "not_offered_on", "planned_for", "held_on", "child_there", "led_by", "reason_not_held",
	"family_proposal", "authority_answer", "answer_reason", "support_package", "support_cost", "support_until",
]  # fmt: skip
OFFER = ["parent", "offered_to", "relation", "parental_responsibility", "offered_on", "answer", "answered_on"]


def ppoc_family_group_page(doc: Document) -> list[Any]:
	"""Returns the family group meetings of a child for the user who prints them, or for whom the server prints.

	Returns:
		The meetings in order, each with its `offers` and the name of who `decided` not to offer it.

	Raises:
		HiddenRecordError: that user may not see the child.
	"""
	reader = reader_of_child(doc)
	meetings = listed("Family Group Meeting", reader, {"child": doc.name}, MEETING, "creation asc, name asc")
	offers = _offers([meeting.name for meeting in meetings])
	names = worker_names(meeting.not_offered_by for meeting in meetings if meeting.not_offered_by)
	for meeting in meetings:
		meeting.offers = [offer for offer in offers if offer.parent == meeting.name]
		meeting.decided = names.get(meeting.not_offered_by) or ""
	return meetings


def _offers(meetings: list[str]) -> list[Any]:
	"""Returns the rows of meetings that were read with the reader's permissions."""
	of_these = {"parent": ["in", meetings or [""]], "parenttype": "Family Group Meeting"}
	return frappe.get_all("Family Group Offer", of_these, OFFER, order_by="idx asc", limit=0)
