"""Endpoints of the meeting screen."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from ppoc.access.records import record_for
from ppoc.database.retry import begins_again
from ppoc.exceptions import MeetingClosedError, StaleMeetingError
from ppoc.meeting_statuses import HELD
from ppoc.meetings import autosave, screen_database
from ppoc.meetings.closing import EffectKind
from ppoc.meetings.database import closing_of
from ppoc.meetings.emails.letters import unreachable
from ppoc.meetings.emails.recipients import expected_names, expected_workers
from ppoc.meetings.guards import may_close, meeting_for
from ppoc.translating import translated

GROUP = {
	EffectKind.PRIORITISE: "list",
	EffectKind.POTENTIAL: "potential",
	EffectKind.STEP: "plan",
	EffectKind.TO_PANEL: "panel",
	EffectKind.DECISION: "decision",
	EffectKind.CARRY_OVER: "carried",
	EffectKind.CASE_NOTE: "note",
	EffectKind.UNMET_NEED: "need",
	EffectKind.BROUGHT: "told",
	EffectKind.EMAIL: "email",
}
"""Effects that are listed one by one to the person who closes the meeting, and under which heading."""


@frappe.whitelist(methods=["GET"])
def meeting_screen_data(meeting: str) -> dict[str, Any]:
	"""Returns everything that the meeting screen shows, without restricted records; a fixed number of queries.

	Raises:
		PermissionError: the user may not read the meeting.
	"""
	doc = meeting_for(meeting)
	return screen_database.screen_of(doc, frappe.session.user)


@frappe.whitelist(methods=["GET"])
def preview_closing(meeting: str) -> dict[str, Any]:
	"""Returns what closing will do, what prevents it, and warnings.

	Raises:
		PermissionError: the user may not read the meeting.
	"""
	doc = meeting_for(meeting)
	closing = closing_of(doc, frappe.session.user)
	sends = any(effect.kind is EffectKind.EMAIL for effect in closing.effects)
	return {
		"modified": str(doc.modified),
		"summary": translated(closing.summary),
		"effects": [
			{
				"kind": GROUP[effect.kind],
				"words": translated(effect.words),
				"child": effect.child,
				"discussion": effect.talk,
			}
			for effect in closing.effects
			if effect.kind in GROUP
		]
		+ _actions_set(meeting),
		"blockers": [
			{"words": translated(remark.words), "discussion": remark.talk, "child": remark.child}
			for remark in closing.blockers
		],
		"warnings": [
			{"words": translated(remark.words), "action": remark.action, "child": remark.child}
			for remark in closing.warnings
		],
		"unreviewed": closing.unreviewed,
		"actions_set": frappe.db.count("Action", {"set_in": meeting, "status": "Open"}),
		"emails_to": expected_names(doc) if sends else [],
		"no_email_to": unreachable(expected_workers(doc)) if sends else [],
		"can_close": not closing.blockers and may_close(doc),
	}


def _actions_set(meeting: str) -> list[dict[str, str]]:
	"""Returns the open actions that this meeting set, the earliest due first."""
	rows = frappe.get_list(
		"Action",
		filters={"set_in": meeting, "status": "Open"},
		fields=["what", "due_on", "child", "action_owner.worker_name as owner_name"],
		order_by="due_on asc, `tabAction`.name asc",
		limit=0,
	)
	words = _("{0} ({1}, by {2})")
	return [
		{
			"kind": "action",
			"words": words.format(row.what, row.owner_name, frappe.format(row.due_on, "Date")),
			"child": row.child or "",
			"discussion": "",
		}
		for row in rows
	]


@frappe.whitelist(methods=["POST"])
@begins_again()
def close_meeting(
	meeting: str, modified: str, acknowledge_unreviewed: bool | int | str = False
) -> dict[str, Any]:
	"""Closes the meeting with all its effects, or does nothing at all.

	Args:
		modified: the meeting's timestamp when it was read.
		acknowledge_unreviewed: whether actions that nobody reviewed may stay open.

	Raises:
		PermissionError: the user may not change the meeting.
		MeetingClosedError: it is closed already.
		StaleMeetingError: it has changed since it was read.
	"""
	doc = meeting_for(meeting, "write", for_update=True)
	if doc.status in HELD:
		frappe.throw(
			_("This meeting was closed on {0}.").format(frappe.format(doc.closed_on, "Datetime")),
			MeetingClosedError,
			title=_("Closed Already"),
		)
	if str(doc.modified) != modified:
		frappe.throw(
			_("The meeting has changed since you looked at it. Check again what closing it will do."),
			StaleMeetingError,
			title=_("Meeting Changed"),
		)
	doc.unreviewed_acknowledged = cint(acknowledge_unreviewed)
	doc.status = "Held"
	doc.save()
	return {
		"status": doc.status,
		"closing_summary": doc.closing_summary,
		"closed_on": str(doc.closed_on),
		"modified": str(doc.modified),
	}


@frappe.whitelist(methods=["POST"])
def save_field(
	doctype: str,
	name: str,
	fieldname: str,
	value: str | int | float | None = None,
	read_value: str | int | float | None = None,
	meeting: str | None = None,
	client: str | None = None,
) -> dict[str, Any]:
	"""Saves one field, compared with the value it was read with; see `save_fields`."""
	return save_fields(doctype, name, {fieldname: value}, {fieldname: read_value}, meeting, client)


@frappe.whitelist(methods=["POST"])
@begins_again()
def save_fields(
	doctype: str,
	name: str,
	values: dict | str,
	bases: dict | str,
	meeting: str | None = None,
	client: str | None = None,
) -> dict[str, Any]:
	"""Saves fields that belong together, each compared with the value it was read with.

	A change to another field in the meantime is no conflict. If one of these fields has changed, nothing is
	saved and both values are returned.
	"""
	doc = autosave.record_in_meeting(doctype, name, meeting)
	return autosave.save(doc, frappe.parse_json(values), frappe.parse_json(bases), meeting, client)


@frappe.whitelist(methods=["POST"])
def mark_copied(case_note: str) -> dict[str, Any]:
	"""Records that the note has been copied to the case system; it cannot be changed any more."""
	doc = record_for("Case Note", case_note, "write")
	doc.copied_on = doc.copied_on or frappe.utils.now_datetime()
	doc.save()
	return {"name": doc.name, "copied_on": str(doc.copied_on), "modified": str(doc.modified)}
