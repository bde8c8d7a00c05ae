"""Effectiveness Review."""

from __future__ import annotations

from frappe.model.document import Document


class EffectivenessReview(Document):
	"""One observation of a locality's meetings, scored against the criteria."""
