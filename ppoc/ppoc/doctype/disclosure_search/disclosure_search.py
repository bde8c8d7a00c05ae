"""Disclosure Search."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DisclosureSearch(CaseRow):
	"""Where somebody looked for what is held about a child."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		found: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		place: DF.Data
		searched_on: DF.Date
	# end: auto-generated types
