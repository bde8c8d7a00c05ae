"""Import Mapping Column."""

from __future__ import annotations

from frappe.model.document import Document


class ImportMappingColumn(Document):
	"""Import Mapping Column"""
