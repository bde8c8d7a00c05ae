"""Meeting Agenda Item."""

from __future__ import annotations

from frappe.model.document import Document


class MeetingAgendaItem(Document):
	"""Meeting Agenda Item"""
