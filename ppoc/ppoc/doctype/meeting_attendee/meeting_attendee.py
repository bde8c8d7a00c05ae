"""Meeting Attendee."""

from __future__ import annotations

from frappe.model.document import Document


class MeetingAttendee(Document):
	"""Meeting Attendee"""
