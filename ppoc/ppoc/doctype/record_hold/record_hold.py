"""Record Hold."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import RecordHoldError

FIXED = ("child", "reason", "held_by", "held_on")
LIFTED = ("lifted_by", "lifted_on", "lifted_reason")


class RecordHold(Document):
	"""Keeps a child's record from being erased. It is lifted with a reason, never deleted."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link
		held_by: DF.Link | None
		held_on: DF.Date | None
		held_until: DF.Date | None
		lifted_by: DF.Link | None
		lifted_on: DF.Date | None
		lifted_reason: DF.SmallText | None
		reason: DF.SmallText
		status: DF.Literal["Held", "Ended"]
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who holds the record and since when."""
		self.held_by, self.held_on = frappe.session.user, nowdate()
		self.lifted_by = self.lifted_on = self.lifted_reason = None

	def validate(self) -> None:
		"""Checks the hold; a reason for lifting it ends it."""
		before = self.get_doc_before_save()
		if before:
			self.keep(before)
		if self.held_until and (not before or self.has_value_changed("held_until")):
			self.check_until()
		if (self.lifted_reason or "").strip() and not self.lifted_on:
			self.lifted_by, self.lifted_on = frappe.session.user, nowdate()
		self.status = "Ended" if self.has_ended() else "Held"

	def on_trash(self) -> None:
		"""Refuses deletion: who held what stays on record until the child's record is erased."""
		refuse(_("A hold cannot be deleted. Lift it with a reason."))

	def keep(self, before: Document) -> None:
		"""Keeps what was recorded; a hold that was lifted stays as it is."""
		for field in (*FIXED, *(LIFTED if before.lifted_on else ("lifted_by", "lifted_on"))):
			self.set(field, before.get(field))
		if before.lifted_on and self.has_value_changed("held_until"):
			refuse(_("This hold was lifted. Set a new one."))

	def check_until(self) -> None:
		"""Refuses an end in the past."""
		if getdate(self.held_until) < getdate(nowdate()):
			refuse(_("Choose today or a later day as the last day of the hold."))

	def has_ended(self) -> bool:
		"""Returns whether the hold is over."""
		return bool(self.lifted_on) or bool(self.held_until and getdate(self.held_until) < getdate(nowdate()))


def refuse(words: str) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, RecordHoldError, title=_("Record Hold"))
	raise AssertionError  # `throw` never returns
