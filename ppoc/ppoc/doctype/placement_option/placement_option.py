"""Placement Option."""

from __future__ import annotations

from frappe.model.document import Document


class PlacementOption(Document):
	"""A kind of placement, in order of preference."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active: DF.Check
		needs_exit_plan: DF.Check
		pack: DF.Link | None
		position: DF.Int
		source: DF.Data | None
		title: DF.Data
	# end: auto-generated types
