"""The Targeted Work email after a meeting: new children on the lists and the outcome of every action."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.database.retry import begins_again
from ppoc.meetings.actions.email_answers_database import with_answers
from ppoc.meetings.emails import database, sending
from ppoc.meetings.emails.content import Case, own_actions, targeted_work_for
from ppoc.meetings.emails.letters import Letter, Mailing, unreachable
from ppoc.meetings.emails.recipients import attendees_of, people

TEMPLATE = "ppoc_targeted_work"


@begins_again(waits=True)
def send(meeting: str, again: bool = False, asked_on: str | None = None) -> int:
	"""Queues the email for attendees and action owners, each with what they may read.

	A second call does nothing, unless `again` is set.

	Returns:
		How many emails were queued.
	"""
	doc = frappe.get_doc("Meeting", meeting, for_update=True)
	if doc.targeted_work_sent_on and not again:
		return 0
	cases = database.new_cases(doc, again)
	count = sending.send_all(doc, _mailing(doc, cases), again, asked_on)
	database.mark_told(meeting, [case.plan for case in cases])
	doc.db_set("targeted_work_sent_on", now_datetime(), update_modified=False)
	return count


def mailing(doc: Document, viewer: str | None = None) -> Mailing:
	"""Returns the email as each attendee and owner of an action gets it.

	Args:
		viewer: a user who looks at it before it is sent: without children whom this user may not see.
	"""
	return _mailing(doc, database.new_cases(doc, bool(doc.targeted_work_sent_on)), viewer)


def _mailing(doc: Document, cases: list[Case], viewer: str | None = None) -> Mailing:
	updates = database.updates(doc, database.last_sent_on(doc))
	asked = [*attendees_of(doc), *(update.owner for update in updates)]
	recipients = people(asked)
	children = [*(one.child for one in cases), *(one.child for one in updates)]
	readers = sending.readers_of(recipients, {child for child in children if child}, viewer)
	letters, nothing_for = [], []
	for person in recipients:
		letter = targeted_work_for(readers[person.worker], cases, updates)
		if letter.is_empty:
			nothing_for.append(person.name)
			continue
		own = with_answers(own_actions(readers[person.worker], updates), person.worker, viewer)
		summary = _("{0} new on the lists, {1} actions").format(len(letter.cases), letter.action_count)
		args = {"letter": letter, "own": own}
		letters.append(Letter(person, args, summary, about=frozenset(letter.about)))
	subject = sending.subject_of(doc, _("Targeted Work"))
	return Mailing(subject, TEMPLATE, letters, nothing_for, unreachable(asked))
