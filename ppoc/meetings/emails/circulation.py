"""Sends the agenda ahead of a meeting to attendees and reviewing officers, each with their own children."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from ppoc.database.retry import begins_again
from ppoc.meetings.emails import database, sending
from ppoc.meetings.emails.content import agenda_for
from ppoc.meetings.emails.letters import Letter, Mailing, unreachable
from ppoc.meetings.emails.recipients import attendees_of, people

TEMPLATE = "ppoc_agenda"


@begins_again(waits=True)
def send(meeting: str, again: bool = False, asked_on: str | None = None) -> int:
	"""Queues the agenda, with the listed children as pre-reading.

	Returns:
		How many emails were queued.
	"""
	doc = frappe.get_doc("Meeting", meeting, for_update=True)
	return sending.send_all(doc, mailing(doc), again, asked_on)


def mailing(doc: Document, viewer: str | None = None) -> Mailing:
	"""Returns the agenda as each attendee gets it.

	Args:
		viewer: a user who looks at it before it is sent: without children whom this user may not see.
	"""
	children = database.listed(doc)
	attendees = attendees_of(doc)
	recipients = people(attendees)
	readers = sending.readers_of(recipients, {one.child for one in children}, viewer)
	letters = []
	for person in recipients:
		items, own = agenda_for(readers[person.worker], _items(doc), children)
		summary = _("agenda with {0} children").format(own)
		about = frozenset(row["listed"].child for item in items for row in item["children"])
		letters.append(Letter(person, {"items": items, "own": own}, summary, about=about))
	subject = sending.subject_of(doc, _("Agenda"))
	return Mailing(subject, TEMPLATE, letters, without_address=unreachable(attendees))


def remind_coordinators() -> None:
	"""Reminds the note taker of each meeting whose agenda should have gone out by now. Runs once a day."""
	for name in _due():
		doc = frappe.get_doc("Meeting", name, for_update=True)
		if doc.circulation_reminded_on and getdate(doc.circulation_reminded_on) >= getdate(nowdate()):
			continue
		for person in people(_coordinators(doc)):
			subject = sending.subject_of(doc, _("Circulate the agenda"))
			sending.send(
				doc, person, subject, "ppoc_circulation_due", {}, _("reminded to circulate the agenda")
			)
		doc.db_set("circulation_reminded_on", nowdate(), update_modified=False)


def _due() -> list[str]:
	"""Returns planned meetings whose agenda is due to be circulated."""
	meeting, forum = frappe.qb.DocType("Meeting"), frappe.qb.DocType("Forum")
	rows = (
		frappe.qb.from_(meeting)
		.join(forum)
		.on(forum.name == meeting.forum)
		.select(meeting.name, meeting.meeting_date, forum.circulate_days_before)
		.where((meeting.status == "Planned") & (forum.circulate_days_before > 0))
		.where(meeting.meeting_date >= nowdate())
		.run()
	)
	today = getdate(nowdate())
	return [name for name, day, ahead in rows if getdate(add_days(day, -ahead)) <= today]


def _coordinators(meeting: Document) -> list[str]:
	named = [row.worker for row in meeting.attendees if row.role == "Team Coordinator"]
	return [meeting.note_taker] if meeting.note_taker else named


def _items(meeting: Document) -> list[dict[str, Any]]:
	return [
		{"item_key": row.item_key, "title": row.title, "minutes": row.minutes, "guidance": row.guidance}
		for row in meeting.agenda
	]
