"""Service Event."""

from __future__ import annotations

from frappe.model.document import Document


class ServiceEvent(Document):
	"""Something that happened to a forum of a team or locality on a date, such as a quarterly report."""
