"""Booking Paper."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class BookingPaper(CaseRow):
	"""A paper for a place in a sitting, and whether it has arrived."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		document: DF.Data | None
		due_on: DF.Date | None
		how: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		prepared_by: DF.Link | None
		received_on: DF.Date | None
		required: DF.Check
	# end: auto-generated types
