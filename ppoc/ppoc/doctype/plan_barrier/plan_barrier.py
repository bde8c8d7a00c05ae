"""Plan Barrier."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PlanBarrier(CaseRow):
	"""Something that blocks a plan, until it is resolved."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category: DF.Link
		detail: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		raised_on: DF.Date | None
		resolved_on: DF.Date | None
	# end: auto-generated types
