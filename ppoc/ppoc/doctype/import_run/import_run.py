"""Import Run."""

from __future__ import annotations

from frappe.model.document import Document


class ImportRun(Document):
	"""One import of files: its counts, its findings and who ran it."""
