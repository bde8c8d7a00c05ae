"""The call with which the meeting screen records who is there."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.database.retry import begins_again
from ppoc.exceptions import FieldNotEditableError, MeetingClosedError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.attendance import agreed, as_shown
from ppoc.meetings.guards import meeting_for


@frappe.whitelist(methods=["POST"])
@begins_again()
def record_attendance(
	meeting: str, attendance: dict | str, bases: dict | str, client: str | None = None
) -> dict[str, Any]:
	"""Records who is there, one person or all of them at once.

	Args:
		meeting: the meeting.
		attendance: by name of the attendee's row, what becomes of it: Present, Apologies, Absent or an empty text.
		bases: by name of the row, what it was when it was read. A row that somebody else has changed since stays.
		client: the window that asks, which is not told of its own change.

	Returns:
		`attendees` as they are now, `kept` with the rows that somebody else has changed, and `modified` of the meeting.

	Raises:
		PermissionError: the user may not change the meeting.
		MeetingClosedError: it is over.
		FieldNotEditableError: a row or a word is none of the meeting's.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	if doc.status in ENDED:
		frappe.throw(
			_("This meeting is over. Correct the attendance on its form."),
			MeetingClosedError,
			title=_("Meeting Closed"),
		)
	wanted, read = _by_row(doc, attendance), _by_row(doc, bases)
	changes, kept = agreed({row.name: row.attendance or "" for row in doc.attendees}, wanted, read)
	for row in doc.attendees:
		if row.name in changes:
			row.attendance = changes[row.name]
	if changes:
		doc.flags.update({"meeting": meeting, "client": client})
		doc.save()
	return {"attendees": as_shown(doc.attendees), "kept": sorted(kept), "modified": str(doc.modified)}


def _by_row(meeting: Document, given: dict | str) -> dict[str, str]:
	"""Returns a word for each row.

	Raises:
		FieldNotEditableError: a row is not this meeting's, or a word is none of the choices.
	"""
	words = frappe.parse_json(given)
	choices = {"", *(frappe.get_meta("Meeting Attendee").get_field("attendance").options or "").split("\n")}
	rows = {row.name for row in meeting.attendees}
	if not isinstance(words, dict) or not words.keys() <= rows or not {*map(str, words.values())} <= choices:
		frappe.throw(
			_("Choose for each person of this meeting: present, apologies or absent."),
			FieldNotEditableError,
			title=_("Attendance"),
		)
	return words
