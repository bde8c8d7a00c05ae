"""Import Mapping."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.imports.saved_mappings import check_nightly


class ImportMapping(Document):
	"""Which column of a file goes to which field."""

	def validate(self) -> None:
		"""Checks that somebody is responsible for an import that runs at night."""
		check_nightly(self)
