"""Forum Paper."""

from __future__ import annotations

from frappe.model.document import Document


class ForumPaper(Document):
	"""A document that a forum requires, and by when."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		days_unit: DF.Literal["Working days", "Calendar days"]
		document: DF.Data
		due_days: DF.Int
		how: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		prepared_by: DF.Link | None
		required: DF.Check
		service: DF.Data | None
	# end: auto-generated types
