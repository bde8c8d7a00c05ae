"""Child."""

from __future__ import annotations

from frappe.model.document import Document


class Child(Document):
	"""A child known to the service."""
