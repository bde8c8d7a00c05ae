"""Meetings for the calendar view."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_time, getdate

_DEFAULT_MINUTES = 60


@frappe.whitelist(methods=["GET", "POST"])
def get_meetings(start: str, end: str, filters: str | list | None = None) -> list[dict[str, Any]]:
	"""Returns the meetings between two days that the reader may see, each with its start and end."""
	chosen = [row[:4] for row in frappe.parse_json(filters or "[]")]
	wanted = [*chosen, ["Meeting", "meeting_date", "between", [start, end]]]
	meetings = frappe.get_list(
		"Meeting",
		filters=wanted,
		fields=["name", "title", "status", "meeting_date", "start_time", "duration_minutes"],
		limit=0,
	)
	return [_event(meeting) for meeting in meetings]


def _event(meeting: dict[str, Any]) -> dict[str, Any]:
	begins = datetime.combine(
		getdate(meeting["meeting_date"]), get_time(str(meeting["start_time"] or "09:00:00"))
	)
	ends = begins + timedelta(minutes=meeting["duration_minutes"] or _DEFAULT_MINUTES)
	return {
		"name": meeting["name"],
		"title": meeting["title"],
		"status": meeting["status"],
		"start": str(begins),
		"end": str(ends),
		"allDay": 0,
	}
