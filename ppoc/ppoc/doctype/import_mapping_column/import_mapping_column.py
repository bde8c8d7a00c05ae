"""Import Mapping Column."""

from __future__ import annotations

from frappe.model.document import Document


class ImportMappingColumn(Document):
	"""One column of a file and the field it goes to."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sheet: DF.Data | None
		source_column: DF.Data
		target: DF.Data | None
	# end: auto-generated types
