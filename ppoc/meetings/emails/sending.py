"""Sends an email to one recipient: through the Email Queue, once, with a record on the meeting.

The record says who got what kind of email and how much was in it, but not what it said: everybody who sees
the meeting may read the record, but not all of them may see each child.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.audit.emails import telling
from ppoc.access.rules import may_see_children
from ppoc.meetings.emails.content import Reader
from ppoc.meetings.emails.letters import Mailing
from ppoc.meetings.emails.recipients import Recipient, sights, unrestricted
from ppoc.translating import translated


def readers_of(
	recipients: list[Recipient], children: set[str], viewer: str | None = None
) -> dict[str, Reader]:
	"""Returns worker → what this recipient may read, for all recipients at once.

	Args:
		viewer: a user who looks at the emails before they are sent: without children whom this user may not see.
	"""
	if viewer:
		children = set(may_see_children(viewer, sorted(children)))
	seen, open_children = sights(recipients, children), unrestricted(children)
	return {
		person.worker: Reader(
			person.worker, seen[person.worker].named, seen[person.worker].by_id, frozenset(open_children)
		)
		for person in recipients
	}


def already_sent(meeting: str, subject: str, again: bool = False, asked_on: str | None = None) -> set[str]:
	"""Returns the addresses that have had this email and need no other.

	Locks what it reads: the same job in another worker may have recorded them since this transaction began.

	Args:
		again: the email was asked for again, at `asked_on`: only who has had it since then needs no other.
	"""
	if again and not asked_on:
		return set()
	sent = frappe.qb.DocType("Communication")
	query = (
		frappe.qb.from_(sent)
		.select(sent.recipients)
		.where((sent.reference_doctype == "Meeting") & (sent.reference_name == meeting))
		.where(sent.subject == subject)
		.for_update()
	)
	if again:
		query = query.where(sent.creation >= asked_on)
	return {row[0] for row in query.run()}


def send_all(
	meeting: Document,
	mailing: Mailing,
	again: bool = False,
	asked_on: str | None = None,
	attach: Callable[[Document, Recipient], list[dict[str, Any]]] | None = None,
) -> int:
	"""Queues the emails to those who have not had them yet, and returns how many were queued.

	Args:
		attach: returns the attachments for a recipient who gets the notes.
	"""
	done = already_sent(meeting.name, mailing.subject, again, asked_on)
	waiting = [letter for letter in mailing.letters if letter.person.email not in done]
	for one in waiting:
		files = attach(meeting, one.person) if attach and one.has_notes else None
		subject, template = mailing.subject, mailing.template
		send(meeting, one.person, subject, template, one.args, one.summary, files, one.about)
	return len(waiting)


def arguments(meeting: Document, person: Recipient, args: dict[str, Any]) -> dict[str, Any]:
	"""Returns what an email's template is filled in with."""
	return {"person": person, "meeting": meeting, "fmt": _format, "said": translated, **args}


def send(
	meeting: Document,
	person: Recipient,
	subject: str,
	template: str,
	args: dict[str, Any],
	summary: str,
	attachments: list[dict[str, Any]] | None = None,
	children: Collection[str] = (),
) -> None:
	"""Queues the email and records that it was sent.

	Args:
		children: whom it tells the recipient about, attachments included, for the audit trail.
	"""
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
	).insert(ignore_permissions=True)  # a record by the server, not by a user's request
	with telling(children):
		frappe.sendmail(
			recipients=[person.email],
			subject=subject,
			template=template,
			args=arguments(meeting, person, args),
			attachments=attachments,
			reference_doctype="Meeting",
			reference_name=meeting.name,
			communication=communication.name,
			add_unsubscribe_link=0,
		)


def subject_of(meeting: Document, kind: str) -> str:
	"""Returns a subject without a child's name in it."""
	return _("{0}: {1}").format(kind, meeting.title)


def _format(value: Any) -> str:
	return frappe.format(value, "Date") if value else ""
