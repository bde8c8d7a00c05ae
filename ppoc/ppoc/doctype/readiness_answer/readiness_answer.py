"""Readiness Answer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ReadinessAnswer(CaseRow):
	"""The answer to a readiness check, and its result."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Yes", "No", "Does not apply"]
		from_record: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		readiness_check: DF.Link
		remark: DF.SmallText | None
		state: DF.Literal["", "Met", "Reason given", "Does not apply", "Gap"]
	# end: auto-generated types
