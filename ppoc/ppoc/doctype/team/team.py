"""Team."""

from __future__ import annotations

from frappe.model.document import Document


class Team(Document):
	"""A team of workers in a locality."""
