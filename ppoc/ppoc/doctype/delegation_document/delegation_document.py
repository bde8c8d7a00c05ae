"""Delegation Document."""

from __future__ import annotations

from frappe.model.document import Document


class DelegationDocument(Document):
	"""A document that a request needs, or may include."""
