"""Import Mapping Column."""

from __future__ import annotations

from frappe.model.document import Document


class ImportMappingColumn(Document):
	"""One column of a file and the field it goes to."""
