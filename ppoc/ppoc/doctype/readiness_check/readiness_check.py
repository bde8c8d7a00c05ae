"""Readiness Check."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheck(Document):
	"""Something to look at before a request goes to a panel."""
