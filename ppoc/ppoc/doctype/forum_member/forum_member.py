"""Forum Member."""

from __future__ import annotations

from frappe.model.document import Document


class ForumMember(Document):
	"""A role or post that attends a forum."""
