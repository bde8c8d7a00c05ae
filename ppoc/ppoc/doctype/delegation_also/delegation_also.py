"""Delegation Also."""

from __future__ import annotations

from frappe.model.document import Document


class DelegationAlso(Document):
	"""A type of request that may be agreed along with another."""
