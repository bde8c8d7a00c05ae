"""Sends the notes of a meeting: a PDF to each attendee, without children that this attendee may not see."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.audit.writing_database import children_of
from ppoc.access.rules import may_see_children
from ppoc.database.retry import begins_again
from ppoc.meetings.emails import database, sending
from ppoc.meetings.emails.content import targeted_work_for
from ppoc.meetings.emails.recipients import Recipient, attendees_of, people
from ppoc.prints.printing import take_over

TEMPLATE = "ppoc_notes"

FALLBACK_FORMAT = "Meeting Notes"
"""The print format if the forum names none."""


@begins_again(waits=True)
def send(meeting: str, again: bool = False, asked_on: str | None = None) -> int:
	"""Queues the notes for the attendees.

	Attendees with a login get the notes as that login may read them. Those without one only get their own
	actions, since nobody can say which children they may see.

	Returns:
		How many emails were queued.
	"""
	doc = frappe.get_doc("Meeting", meeting, for_update=True)
	updates = database.updates(doc, None)
	recipients = people([*attendees_of(doc), *(update.owner for update in updates)])
	readers = sending.readers_of(recipients, {update.child for update in updates if update.child})
	subject = sending.subject_of(doc, _("Notes"))
	done = sending.already_sent(meeting, subject, again, asked_on)
	attending, discussed = set(attendees_of(doc)), children_of("Meeting", [meeting])
	count = 0
	for person in recipients:
		letter = targeted_work_for(readers[person.worker], [], updates)
		if person.email in done or (person.worker not in attending and letter.is_empty):
			continue
		attachments = _pdf(doc, person) if person.worker in attending and person.user else None
		summary = _("notes, {0} actions").format(letter.action_count)
		about = letter.about | (may_see_children(person.user, discussed) if attachments else set())
		args = {"letter": letter, "attached": attachments}
		sending.send(doc, person, subject, TEMPLATE, args, summary, attachments, about)
		count += 1
	return count


def _pdf(meeting: Document, person: Recipient) -> list[dict[str, Any]]:
	"""Returns the notes as this recipient may read them."""
	print_format = frappe.db.get_value("Forum", meeting.forum, "notes_print_format") or FALLBACK_FORMAT
	doc = frappe.get_doc("Meeting", meeting.name)
	doc.flags.printed_for = person.user
	asked = frappe.local.form_dict
	take_over()
	try:
		frappe.local.form_dict = frappe._dict()  # printing writes into it
		pdf = frappe.get_print("Meeting", doc.name, print_format, doc=doc, as_pdf=True)
	finally:
		frappe.local.form_dict = asked
	return [{"fname": f"{meeting.name}.pdf", "fcontent": pdf}]
