"""Prediction Change."""

from __future__ import annotations

from frappe.model.document import Document


class PredictionChange(Document):
	"""Prediction Change"""
