"""Action Review."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ActionReview(CaseRow):
	"""One review of an action: its outcome, when and by whom."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		by_email: DF.Check
		due_was: DF.Date | None
		meeting: DF.Link | None
		note: DF.SmallText | None
		outcome: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reviewed_by: DF.Link | None
		reviewed_on: DF.Date | None
	# end: auto-generated types
