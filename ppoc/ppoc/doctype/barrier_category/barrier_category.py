"""Barrier Category."""

from __future__ import annotations

from frappe.model.document import Document


class BarrierCategory(Document):
	"""A kind of barrier that blocks a plan."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		category_name: DF.Data
		description: DF.SmallText | None
	# end: auto-generated types
