"""Agenda Query."""

from __future__ import annotations

from frappe.model.document import Document


class AgendaQuery(Document):
	"""Which children an agenda item pulls in, as filters."""
