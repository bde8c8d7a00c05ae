"""Locality."""

from __future__ import annotations

from frappe.model.document import Document


class Locality(Document):
	"""A part of the authority that holds children; the unit of access."""
