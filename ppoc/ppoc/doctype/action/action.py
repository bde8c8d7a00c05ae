"""Action."""

from __future__ import annotations

from frappe.model.document import Document


class Action(Document):
	"""Who does what for whom by when."""
