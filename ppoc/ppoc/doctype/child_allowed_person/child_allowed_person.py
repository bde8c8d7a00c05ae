"""Child Allowed Person."""

from __future__ import annotations

from frappe.model.document import Document


class ChildAllowedPerson(Document):
	"""Child Allowed Person"""
