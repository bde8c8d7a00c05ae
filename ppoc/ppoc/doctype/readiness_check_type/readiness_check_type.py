"""Readiness Check Type."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheckType(Document):
	"""A request type that a readiness check applies to."""
