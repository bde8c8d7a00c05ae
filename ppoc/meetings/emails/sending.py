"""Send a letter to one person: through the Email Queue, once, with a record on the meeting.

The record says who got what kind of letter and how much was in it, not what it said: whoever sees the meeting
may read the record, and not everybody who does may see each child.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.meetings.emails.content import Reader
from ppoc.meetings.emails.recipients import Recipient, sights, unrestricted


def readers_of(recipients: list[Recipient], children: set[str]) -> dict[str, Reader]:
	"""Worker → what this person may read, for all recipients at once."""
	seen, open_children = sights(recipients, children), unrestricted(children)
	return {
		person.worker: Reader(
			person.worker, seen[person.worker].named, seen[person.worker].by_id, frozenset(open_children)
		)
		for person in recipients
	}


def already_sent(meeting: str, subject: str) -> set[str]:
	"""The addresses that have had this letter."""
	return set(
		frappe.get_all(
			"Communication",
			filters={"reference_doctype": "Meeting", "reference_name": meeting, "subject": subject},
			pluck="recipients",
		)
	)


def send(
	meeting: Document,
	person: Recipient,
	subject: str,
	template: str,
	args: dict[str, Any],
	summary: str,
	attachments: list[dict[str, Any]] | None = None,
) -> None:
	"""Queue the letter and record that it went."""
	communication = frappe.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Automated Message",
			"communication_medium": "Email",
			"sent_or_received": "Sent",
			"subject": subject,
			"content": f"{person.name}: {summary}",
			"recipients": person.email,
			"reference_doctype": "Meeting",
			"reference_name": meeting.name,
		}
	).insert(ignore_permissions=True)  # the server's own record of what it sent; nobody asks for it by a call
	frappe.sendmail(
		recipients=[person.email],
		subject=subject,
		template=template,
		args={"person": person, "meeting": meeting, "fmt": _format, **args},
		attachments=attachments,
		reference_doctype="Meeting",
		reference_name=meeting.name,
		communication=communication.name,
		add_unsubscribe_link=0,
	)


def subject_of(meeting: Document, kind: str) -> str:
	"""A subject without a child's name in it."""
	return _("{0}: {1}").format(kind, meeting.title)


def _format(value: Any) -> str:
	return frappe.format(value, "Date") if value else ""
