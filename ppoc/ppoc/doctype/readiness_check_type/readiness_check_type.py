"""Readiness Check Type."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheckType(Document):
	"""A type of request that a readiness check is about."""
