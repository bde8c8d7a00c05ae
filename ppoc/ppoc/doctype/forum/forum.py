"""Forum."""

from __future__ import annotations

from frappe.model.document import Document


class Forum(Document):
	"""A kind of meeting as data: rhythm, people, agenda, papers and notes."""
