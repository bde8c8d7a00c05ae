"""Sends the notes of a meeting: a PDF to each attendee, without children that this attendee may not see."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.access.audit.writing_database import children_of
from ppoc.access.rules import may_see_children
from ppoc.database.retry import begins_again
from ppoc.meetings.actions.email_answers_database import with_answers
from ppoc.meetings.emails import database, sending
from ppoc.meetings.emails.content import own_actions
from ppoc.meetings.emails.letters import Letter, Mailing, unreachable
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
	return sending.send_all(doc, mailing(doc), again, asked_on, _pdf)


def mailing(doc: Document, viewer: str | None = None) -> Mailing:
	"""Returns the notes as each attendee gets them, and to each owner of actions these actions.

	Whoever gets no notes and has no action gets no email.

	Args:
		viewer: a user who looks at it before it is sent: without children whom this user may not see.
	"""
	updates = database.updates(doc, None)
	attendees = attendees_of(doc)
	asked = [*attendees, *(update.owner for update in updates)]
	recipients = people(asked)
	readers = sending.readers_of(recipients, {update.child for update in updates if update.child}, viewer)
	discussed = children_of("Meeting", [doc.name])
	letters, nothing_for = [], []
	for person in recipients:
		own = own_actions(readers[person.worker], updates)
		has_notes = person.worker in attendees and bool(person.user)
		if not own and not has_notes:
			nothing_for.append(person.name)
			continue
		summary = _("notes, {0} actions").format(len(own))
		about = {row["task"].child for row in own if row["task"].child}
		if has_notes:
			about |= set(may_see_children(person.user, discussed))
		args = {"own": with_answers(own, person.worker, viewer), "attached": has_notes}
		letters.append(Letter(person, args, summary, has_notes, frozenset(about)))
	subject = sending.subject_of(doc, _("Notes"))
	return Mailing(subject, TEMPLATE, letters, nothing_for, unreachable(asked))


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
