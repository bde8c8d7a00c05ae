"""Decision Carried On."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DecisionCarriedOn(CaseRow):
	"""A request that was agreed along with another, in the same sitting."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		request: DF.Link | None
		request_type: DF.Link
	# end: auto-generated types
