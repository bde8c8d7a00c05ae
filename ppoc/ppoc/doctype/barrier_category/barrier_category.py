"""Barrier Category."""

from __future__ import annotations

from frappe.model.document import Document


class BarrierCategory(Document):
	"""A kind of barrier that blocks a plan."""
