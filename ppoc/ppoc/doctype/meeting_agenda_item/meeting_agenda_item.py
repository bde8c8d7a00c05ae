"""Meeting Agenda Item."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class MeetingAgendaItem(CaseRow):
	"""One item on a meeting's agenda."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agenda_query: DF.Link | None
		guidance: DF.SmallText | None
		item_key: DF.Data | None
		minutes: DF.Int
		notes: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		purpose: DF.Literal[
			"Talk", "Categorise", "Progress plan", "Introduce", "Step down", "Challenge", "Record"
		]
		record_template: DF.Link | None
		show_dashboard: DF.Check
		title: DF.Data
	# end: auto-generated types
