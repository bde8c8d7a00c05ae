"""Carer Assessment."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class CarerAssessment(CaseRow):
	"""One assessment of a connected person as a carer."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_on: DF.Date
		assessor: DF.Data | None
		due_on: DF.Date | None
		filed_on: DF.Date | None
		kind: DF.Literal["Viability", "Special guardianship", "Connected foster carer", "Parent"]
		outcome: DF.Literal["", "Positive", "Negative", "Withdrawn"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remark: DF.SmallText | None
	# end: auto-generated types
