"""Care Event Type."""

from __future__ import annotations

from frappe.model.document import Document


class CareEventType(Document):
	"""A kind of thing that happens to a child on a date."""
