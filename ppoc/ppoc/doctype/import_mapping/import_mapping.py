"""Import Mapping."""

from __future__ import annotations

from frappe.model.document import Document


class ImportMapping(Document):
	"""Which column of a file goes to which field."""
