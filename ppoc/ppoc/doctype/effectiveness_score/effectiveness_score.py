"""Effectiveness Score."""

from __future__ import annotations

from frappe.model.document import Document


class EffectivenessScore(Document):
	"""Effectiveness Score"""
