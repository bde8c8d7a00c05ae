"""Practice Pack."""

from __future__ import annotations

from frappe.model.document import Document


class PracticePack(Document):
	"""A folder of plain data that describes how an authority works."""
