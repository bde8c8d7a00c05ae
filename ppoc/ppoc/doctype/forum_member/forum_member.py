"""Forum Member."""

from __future__ import annotations

from frappe.model.document import Document


class ForumMember(Document):
	"""Forum Member"""
