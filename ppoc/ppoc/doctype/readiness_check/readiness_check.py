"""Readiness Check."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheck(Document):
	"""Something to check before a request goes to a panel."""
