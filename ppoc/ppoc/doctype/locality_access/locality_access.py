"""Locality Access."""

from __future__ import annotations

from frappe.model.document import Document


class LocalityAccess(Document):
	"""That a person may see the children of a locality, from when until when and by whose word."""
