"""Permanence Plan."""

from __future__ import annotations

from frappe.model.document import Document


class PermanencePlan(Document):
	"""One route to a permanent family for one child."""
