"""Return Line."""

from __future__ import annotations

from frappe.model.document import Document


class ReturnLine(Document):
	"""What a confirmed fortnightly form said about one child: its own record, so that its permissions follow
	the child."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actual_start: DF.Date | None
		child: DF.Link
		fortnightly_return: DF.Link
		plan: DF.Link
		plan_status: DF.Data | None
		predicted_start: DF.Date | None
		route: DF.Link | None
		times_moved: DF.Int
	# end: auto-generated types
