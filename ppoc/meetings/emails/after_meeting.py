"""Which emails a meeting's new status sends. They are queued once the change is committed."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

TARGETED_WORK = "ppoc.meetings.emails.targeted_work.send"

JOB_OF = {
	"Circulated": "ppoc.meetings.emails.circulation.send",
	"Notes issued": "ppoc.meetings.emails.notes.send",
}


def follow(meeting: Document) -> None:
	"""Queue what this status sends."""
	if meeting.status == "Held" and frappe.get_cached_value("Forum", meeting.forum, "sends_targeted_work"):
		queue(TARGETED_WORK, meeting.name)
	elif meeting.status in JOB_OF:
		queue(JOB_OF[meeting.status], meeting.name)


def queue(method: str, meeting: str, again: bool = False) -> None:
	"""Run a letter's job in the background after the commit; the nightly pass finds one that never ran.

	Where emails are muted there is no letter to send.
	"""
	if frappe.are_emails_muted():
		return
	frappe.enqueue(
		method,
		queue="short",
		timeout=600,
		enqueue_after_commit=True,
		meeting=meeting,
		again=again,
	)
