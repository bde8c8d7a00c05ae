"""Import Mapping."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.imports.saved_mappings import check_nightly


class ImportMapping(Document):
	"""Which column of a file goes to which field."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.import_mapping_column.import_mapping_column import ImportMappingColumn

		columns: DF.Table[ImportMappingColumn]
		date_format: DF.Literal["dd/mm/yyyy", "yyyy-mm-dd", "mm/dd/yyyy"]
		kind: DF.Literal["Tracker workbook", "Extract"]
		loads: DF.Literal["", "Children", "Care events", "Workers"]
		locality: DF.Link | None
		mapping_name: DF.Data
		nightly: DF.Check
		nightly_file: DF.Attach | None
		nightly_user: DF.Link | None
		team: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that somebody is responsible for an import that runs at night."""
		check_nightly(self)
