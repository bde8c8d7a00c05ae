"""Import Finding."""

from __future__ import annotations

from frappe.model.document import Document


class ImportFinding(Document):
	"""One thing a loader had to say about a row."""
