"""Record Question."""

from __future__ import annotations

from frappe.model.document import Document


class RecordQuestion(Document):
	"""A question of a record template."""
