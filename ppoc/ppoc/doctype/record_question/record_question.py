"""Record Question."""

from __future__ import annotations

from frappe.model.document import Document


class RecordQuestion(Document):
	"""A question of a record template."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer_type: DF.Literal["Text", "Long text", "Date", "Choice", "Yes or no", "Number"]
		brought_to: DF.SmallText | None
		choices: DF.SmallText | None
		entered: DF.Literal["Before the meeting", "In the meeting"]
		event_type: DF.Link | None
		help: DF.SmallText | None
		left_out: DF.Check
		on_closing: DF.Literal["", "Records an event", "Logs an unmet need", "Is brought to people"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		prefill: DF.Literal[
			"",
			"Last answer",
			"Name and date of birth",
			"Name, date of birth and reference number",
			"Entry to care and legal status",
			"Social worker and team",
			"Social worker, team and manager",
			"Placement",
			"Current plan",
			"Contingency or parallel plan",
			"Actions completed",
			"Open actions",
			"Open barriers",
			"Tracked placement",
		]
		question: DF.SmallText
		question_key: DF.Data
		required: DF.Check
		section: DF.Data
		source: DF.Data | None
	# end: auto-generated types
