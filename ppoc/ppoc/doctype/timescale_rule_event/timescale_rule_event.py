"""Timescale Rule Event."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleRuleEvent(Document):
	"""A type of event that satisfies or stops a rule."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		event_type: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
