"""Forum Schedule."""

from __future__ import annotations

from frappe.model.document import Document


class ForumSchedule(Document):
	"""When one team or locality holds a forum."""
