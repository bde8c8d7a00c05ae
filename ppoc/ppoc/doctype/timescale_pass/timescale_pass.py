"""Timescale Pass."""

from __future__ import annotations

from frappe.model.document import Document


class TimescalePass(Document):
	"""One computation of all due dates, by the nightly job."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		changed: DF.Int
		faults: DF.SmallText | None
		finished_on: DF.Datetime | None
		last_child: DF.Data | None
		looked_at: DF.Int
		started_on: DF.Datetime | None
		status: DF.Literal["Running", "Done", "Interrupted"]
	# end: auto-generated types
