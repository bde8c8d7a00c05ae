"""Meeting Attendee."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class MeetingAttendee(CaseRow):
	"""Somebody invited to a meeting, and whether they attended."""
