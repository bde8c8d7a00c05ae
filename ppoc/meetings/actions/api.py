"""Endpoints for actions."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from ppoc.access.records import record_for
from ppoc.database.retry import begins_again
from ppoc.meetings.actions import reviewing
from ppoc.meetings.actions.smart_checks import questions
from ppoc.meetings.guards import meeting_for
from ppoc.meetings.realtime import tell_meeting
from ppoc.plans.capacity import over_capacity
from ppoc.translating import translated


@frappe.whitelist(methods=["GET"])
def questions_on(
	what: str, action_owner: str | None = None, due_on: str | None = None, set_on: str | None = None
) -> list[dict[str, Any]]:
	"""Returns questions about an action while it is being typed. Reads no record.

	Returns:
		For each question: `about`, `question` and `refused`.
	"""
	frappe.has_permission("Action", "read", throw=True)
	asked = questions(
		what, bool(action_owner), getdate(due_on) if due_on else None, getdate(set_on or nowdate())
	)
	return [{"about": q.about, "question": translated(q.text), "refused": q.refused} for q in asked]


@frappe.whitelist(methods=["POST"])
@begins_again()
def add_action(
	meeting: str,
	what: str,
	action_owner: str,
	due_on: str,
	child: str | None = None,
	plan: str | None = None,
	priority: str = "Normal",
	client: str | None = None,
) -> dict[str, Any]:
	"""Sets an action in a meeting and returns it as the meeting screen shows it.

	Raises:
		PermissionError: the user may not read the meeting or may not create the action.
		MeetingClosedError: the meeting is over.
	"""
	sitting = meeting_for(meeting)
	reviewing.check_open(sitting)
	action = frappe.new_doc("Action")
	action.update(
		{
			"what": what,
			"action_owner": action_owner,
			"due_on": due_on,
			"child": child,
			"plan": plan,
			"priority": priority,
			"set_in": meeting,
		}
	)
	action.flags.client = client
	action.insert()
	tell_meeting(meeting, action, kind="action")
	return reviewing.as_shown(action, meeting)


@frappe.whitelist(methods=["POST"])
@begins_again()
def review_action(
	action: str,
	outcome: str,
	meeting: str | None = None,
	note: str | None = None,
	due_on: str | None = None,
	modified: str | None = None,
	client: str | None = None,
) -> dict[str, Any]:
	"""Closes, drops, moves or keeps an action; in a meeting it then counts as reviewed there.

	Args:
		outcome: "Done", "No longer needed" (needs a note), "Moved" (needs a date and a note) or "Kept".
		modified: the action's timestamp when it was read; if it has changed since, the review is refused.

	Raises:
		MeetingClosedError: the meeting is over.
		StaleMeetingError: the action has changed since it was read. ActionDateError, RationaleMissingError:
			the date or the note is missing.
	"""
	sitting = meeting_for(meeting, for_update=True) if meeting else None
	doc = record_for("Action", action, "write", for_update=True)
	if sitting:
		reviewing.check_open(sitting)
	doc.flags.client = client
	reviewing.review(doc, outcome, meeting, note, due_on, modified)
	if sitting:
		tell_meeting(sitting.name, doc, kind="action")
	return reviewing.as_shown(doc, meeting)


@frappe.whitelist(methods=["POST"])
@begins_again()
def take_back_review(
	action: str, meeting: str, modified: str | None = None, client: str | None = None
) -> dict[str, Any]:
	"""Takes back what this user decided last about an action in this meeting, as if it had not been reviewed.

	Args:
		modified: the action's timestamp when it was read; if it has changed since, nothing is taken back.

	Raises:
		MeetingClosedError: the meeting is over.
		StaleMeetingError: the action has changed since it was read, or somebody else reviewed it last.
	"""
	sitting = meeting_for(meeting, for_update=True)
	doc = record_for("Action", action, "write", for_update=True)
	reviewing.check_open(sitting)
	doc.flags.client = client
	reviewing.take_back(doc, meeting, modified)
	tell_meeting(sitting.name, doc, kind="action")
	return reviewing.as_shown(doc, meeting)


@frappe.whitelist(methods=["POST"])
@begins_again()
def change_action(
	action: str, meeting: str, values: dict | str, bases: dict | str, client: str | None = None
) -> dict[str, Any]:
	"""Corrects an action in the meeting that set it: what, who or when. A corrected date is no move.

	Args:
		values: field → what it should be; `what`, `action_owner` and `due_on`.
		bases: field → what it was when it was read.

	Raises:
		MeetingClosedError: the meeting is over.
		FieldNotEditableError: another field is among the values.
		StaleMeetingError: somebody else has changed one of the fields since.
	"""
	sitting = meeting_for(meeting, for_update=True)
	doc = record_for("Action", action, "write", for_update=True)
	reviewing.check_open(sitting)
	doc.flags.client = client
	reviewing.correct(doc, meeting, frappe.parse_json(values), frappe.parse_json(bases))
	tell_meeting(sitting.name, doc, kind="action")
	return reviewing.as_shown(doc, meeting)


@frappe.whitelist(methods=["GET"])
def capacity_note(plan: str, predicted_start: str) -> str:
	"""Returns a sentence if the team has more starts in that month than it says it can manage, otherwise ""."""
	doc = record_for("Permanence Plan", plan)
	return over_capacity(doc, getdate(predicted_start))
