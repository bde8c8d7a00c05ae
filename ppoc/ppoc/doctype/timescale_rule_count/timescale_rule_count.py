"""Timescale Rule Count."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleRuleCount(Document):
	"""A date that a rule counts from, and how far."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Int
		and_later: DF.Check
		direction: DF.Literal["After", "Before"]
		event_type: DF.Link | None
		occurrence: DF.Int
		other_rule: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unit: DF.Literal["Calendar days", "Working days", "Weeks", "Months"]
	# end: auto-generated types
