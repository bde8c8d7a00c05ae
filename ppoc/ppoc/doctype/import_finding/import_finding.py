"""Import Finding."""

from __future__ import annotations

from frappe.model.document import Document


class ImportFinding(Document):
	"""One message from an import about a row."""
