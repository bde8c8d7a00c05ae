"""Sibling Group."""

from __future__ import annotations

from frappe.model.document import Document


class SiblingGroup(Document):
	"""Brothers and sisters who are considered together."""
