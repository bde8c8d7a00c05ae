"""Route."""

from __future__ import annotations

from frappe.model.document import Document


class Route(Document):
	"""A way to a permanent family."""
