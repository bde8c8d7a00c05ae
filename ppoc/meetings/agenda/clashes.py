"""Finds sittings at the same time with the same chair or in the same room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.meetings.agenda.database import as_time

OPEN = ("Proposed", "Planned", "Circulated")
PLACED = ("meeting_date", "start_time", "duration_minutes", "chair", "venue")


@dataclass(frozen=True)
class Taken:
	"""A time that is taken.

	Attributes:
		title: of the sitting.
		chair, venue: "" if there is none.
	"""

	title: str
	begins: datetime
	ends: datetime
	chair: str = ""
	venue: str = ""


def clashing(one: Taken, others: Iterable[Taken]) -> list[tuple[Taken, bool, bool]]:
	"""Returns the sittings at the same time, and whether they share the chair and the room."""
	found = []
	for other in others:
		if one.begins < other.ends and other.begins < one.ends:
			chair = bool(one.chair) and one.chair == other.chair
			room = bool(_plain(one.venue)) and _plain(one.venue) == _plain(other.venue)
			if chair or room:
				found.append((other, chair, room))
	return found


def _plain(venue: str) -> str:
	return " ".join(venue.casefold().split())


def clashes_of(meeting: Document) -> list[str]:
	"""Returns a sentence for each open sitting that has this one's chair or room at the same time."""
	if meeting.status not in OPEN or not (meeting.chair or meeting.venue):
		return []
	rows = frappe.get_all(
		"Meeting",
		filters={
			"meeting_date": meeting.meeting_date,
			"status": ["in", OPEN],
			"name": ["!=", meeting.name or ""],
		},
		fields=["title", *PLACED],
	)
	chair = frappe.db.get_value("Worker", meeting.chair, "worker_name") if meeting.chair else ""
	return [
		_words(other, chair or "", meeting.venue or "", same_chair, same_room)
		for other, same_chair, same_room in clashing(_taken(meeting), map(_taken, rows))
	]


def _taken(row: Any) -> Taken:
	begins = datetime.combine(getdate(row.meeting_date), as_time(row.start_time))
	minutes = row.duration_minutes or 0
	return Taken(
		row.title or "", begins, begins + timedelta(minutes=minutes), row.chair or "", row.venue or ""
	)


def _words(other: Taken, chair: str, venue: str, same_chair: bool, same_room: bool) -> str:
	what = other.title, f"{other.begins:%H:%M}"
	if same_chair and same_room:
		return _("{2} chairs {0} at {1} in the same room ({3}).").format(*what, chair, venue)
	if same_chair:
		return _("{2} also chairs {0} at {1}.").format(*what, chair)
	return _("{2} is taken by {0} at {1}.").format(*what, venue)


def tell_clashes(meeting: Document) -> None:
	"""Tells whoever plans or moves a sitting of a clash; it is saved all the same. Runs after saving."""
	before = meeting.get_doc_before_save()
	if before and not any(str(meeting.get(f) or "") != str(before.get(f) or "") for f in PLACED):
		return
	for words in clashes_of(meeting):
		frappe.msgprint(words, title=_("At the Same Time"), indicator="orange")
