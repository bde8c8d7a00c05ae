"""Forums that sit directly before another one: their sittings move with it, and depend on its schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.meetings.agenda.database import as_time

OPEN = ("Proposed", "Planned", "Circulated")


def move_those_before(host: Document) -> list[str]:
	"""Moves each open sitting that ended when the host began, after the host's day or time has changed.

	A sitting that somebody has already moved apart from the host stays where it is.

	Returns:
		The names of the meetings that were moved.
	"""
	before = host.get_doc_before_save()
	if not before or host.status not in OPEN or _begins(before) == _begins(host):
		return []
	forums = frappe.get_all("Forum", filters={"directly_before": host.forum}, pluck="name")
	filters = {
		"forum": ["in", forums or [""]],
		"locality": host.locality,
		"team": host.team or ["is", "not set"],
		"meeting_date": before.meeting_date,
		"status": ["in", OPEN],
	}
	moved = []
	for name in frappe.get_all("Meeting", filters=filters, pluck="name"):
		meeting = frappe.get_doc("Meeting", name, for_update=True)
		length = timedelta(minutes=meeting.duration_minutes or 0)
		if _begins(meeting) + length != _begins(before):
			continue
		begins = _begins(host) - length
		meeting.meeting_date, meeting.start_time = begins.date(), begins.time()
		meeting.save()
		meeting.add_comment("Comment", text=_("Moved with {0}.").format(host.title))
		moved.append(name)
	return moved


def waits_for(schedule: Document) -> str | None:
	"""Returns the forum without whose schedule this one proposes no sitting; None if nothing is missing."""
	host = frappe.db.get_value("Forum", schedule.forum, "directly_before")
	if not host:
		return None
	place = {"locality": schedule.locality, "team": schedule.team or ["is", "not set"]}
	there = frappe.db.exists("Forum Schedule", {"forum": host, "active": 1, **place})
	return None if there else host


def _begins(meeting: Document) -> datetime:
	return datetime.combine(getdate(meeting.meeting_date), as_time(meeting.start_time))
