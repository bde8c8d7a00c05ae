"""Potential Decision."""

from __future__ import annotations

from frappe.model.document import Document


class PotentialDecision(Document):
	"""Potential Decision"""
