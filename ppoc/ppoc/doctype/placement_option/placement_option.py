"""Placement Option."""

from __future__ import annotations

from frappe.model.document import Document


class PlacementOption(Document):
	"""A kind of placement, in order of preference."""
