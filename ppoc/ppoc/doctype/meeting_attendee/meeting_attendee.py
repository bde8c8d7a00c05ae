"""Meeting Attendee."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class MeetingAttendee(CaseRow):
	"""Somebody invited to a meeting, and whether they attended."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attendance: DF.Literal["", "Present", "Apologies", "Absent"]
		chair: DF.Check
		expected: DF.Literal["Always", "For their own children", "For these items", "When asked"]
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		role: DF.Link | None
		worker: DF.Link
	# end: auto-generated types
