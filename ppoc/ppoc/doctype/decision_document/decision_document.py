"""Decision Document."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DecisionDocument(CaseRow):
	"""A document of a request, and whether it has arrived."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		document: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		received_on: DF.Date | None
		required: DF.Check
	# end: auto-generated types
