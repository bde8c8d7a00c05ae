"""Endpoints that send a meeting's emails when a user asks, or send them again."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from ppoc.exceptions import AlreadySentError, MeetingClosedError
from ppoc.meeting_statuses import HELD
from ppoc.meetings.emails import after_meeting
from ppoc.meetings.guards import meeting_for


@frappe.whitelist(methods=["POST"])
def send_targeted_work(meeting: str, again: bool | int | str = False) -> None:
	"""Sends the Targeted Work email of a closed meeting; a second time only if `again` is set.

	Raises:
		PermissionError: the user may not change the meeting.
		MeetingClosedError: the meeting is not closed yet.
		AlreadySentError: the email has been sent and `again` is not set.
	"""
	doc = meeting_for(meeting, "write")
	_check_status(doc, HELD, _("Close the meeting first."))
	_check_again(doc.targeted_work_sent_on, again)
	after_meeting.queue(after_meeting.TARGETED_WORK, meeting, bool(cint(again)))


@frappe.whitelist(methods=["POST"])
def circulate(meeting: str, again: bool | int | str = False) -> None:
	"""Circulates the agenda of a planned meeting; a second time only if `again` is set.

	Raises:
		PermissionError: the user may not change the meeting.
		MeetingClosedError: the meeting is not planned, or over.
		AlreadySentError: the agenda has been sent and `again` is not set.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	_check_status(
		doc, ("Planned", "Circulated"), _("Only the agenda of a planned meeting can be circulated.")
	)
	if doc.status == "Planned":
		doc.status = "Circulated"
		doc.save()  # saving sends it
		return
	_check_again(doc.circulated_on, again)
	after_meeting.queue(after_meeting.JOB_OF["Circulated"], meeting, again=True)


@frappe.whitelist(methods=["POST"])
def distribute_notes(meeting: str, again: bool | int | str = False) -> None:
	"""Sends the notes of a closed meeting to its attendees; a second time only if `again` is set.

	Raises:
		PermissionError: the user may not change the meeting.
		MeetingClosedError: the meeting is not closed yet.
		AlreadySentError: the notes have been sent and `again` is not set.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	_check_status(doc, HELD, _("Close the meeting first."))
	if doc.status == "Held":
		doc.status = "Notes issued"
		doc.save()  # saving sends them
		return
	_check_again(doc.notes_issued_on, again)
	after_meeting.queue(after_meeting.JOB_OF["Notes issued"], meeting, again=True)


def _check_status(meeting: Document, wanted: tuple[str, ...], words: str) -> None:
	if meeting.status not in wanted:
		frappe.throw(words, MeetingClosedError, title=_("Not Now"))


def _check_again(sent_on: object, again: bool | int | str) -> None:
	if sent_on and not cint(again):
		frappe.throw(
			_("This was sent on {0}. To send it once more, choose to send it again.").format(
				frappe.format(sent_on, "Datetime")
			),
			AlreadySentError,
			title=_("Sent Already"),
		)
