"""The Targeted Work email after a meeting: new children on the lists and the outcome of every action."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from ppoc.database.retry import begins_again
from ppoc.meetings.emails import database, sending
from ppoc.meetings.emails.content import targeted_work_for
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
	updates = database.updates(doc, database.last_sent_on(doc))
	recipients = people([*attendees_of(doc), *(update.owner for update in updates)])
	children = [*(one.child for one in cases), *(one.child for one in updates)]
	readers = sending.readers_of(recipients, {child for child in children if child})
	subject = sending.subject_of(doc, _("Targeted Work"))
	done = sending.already_sent(meeting, subject, again, asked_on)
	count = 0
	for person in recipients:
		letter = targeted_work_for(readers[person.worker], cases, updates)
		if letter.is_empty or person.email in done:
			continue
		summary = _("{0} new on the lists, {1} actions").format(len(letter.cases), letter.action_count)
		sending.send(doc, person, subject, TEMPLATE, {"letter": letter}, summary, children=letter.about)
		count += 1
	database.mark_told(meeting, [case.plan for case in cases])
	doc.db_set("targeted_work_sent_on", now_datetime(), update_modified=False)
	return count
