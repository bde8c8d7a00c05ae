"""Data Complaint."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import DisclosureError
from ppoc.retention.due_dates_database import due_of_complaint, in_words


class DataComplaint(Document):
	"""Somebody complains about how a child's data are handled (Data Protection Act 2018, section 164A)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledged_on: DF.Date | None
		child: DF.Link
		commission_named: DF.Check
		complainant: DF.Data
		complaint: DF.SmallText
		disclosure_request: DF.Link | None
		due_on: DF.Date | None
		enquiries: DF.SmallText | None
		explanation: DF.SmallText | None
		outcome: DF.Literal["", "Upheld", "Partly upheld", "Not upheld", "Withdrawn"]
		outcome_details: DF.SmallText | None
		outcome_told_on: DF.Date | None
		reached_by: DF.SmallText | None
		received_on: DF.Date
		status: DF.Literal["Received", "Acknowledged", "Answered", "Withdrawn"]
		told_of_progress: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks the dates, and works out state and due date."""
		self.check_dates()
		self.check_request()
		due = due_of_complaint(self)
		self.due_on, self.explanation = due.on, in_words(due)
		self.check_outcome()
		self.set("status", self.state())

	def on_trash(self) -> None:
		"""Refuses deletion: a complaint is answered or withdrawn."""
		refuse(_("A complaint cannot be deleted. Record its outcome."))

	def check_dates(self) -> None:
		"""Refuses steps before receipt or in the future."""
		received = getdate(self.received_on)
		for field in ("received_on", "acknowledged_on", "outcome_told_on"):
			day = self.get(field)
			if day and not received <= getdate(day) <= getdate(nowdate()):
				refuse(
					_("{0} must lie between the day of receipt and today.").format(
						_(self.meta.get_label(field))
					)
				)

	def check_request(self) -> None:
		"""Checks that the disclosure request is about the same child."""
		asked = self.disclosure_request
		if asked and frappe.db.get_value("Disclosure Request", asked, "child") != self.child:
			refuse(_("Choose a disclosure request about this child."))

	def check_outcome(self) -> None:
		"""Refuses an outcome without what the person has to be told."""
		if not self.outcome:
			self.outcome_told_on = None
			return
		if not self.outcome_told_on:
			refuse(_("Say when the person was told of the outcome."))
		if self.outcome == "Withdrawn":
			return
		if not (self.outcome_details or "").strip():
			refuse(_("Say what was decided."))
		if not self.commission_named:
			refuse(_("Tell the person that they may go to the Information Commission, then tick it."))

	def state(self) -> str:
		"""Returns the state; an outcome within the 30 days needs no acknowledgement of its own."""
		if self.outcome:
			return "Withdrawn" if self.outcome == "Withdrawn" else "Answered"
		return "Acknowledged" if self.acknowledged_on else "Received"


def refuse(words: str) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, DisclosureError, title=_("Data Complaint"))
	raise AssertionError  # `throw` never returns
