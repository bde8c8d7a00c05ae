"""Events that a meeting records for its children before and after it is held: planned, circulated, notes issued.

Due dates count from them: the update is due before a planned meeting, the notes after one that was held.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.database.rows import insert_rows
from ppoc.timescales.recompute_database import gathered, touch

COMING = ("Planned", "Circulated")
FIELDS = ("planned_event_type", "circulated_event_type", "notes_event_type")


def note(meeting: Document) -> None:
	"""Records what the meeting's status means for the children on its agenda. Runs when a Meeting is saved."""
	forum = frappe.get_cached_doc("Forum", meeting.forum)
	if not any(forum.get(field) for field in FIELDS):
		return
	before = meeting.get_doc_before_save()
	entered = not before or before.status != meeting.status
	with gathered():
		if meeting.status in COMING:
			_add(meeting, forum.planned_event_type, getdate(meeting.meeting_date))
			_move(meeting, forum.planned_event_type)
		if meeting.status == "Cancelled":
			_take_back(meeting, forum.planned_event_type)
		if entered and meeting.status == "Circulated":
			_add(meeting, forum.circulated_event_type, getdate(nowdate()))
		if entered and meeting.status == "Notes issued":
			_add(meeting, forum.notes_event_type, getdate(nowdate()), state="Done")


def _add(meeting: Document, event_type: str | None, day: object, **talks: str) -> None:
	"""Records the event for each child on the agenda who has none from this meeting yet."""
	if not event_type:
		return
	listed = set(frappe.get_all("Meeting Discussion", {"meeting": meeting.name, **talks}, pluck="child"))
	known = set(frappe.get_all("Care Event", _of(meeting, event_type), pluck="child"))
	fresh = sorted(listed - known)
	rows = [
		{
			"child": child,
			"event_type": event_type,
			"event_date": day,
			"details": meeting.forum,
			"meeting": meeting.name,
		}
		for child in fresh
	]
	if rows:
		insert_rows("Care Event", rows, frappe.session.user)
		touch(*fresh)


def _move(meeting: Document, event_type: str | None) -> None:
	"""Moves the planned event along with the meeting, and deletes it for children no longer on the agenda."""
	if not event_type:
		return
	listed = set(frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="child"))
	day = getdate(meeting.meeting_date)
	for row in frappe.get_all("Care Event", _of(meeting, event_type), ["name", "child", "event_date"]):
		if row.child not in listed:
			frappe.db.delete("Care Event", {"name": row.name})
		elif getdate(row.event_date) != day:
			frappe.db.set_value("Care Event", row.name, "event_date", day)
		else:
			continue
		touch(row.child)


def _take_back(meeting: Document, event_type: str | None) -> None:
	children = frappe.get_all("Care Event", _of(meeting, event_type), pluck="child") if event_type else []
	if children:
		frappe.db.delete("Care Event", _of(meeting, event_type))
		touch(*children)


def _of(meeting: Document, event_type: str | None) -> dict[str, str | None]:
	return {"meeting": meeting.name, "event_type": event_type}
