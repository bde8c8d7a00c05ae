"""Discussion Answer."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class DiscussionAnswer(CaseRow):
	"""The answer to one question about a child."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Text | None
		answer_type: DF.Literal["Text", "Long text", "Date", "Choice", "Yes or no", "Number"]
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		choices: DF.SmallText | None
		entered: DF.Literal["Before the meeting", "In the meeting"]
		help: DF.SmallText | None
		left_out: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		prefill: DF.Data | None
		question: DF.SmallText | None
		question_key: DF.Data | None
		required: DF.Check
		section: DF.Data | None
		typed: DF.Check
	# end: auto-generated types
