"""Forum Agenda Item."""

from __future__ import annotations

from frappe.model.document import Document


class ForumAgendaItem(Document):
	"""One item on a forum's agenda."""
