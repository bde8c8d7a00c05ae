"""Decides which emails a meeting's new status sends. They are queued once the change is committed."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

TARGETED_WORK = "ppoc.meetings.emails.targeted_work.send"

JOB_OF = {
	"Circulated": "ppoc.meetings.emails.circulation.send",
	"Notes issued": "ppoc.meetings.emails.notes.send",
}


def follow(meeting: Document) -> None:
	"""Queues the emails of this status."""
	if meeting.status == "Held" and frappe.get_cached_value("Forum", meeting.forum, "sends_targeted_work"):
		queue(TARGETED_WORK, meeting.name)
	elif meeting.status in JOB_OF:
		queue(JOB_OF[meeting.status], meeting.name)


def queue(method: str, meeting: str, again: bool = False) -> None:
	"""Runs an email's job in the background after the commit; the nightly job finds one that never ran.

	If emails are muted, there is nothing to send.

	Args:
		again: sends it to people who have had it, too, once: the job says when it was asked for, so that a job which
			is delivered twice knows who has had it since.
	"""
	if frappe.are_emails_muted():
		return
	frappe.enqueue(
		method,
		queue="short",
		timeout=600,
		enqueue_after_commit=True,
		meeting=meeting,
		**({"again": True, "asked_on": str(now_datetime())} if again else {}),
	)
