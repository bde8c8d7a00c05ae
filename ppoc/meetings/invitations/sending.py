"""Sends a meeting's invitations by comparing what people's calendars should show with what they were sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_time, get_url_to_form, getdate, nowdate

from ppoc.database.retry import begins_again, on_its_own
from ppoc.meetings.emails import sending
from ppoc.meetings.emails.after_meeting import queue
from ppoc.meetings.emails.letters import Letter, Mailing, unreachable
from ppoc.meetings.emails.recipients import Recipient, attendees_of, people
from ppoc.meetings.invitations.ics import CANCEL, REQUEST, CalendarEntry, Contact, as_ics

JOB = "ppoc.meetings.invitations.sending.send"
TEMPLATE = "ppoc_invitation"
CONFIRMED, CANCELLED = ("Planned", "Circulated"), "Cancelled"


def follow(meeting: Document) -> None:
	"""Queues the comparison after a Meeting was saved; it runs once the change is committed."""
	told = meeting.invited and (meeting.status == CANCELLED or _still_to_come(meeting))
	if meeting.status in CONFIRMED or told:
		queue(JOB, meeting.name)


def send_missed() -> None:
	"""Sends what a lost job left unsent. Runs nightly; people with the latest invitation get nothing."""
	found = {"meeting_date": [">=", nowdate()], "status": ["in", [*CONFIRMED, CANCELLED]]}
	for name in frappe.get_all("Meeting", found, pluck="name"):
		on_its_own(send, name, failed=f"Invitations of {name} were not sent")


@begins_again(waits=True)
def send(meeting: str, again: bool = False, asked_on: str | None = None) -> int:
	"""Updates the calendars of a meeting's people.

	Nobody is told about a sitting that has begun, unless it was moved to a day that is past: then it is cancelled for
	those who still have it before them. Calling it again without a change sends nothing.

	Returns:
		How many emails were queued.
	"""
	doc = frappe.get_doc("Meeting", meeting, for_update=True)
	invited = json.loads(doc.invited or "{}")
	if doc.status == CANCELLED:
		recipients: list[Recipient] = []
	elif doc.status in CONFIRMED:
		recipients = people(attendees_of(doc))
	else:
		return _call_off(doc, _sitting(doc, []), invited)
	sitting = _sitting(doc, recipients)
	mark = sitting.mark() if recipients else ""
	if sitting.is_over(_now()):
		return _call_off(doc, sitting, invited)
	if mark == (doc.invitation_mark or "") and not again:
		return 0
	doc.invitation_sequence = (doc.invitation_sequence or 0) + (
		1 if doc.invitation_mark or invited or doc.invitation_sequence else 0
	)
	for person in recipients:
		_send(doc, sitting, REQUEST, person, sitting.people)
	now_invited = {person.email: person.name for person in recipients}
	gone = [Recipient("", name, email, "") for email, name in invited.items() if email not in now_invited]
	for person in gone:
		_send(doc, sitting, CANCEL, person, (Contact(person.email, person.name),))
	values = {"invited": json.dumps(now_invited), "invitation_mark": mark, "invited_for": sitting.begins}
	doc.db_set({**values, "invitation_sequence": doc.invitation_sequence}, update_modified=False)
	return len(recipients) + len(gone)


def mailing(doc: Document, viewer: str | None = None) -> Mailing:
	"""Returns what confirming the meeting sends; an invitation names no child, so every viewer sees the same."""
	attendees = attendees_of(doc)
	recipients = people(attendees)
	if _sitting(doc, recipients).is_over(_now()):
		recipients = []
	args = {"off": False, "changed": bool(doc.invitation_sequence), "day": getdate(doc.meeting_date)}
	letters = [Letter(person, args, _("calendar invitation")) for person in recipients]
	kind = _("Changed") if doc.invitation_sequence else _("Invitation")
	without = unreachable(attendees) if letters else []
	return Mailing(sending.subject_of(doc, kind), TEMPLATE, letters, without_address=without)


def mailing_off(doc: Document, viewer: str | None = None) -> Mailing:
	"""Returns what cancelling the meeting sends to those who were invited, unless the meeting has begun."""
	invited = json.loads(doc.invited or "{}")
	if _sitting(doc, []).is_over(_now()):
		invited = {}
	args = {"off": True, "changed": False, "day": getdate(doc.meeting_date)}
	letters = [
		Letter(Recipient(email, name, email, ""), args, _("calendar invitation cancelled"))
		for email, name in invited.items()
	]
	return Mailing(sending.subject_of(doc, _("Cancelled")), TEMPLATE, letters)


def _shown(doc: Document) -> datetime | None:
	"""Returns the time that the calendars show, as far as it is known."""
	return get_datetime(doc.invited_for).replace(tzinfo=None) if doc.invited_for else None


def _still_to_come(doc: Document) -> bool:
	"""Returns whether the calendars show a time that is still to come."""
	shown = _shown(doc)
	return shown is not None and not replace(_sitting(doc, []), begins=shown).is_over(_now())


def _call_off(doc: Document, sitting: CalendarEntry, invited: dict[str, str]) -> int:
	"""Cancels a meeting that was moved into the past for those whose calendars still show a day to come."""
	shown = _shown(doc)
	if shown is None or not invited or not sitting.is_over(_now()) or not _still_to_come(doc):
		return 0
	doc.invitation_sequence = (doc.invitation_sequence or 0) + 1
	for email, name in invited.items():
		to = Recipient("", name, email, "")
		_send(doc, replace(sitting, begins=shown), CANCEL, to, (Contact(email, name),))
	values = {"invited": "{}", "invitation_mark": "", "invited_for": None}
	doc.db_set({**values, "invitation_sequence": doc.invitation_sequence}, update_modified=False)
	return len(invited)


def _send(
	doc: Document, sitting: CalendarEntry, method: str, to: Recipient, named: tuple[Contact, ...]
) -> None:
	content = as_ics(sitting, method, doc.invitation_sequence, named, _now())
	attachment = {
		"fname": "invite.ics",
		"fcontent": content.decode(),
		"content_type": f"text/calendar; method={method}",
	}
	changed = method == REQUEST and doc.invitation_sequence
	kind = _("Cancelled") if method == CANCEL else _("Changed") if changed else _("Invitation")
	sending.send(
		doc,
		to,
		sending.subject_of(doc, kind),
		TEMPLATE,
		{"off": method == CANCEL, "changed": changed, "day": getdate(sitting.begins)},
		_("calendar invitation") if method == REQUEST else _("calendar invitation cancelled"),
		[attachment],
	)


def _sitting(doc: Document, recipients: list[Recipient]) -> CalendarEntry:
	begins = datetime.combine(getdate(doc.meeting_date), get_time(doc.start_time))
	return CalendarEntry(
		uid=f"{doc.name}@{frappe.local.site}",
		title=doc.title,
		begins=begins.replace(microsecond=0),
		minutes=doc.duration_minutes or 60,
		venue=doc.venue or "",
		link=get_url_to_form("Meeting", doc.name),
		organiser=_organiser(doc),
		people=tuple(Contact(person.email, person.name) for person in recipients),
	)


def _organiser(doc: Document) -> Contact:
	"""Returns the sender: a calendar accepts changes only from the organiser's own address."""
	account = {"default_outgoing": 1, "enable_outgoing": 1}
	address = frappe.db.get_value("Email Account", account, "email_id") or frappe.conf.get("auto_email_id")
	return Contact(address or f"ppoc@{frappe.local.site}", doc.team or doc.locality)


def _now() -> datetime:
	return datetime.now(timezone.utc)
