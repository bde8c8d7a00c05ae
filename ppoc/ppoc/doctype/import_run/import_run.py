"""Import Run."""

from __future__ import annotations

from frappe.model.document import Document


class ImportRun(Document):
	"""One load of files: its counts, its findings and who ran it."""
