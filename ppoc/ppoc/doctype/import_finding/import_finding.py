"""Import Finding."""

from __future__ import annotations

from frappe.model.document import Document


class ImportFinding(Document):
	"""One message from an import about a row."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child_id: DF.Data | None
		column: DF.Data | None
		correctable: DF.Check
		file: DF.Data | None
		import_run: DF.Link
		line: DF.Int
		message: DF.SmallText | None
		remedy: DF.SmallText | None
		rule: DF.Data | None
		severity: DF.Literal["Note", "Warning", "Refused", "File"]
		sheet: DF.Data | None
		suggestion: DF.Data | None
	# end: auto-generated types
