"""Tracked Placement Update."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class TrackedPlacementUpdate(CaseRow):
	"""One week's update."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		safe: DF.Literal["", "Yes", "Concerns"]
		update_on: DF.Date
		what: DF.SmallText
		worker: DF.Link | None
	# end: auto-generated types
