"""Practice Pack."""

from __future__ import annotations

from frappe.model.document import Document


class PracticePack(Document):
	"""A folder of plain data that describes how an authority works."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applied: DF.Code | None
		applied_on: DF.Datetime | None
		description: DF.SmallText | None
		pack_name: DF.Data
		shared: DF.SmallText | None
		source: DF.Data | None
		version: DF.Data | None
	# end: auto-generated types
