"""Action Review."""

from __future__ import annotations

from frappe.model.document import Document


class ActionReview(Document):
	"""Action Review"""
