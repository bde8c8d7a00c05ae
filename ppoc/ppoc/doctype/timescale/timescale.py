"""Timescale."""

from __future__ import annotations

from frappe.model.document import Document


class Timescale(Document):
	"""One due date, with its state and its explanation."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cause: DF.Data | None
		cause_name: DF.Data | None
		child: DF.Link | None
		counted_from: DF.Date | None
		digest: DF.Data | None
		due_on: DF.Date | None
		duty: DF.Link | None
		duty_role: DF.Link | None
		escalate_on: DF.Date | None
		escalate_to: DF.Link | None
		forum_schedule: DF.Link | None
		locality: DF.Link | None
		meeting: DF.Link | None
		responsible: DF.Link | None
		rule: DF.Link | None
		satisfied_by: DF.Data | None
		satisfied_on: DF.Date | None
		state: DF.Literal["Not due", "Due soon", "Overdue", "Met", "Met late", "Missed", "Stopped"]
		step: DF.Int
		stopped_by: DF.Data | None
		stopped_on: DF.Date | None
		team: DF.Link | None
	# end: auto-generated types
