"""Escalation."""

from __future__ import annotations

from frappe.model.document import Document


class Escalation(Document):
	"""A blocker taken to a named role; open until answered."""
