"""Unmet Need."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.children.names_in_text_database import refuse_names, siblings
from ppoc.exceptions import UnmetNeedError


class UnmetNeed(Document):
	"""A need that nobody could meet: evidence for the sufficiency strategy."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link | None
		forum: DF.Link | None
		kind: DF.Literal[
			"Foster home",
			"Residential home",
			"Supported accommodation",
			"Parent and child",
			"Secure or deprivation of liberty",
			"Sibling group",
			"Health or disability",
			"Service or support",
			"Other",
		]
		locality: DF.Link | None
		looked_for: DF.SmallText | None
		meeting: DF.Link | None
		need: DF.SmallText
		noted_on: DF.Date
		outcome: DF.SmallText | None
		placed_instead: DF.SmallText | None
		status: DF.Literal["Open", "In the strategy", "Met"]
		weekly_cost: DF.Currency
	# end: auto-generated types

	def validate(self) -> None:
		"""Sets the place it belongs to, and requires an outcome when it is closed."""
		instead = _(
			"Others read this who may not see that child. Write “another child” or “the brother” instead."
		)
		refuse_names(self, "looked_for", siblings(self.child), instead)
		source = ("Child", self.child) if self.child else ("Meeting", self.meeting)
		if source[1]:
			self.locality = frappe.db.get_value(*source, "locality")
		if self.meeting and not self.forum:
			self.forum = frappe.db.get_value("Meeting", self.meeting, "forum")
		if not self.locality:
			frappe.throw(
				_("Where is the gap? Name a locality, a child or a meeting."),
				UnmetNeedError,
				title=_("Unmet Need"),
			)
		if self.status != "Open" and not (self.outcome or "").strip():
			frappe.throw(_("Say what was done about it."), UnmetNeedError, title=_("Unmet Need"))
