"""Decision Consequence."""

from __future__ import annotations

from frappe.model.document import Document


class DecisionConsequence(Document):
	"""What starts automatically when a request is listed, decided or authorised."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_days: DF.Int
		event_type: DF.Link | None
		kind: DF.Literal["Event", "Plan", "Tracker", "Action"]
		moment: DF.Literal["Listed", "Papers complete", "Emergency", "Agreed", "Authorised", "Withdrawn"]
		owner_role: DF.Literal["Social Worker", "Team Manager", "Supervising Social Worker"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		plan_kind: DF.Literal["", "Primary", "Parallel", "Contingency"]
		route: DF.Link | None
		text: DF.SmallText | None
		tracker: DF.Data | None
	# end: auto-generated types
