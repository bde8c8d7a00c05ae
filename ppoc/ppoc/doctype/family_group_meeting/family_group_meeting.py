"""Family Group Meeting."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from ppoc.children.own_records_database import refuse_future, refuse_siblings_names, set_place
from ppoc.exceptions import FamilyMeetingError
from ppoc.plans.care_events import keep_in_step
from ppoc.plans.family_meetings.database import as_meeting
from ppoc.plans.family_meetings.stages import event_days

TEXTS = ("reason_not_offered", "reason_not_held", "family_proposal", "answer_reason", "support_package")
OF_THE_OFFER = ("letter_sent_on", "held_on", "planned_for")


class FamilyGroupMeeting(Document):
	"""Family group decision-making for one child: the offers, the meeting, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.family_group_offer.family_group_offer import FamilyGroupOffer

		answer_reason: DF.SmallText | None
		authority_answer: DF.Literal["", "Agreed", "Agreed in part", "Not agreed"]
		child: DF.Link
		child_there: DF.Literal["", "Yes", "No, but somebody spoke for the child", "No"]
		family_proposal: DF.Text | None
		held_on: DF.Date | None
		led_by: DF.Data | None
		letter_sent_on: DF.Date | None
		locality: DF.Link | None
		not_offered: DF.Check
		not_offered_by: DF.Link | None
		not_offered_on: DF.Date | None
		offer_in_letter: DF.Check
		offered_on: DF.Date | None
		offers: DF.Table[FamilyGroupOffer]
		planned_for: DF.Date | None
		reason_not_held: DF.SmallText | None
		reason_not_offered: DF.SmallText | None
		stage: DF.Literal["", "Offered", "Accepted", "Declined", "Held", "Not held", "Not offered"]
		support_cost: DF.Currency
		support_package: DF.SmallText | None
		support_until: DF.Date | None
		team: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Sets the place and where it stands, and checks what is said against each other."""
		set_place(self)
		refuse_siblings_names(self, TEXTS)
		self.check_offer()
		self.check_days()
		meeting = as_meeting(self, self.offers)
		self.stage, self.offered_on = meeting.stage.value, meeting.offered_on

	def check_offer(self) -> None:
		"""Checks that it was either offered to somebody, or not offered for a reason."""
		if not self.not_offered:
			self.not_offered_on = self.not_offered_by = self.reason_not_offered = None
			if not self.offers:
				self.refuse(_("Say to whom it is offered, or tick that it is not offered and say why."))
			return
		if self.offers or any(self.get(field) for field in OF_THE_OFFER):
			self.refuse(_("It was either offered or not. Remove the offers, or take away the tick."))
		missing = [
			_(self.meta.get_label(field))
			for field in ("reason_not_offered", "not_offered_by", "not_offered_on")
			if not self.get(field)
		]
		if missing:
			self.refuse(_("If it is not offered, also fill in: {0}.").format(", ".join(missing)))

	def check_days(self) -> None:
		"""Checks that nothing has happened in the future, and nothing before it was offered."""
		for field in ("letter_sent_on", "held_on", "not_offered_on"):
			self.check_passed(self.get(field), _(self.meta.get_label(field)))
		for row in self.offers:
			self.check_passed(row.offered_on, _("Row {0}: Offered on").format(row.idx))
			self.check_answer(row)
		first = min((getdate(row.offered_on) for row in self.offers if row.offered_on), default=None)
		if self.held_on and first and getdate(self.held_on) < first:
			self.refuse(_("The meeting was held before it was offered ({0}).").format(format_date(first)))
		if self.held_on and not self.child_there:
			self.refuse(_("Say whether the child was there."))
		if not self.letter_sent_on:
			self.offer_in_letter = 0

	def check_answer(self, row: Document) -> None:
		"""Checks that an answer has a day, and a day an answer."""
		if bool(row.answer) != bool(row.answered_on):
			self.refuse(_("Row {0}: an answer and its day go together.").format(row.idx))
		self.check_passed(row.answered_on, _("Row {0}: Answered on").format(row.idx))
		if row.answered_on and getdate(row.answered_on) < getdate(row.offered_on):
			self.refuse(_("Row {0}: the answer came before the offer.").format(row.idx))

	def check_passed(self, day: object, label: str) -> None:
		"""Checks that a day has come."""
		refuse_future(day, label, FamilyMeetingError, _("Family Group Meeting"))

	def refuse(self, why: str) -> None:
		"""Refuses the record with what to put right."""
		frappe.throw(why, FamilyMeetingError, title=_("Family Group Meeting"))

	def on_update(self) -> None:
		"""Keeps the child's events in step."""
		keep_in_step(self, event_days(as_meeting(self, self.offers)))
