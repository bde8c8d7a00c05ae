"""Forum Agenda Item."""

from __future__ import annotations

from frappe.model.document import Document


class ForumAgendaItem(Document):
	"""Forum Agenda Item"""
