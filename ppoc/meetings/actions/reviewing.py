"""Reviews an action: closed, dropped, moved or kept, each with a row in its history."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name
from frappe.utils import cstr, getdate

from ppoc.exceptions import (
	ActionDateError,
	FieldNotEditableError,
	MeetingClosedError,
	RationaleMissingError,
	StaleMeetingError,
)
from ppoc.meeting_statuses import ENDED

CLOSING = ("Done", "No longer needed")
OUTCOMES = (*CLOSING, "Moved", "Kept")

CORRECTED = ("what", "action_owner", "due_on")
"""What the meeting screen lets people correct in an action that the meeting itself has set."""


def check_open(meeting: Document) -> None:
	"""Refuses to set or review an action in a meeting that is over.

	Raises:
		MeetingClosedError: the meeting is over.
	"""
	if meeting.status in ENDED:
		frappe.throw(
			_("This meeting is closed ({0}); set or review the action on its own form.").format(
				_(meeting.status)
			),
			MeetingClosedError,
			title=_("Meeting Closed"),
		)


def may_finish() -> bool:
	"""Returns whether a role of the session's user may take an open action to "Done"."""
	if not frappe.has_permission("Action", "write"):
		return False
	workflow = get_workflow_name("Action")
	if not workflow:
		return True
	steps, roles = frappe.get_cached_doc("Workflow", workflow).transitions, frappe.get_roles()
	return any(step.state == "Open" and step.next_state == "Done" and step.allowed in roles for step in steps)


def review(
	action: Document,
	outcome: str,
	meeting: str | None,
	note: str | None,
	due_on: date | str | None,
	modified: str | None,
) -> None:
	"""Applies what was decided about the action and saves it.

	Raises:
		StaleMeetingError: the action has changed since `modified`. ActionDateError, RationaleMissingError:
			the date or the note is missing.
	"""
	if outcome not in OUTCOMES:
		frappe.throw(
			_("Choose one of these outcomes: {0}.").format(", ".join(OUTCOMES)),
			frappe.ValidationError,
			title=_("Outcome"),
		)
	_check_unchanged(action, modified)
	_check_note(action, outcome, note, due_on)
	action.flags.update(
		{"meeting": meeting, "review_note": note, "kept_as": "Kept" if outcome == "Kept" else None}
	)
	if outcome in CLOSING:
		_close(action, outcome, note)
	elif outcome == "Moved":
		action.due_on = due_on
	action.save()


def take_back(action: Document, meeting: str, modified: str | None) -> None:
	"""Takes the last row of the action's history back and saves the action as it was before.

	The audit trail keeps both; the history then shows what the meeting decided in the end.

	Raises:
		StaleMeetingError: the action has changed since, or this user did not review it last in this meeting.
	"""
	_check_unchanged(action, modified)
	last = action.reviews[-1] if action.reviews else None
	if not last or last.meeting != meeting or last.reviewed_by != frappe.session.user:
		frappe.throw(
			_("Somebody else has reviewed the action since, so this cannot be taken back."),
			StaleMeetingError,
			title=_("Action Changed"),
		)
	action.remove(last)
	if last.outcome == "Moved":
		action.due_on = last.due_was
		action.times_moved = max((action.times_moved or 0) - 1, 0)
	elif last.outcome in CLOSING:
		action.status = "Open"
		action.outcome = None if action.outcome == last.note else action.outcome
	action.flags.update({"meeting": meeting, "taking_back": True})
	action.save()


def correct(action: Document, meeting: str, values: dict[str, Any], bases: dict[str, Any]) -> None:
	"""Corrects fields of an action that this meeting has set, each against the value it was read with.

	Raises:
		FieldNotEditableError: the meeting did not set the action, or another field is among the values.
		StaleMeetingError: somebody else has changed one of the fields since.
	"""
	if action.set_in != meeting or not set(values) <= set(CORRECTED):
		frappe.throw(
			_("Only what, who and when of an action that this meeting has set can be corrected here."),
			FieldNotEditableError,
			title=_("Not Here"),
		)
	if any(cstr(action.get(field)) != cstr(bases.get(field)) for field in values):
		frappe.throw(
			_("Somebody else has changed this action. Look at it again before you change it."),
			StaleMeetingError,
			title=_("Action Changed"),
		)
	action.update(values)
	action.flags.meeting = meeting
	action.save()


def _check_unchanged(action: Document, modified: str | None) -> None:
	if modified and str(action.modified) != modified:
		frappe.throw(
			_("The action has changed since you looked at it."), StaleMeetingError, title=_("Action Changed")
		)


def as_shown(action: Document, meeting: str | None) -> dict[str, Any]:
	"""Returns the action as the meeting screen shows it."""
	row = {f.fieldname: action.get(f.fieldname) for f in action.meta.fields if f.fieldtype not in LAYOUT}
	here = [review.outcome for review in action.reviews if meeting and review.meeting == meeting]
	sat = frappe.db.get_value("Meeting", action.set_in, ["meeting_date", "forum"]) if action.set_in else None
	forum = frappe.db.get_value("Meeting", meeting, "forum") if meeting else None
	return {
		**row,
		"name": action.name,
		"modified": str(action.modified),
		"set_in_date": sat[0] if sat else None,
		"overdue": int(action.status == "Open" and getdate(action.due_on) < getdate()),
		"this_forum": int(bool(forum) and action.forum == forum),
		"set_here": int(bool(meeting) and action.set_in == meeting),
		"reviewed_here": here[-1] if here else None,
		"can_write": int(action.has_permission("write")),
	}


LAYOUT = ("Section Break", "Column Break", "Tab Break", "Table", "HTML")


def _check_note(action: Document, outcome: str, note: str | None, due_on: date | str | None) -> None:
	if outcome == "Moved" and (not due_on or getdate(due_on) == getdate(action.due_on)):
		frappe.throw(_("Enter the new date of the action."), ActionDateError, title=_("New Date"))
	if outcome in ("Moved", "No longer needed") and not (note or "").strip():
		frappe.throw(
			_("Say why: the reason is kept with the action."),
			RationaleMissingError,
			title=_("Reason Missing"),
		)


def _close(action: Document, outcome: str, note: str | None) -> None:
	"""Closes the action. The workflow checks the stored outcome before an action may be dropped, so that is
	saved first."""
	if note:
		action.outcome = note
	if outcome == "No longer needed":
		action.save()
	action.status = outcome
