"""Sibling Group."""

from __future__ import annotations

from frappe.model.document import Document


class SiblingGroup(Document):
	"""Brothers and sisters who are considered together."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		discuss_together: DF.Check
		family_time: DF.SmallText | None
		group_name: DF.Data
		notes: DF.SmallText | None
		placed_together: DF.Check
	# end: auto-generated types
