"""Case Note."""

from __future__ import annotations

from frappe.model.document import Document


class CaseNote(Document):
	"""What goes on the child's file in the case system."""
