"""Timescale Duty."""

from __future__ import annotations

from frappe.model.document import Document


class TimescaleDuty(Document):
	"""What is to be done in time, whichever pack says when."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.SmallText | None
		duty_name: DF.Data
		settled_by: DF.Link | None
	# end: auto-generated types
