"""Forum Paper."""

from __future__ import annotations

from frappe.model.document import Document


class ForumPaper(Document):
	"""A document that a forum requires, and by when."""
