"""Handover."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from ppoc.children.handovers import database
from ppoc.children.handovers.offers import (
	ACCEPTED,
	NEED_A_REASON,
	OFFERED,
	RECEIVING_STEPS,
	Allocation,
	fault_of,
	moved_since,
)
from ppoc.children.names_in_text_database import child_and_siblings, refuse_names
from ppoc.exceptions import HandoverAnswerError, HandoverStateError, HandoverTargetError, OpenHandoverError

FIXED = ("kind", "child", "reason", "to_locality", "to_team", "to_worker")
TO = ("to_team", "to_worker")
"""Who takes the child, which the receiving side may still fill in when it accepts."""


class Handover(Document):
	"""An offer of a child to somebody else; the child moves when they accept, and so does who sees it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer_reason: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Date | None
		child: DF.Data | None
		child_id: DF.Data | None
		from_locality: DF.Link | None
		from_team: DF.Link | None
		from_worker: DF.Link | None
		kind: DF.Literal["Handover", "Referral"]
		offered_by: DF.Link | None
		offered_on: DF.Date | None
		reason: DF.SmallText
		receivers: DF.SmallText | None
		status: DF.Literal["Offered", "Accepted", "Refused", "Revoked"]
		title: DF.Data | None
		to_locality: DF.Link | None
		to_team: DF.Link | None
		to_worker: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Checks that the user may change the child and that there is no other open offer, and records the offer."""
		self.status, self.answer_reason, self.answered_by, self.answered_on = OFFERED, None, None, None
		self.offered_by, self.offered_on = frappe.session.user, nowdate()
		child = database.locked_child(self.child) if self.child else None
		if not child or not self.may_write_child():
			refuse(
				_("Only somebody who may change the child's record can hand the child over."),
				HandoverAnswerError,
			)
		if child.merged_into:
			refuse(_("This record was merged. Hand over the one that was kept."), HandoverStateError)
		if other := database.open_offer(child.name):
			refuse(_("{0} is offered already: {1}.").format(child.child_id, other), OpenHandoverError)
		self.child_id = child.child_id
		self.refuse_names("reason")
		self.from_locality, self.from_team, self.from_worker = child.locality, child.team, child.social_worker
		self.set_target(child)

	def validate(self) -> None:
		"""Keeps the offer as it was made, and checks that each step is taken by the right side."""
		before = self.get_doc_before_save()
		if before is None:
			return
		if before.status != OFFERED:
			refuse(_("This offer has been answered. Make a new one."), HandoverStateError)
		changed = [field for field in FIXED if (self.get(field) or "") != (before.get(field) or "")]
		if self.status == ACCEPTED:
			changed = [field for field in changed if field not in TO or before.get(field)]
		if changed:
			refuse(_("An offer cannot be changed. Revoke it and make a new one."), HandoverStateError)
		if self.status != OFFERED:
			self.take_step()

	def on_update(self) -> None:
		"""Moves the child on acceptance, in the same transaction."""
		if self.status == ACCEPTED and self.get_doc_before_save().status == OFFERED:
			database.move(self.child or "", self.place)

	def on_trash(self) -> None:
		"""Refuses deletion: who was offered a child and when is kept."""
		refuse(_("Offers are kept. Revoke this one instead."), HandoverStateError)

	@property
	def place(self) -> Allocation:
		"""Where the child is to go."""
		return Allocation(self.to_locality or "", self.to_team or "", self.to_worker or "")

	def may_write_child(self) -> bool:
		"""Returns whether the session's user is on the offering side."""
		return bool(frappe.has_permission("Child", "write", doc=self.child))

	def set_target(self, child: frappe._dict) -> None:
		"""Sets where the child goes, and who may accept there."""
		to = database.completed(self.to_locality, self.to_team, self.to_worker)
		if fault := fault_of(database.place_of(child), to):
			refuse(_(fault), HandoverTargetError)
		self.to_locality, self.to_team, self.to_worker = to.locality, to.team or None, to.worker or None
		self.title = _("{0} to {1}").format(self.child_id, self.to_team or self.to_locality)
		who = database.receivers(to, child)
		if not who:
			refuse(
				_(
					"Nobody there can accept. A manager needs a login and, if the child's record is"
					" restricted, must be named on it."
				),
				HandoverTargetError,
			)
		self.receivers = ", ".join(who)

	def refuse_names(self, field: str) -> None:
		"""Refuses names of the child and its siblings in what the receiving side reads."""
		words = _(
			"The receiving side may not see the child yet. Write “the child”, “the sister” or {0} instead."
		)
		refuse_names(self, field, child_and_siblings(self.child), words.format(self.child_id))

	def take_step(self) -> None:
		"""Checks who accepts, refuses or revokes the offer, and records it."""
		child = database.locked_child(self.child or "")
		user = frappe.session.user
		if self.status in RECEIVING_STEPS and user not in database.receivers(self.place, child):
			refuse(
				_("Only the receiving manager or practice supervisor can answer this."), HandoverAnswerError
			)
		if self.status not in RECEIVING_STEPS and not self.may_write_child():
			refuse(
				_("Only somebody who may change the child's record can revoke an offer."), HandoverAnswerError
			)
		if self.status in NEED_A_REASON and not (self.answer_reason or "").strip():
			refuse(_("Say why; the other side will read it."), HandoverStateError)
		if self.status not in RECEIVING_STEPS:
			self.refuse_names("answer_reason")
		if self.status == ACCEPTED:
			self.check_still_there(child)
			to = database.completed(self.to_locality, self.to_team, self.to_worker)
			self.to_locality, self.to_team, self.to_worker = to.locality, to.team or None, to.worker or None
		self.answered_by, self.answered_on = user, nowdate()

	def check_still_there(self, child: frappe._dict) -> None:
		"""Refuses if the child has moved since it was offered."""
		offered_from = Allocation(self.from_locality or "", self.from_team or "")
		if moved_since(offered_from, database.place_of(child)):
			refuse(_("The child has moved since it was offered. Ask for a new offer."), HandoverStateError)


def refuse(words: str, error: type[Exception]) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, error, title=_("Handover"))
	raise AssertionError  # `throw` never returns
