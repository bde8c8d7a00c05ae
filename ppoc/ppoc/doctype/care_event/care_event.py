"""Care Event."""

from __future__ import annotations

from frappe.model.document import Document


class CareEvent(Document):
	"""Something that happened to a child on a date."""
