"""Flag."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.children.flags import database
from ppoc.exceptions import FlagAboutError, FlagClosedError, FlagForNobodyError, FlagNotYoursError

SETTERS = ("message", "shows_on", "for_worker", "for_role", "child", "plan", "meeting")
"""Fields that only the user who set the flag may change."""
STAMPS = ("status", "set_by", "set_on", "closed_by", "closed_on", "told_on", "told")


class Flag(Document):
	"""A message with a date, for a person or a role; it is closed with a reason and never deleted."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link | None
		close_reason: DF.SmallText | None
		closed_by: DF.Link | None
		closed_on: DF.Date | None
		for_role: DF.Link | None
		for_worker: DF.Link | None
		locality: DF.Link | None
		meeting: DF.Link | None
		message: DF.SmallText
		plan: DF.Link | None
		set_by: DF.Link | None
		set_on: DF.Date | None
		shows_on: DF.Date
		status: DF.Literal["Open", "Closed"]
		told: DF.SmallText | None
		told_on: DF.Date | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who set it and when."""
		self.status, self.set_by, self.set_on = "Open", frappe.session.user, nowdate()
		self.closed_by = self.closed_on = self.told_on = self.told = self.close_reason = None
		if getdate(self.shows_on) < getdate(nowdate()):
			refuse(_("Choose today or a later day for the flag to come up."), FlagAboutError)

	def validate(self) -> None:
		"""Checks the flag and closes it if a reason was given."""
		before = self.get_doc_before_save()
		if before:
			self.keep_stamps(before)
			self.check_changes(before)
		self.set_about()
		self.check_for()
		if before and (self.close_reason or "").strip() and before.status == "Open":
			self.close()

	def on_trash(self) -> None:
		"""Refuses deletion, so that no flag is lost."""
		refuse(_("Flags cannot be deleted. Close the flag with a reason."), FlagClosedError)

	def keep_stamps(self, before: Document) -> None:
		"""Keeps fields that the app writes; only the daily job sets when the flag came up."""
		for field in STAMPS:
			if not (self.flags.coming_up and field in ("told_on", "told")):
				self.set(field, before.get(field))

	def check_changes(self, before: Document) -> None:
		"""Refuses changes to a closed flag, or by somebody who did not set it. A flag with a new day comes up
		again."""
		if self.flags.coming_up:
			return
		if before.status == "Closed":
			refuse(_("This flag is closed. Set a new one."), FlagClosedError)
		changed = [field for field in SETTERS if str(self.get(field) or "") != str(before.get(field) or "")]
		if changed and frappe.session.user != before.set_by:
			refuse(
				_("Only the person who set the flag can change it. You may close it with a reason."),
				FlagNotYoursError,
			)
		if "shows_on" in changed or "for_worker" in changed or "for_role" in changed:
			self.told_on = self.told = None

	def set_about(self) -> None:
		"""Checks that the flag is about something; a plan implies its child."""
		if self.plan:
			self.child = frappe.db.get_value("Permanence Plan", self.plan, "child")
		if not (self.child or self.meeting):
			refuse(_("What is it about? Name a child, a plan or a meeting."), FlagAboutError)
		self.locality = database.locality_of(self)

	def check_for(self) -> None:
		"""Checks that the flag is for somebody who may see what it is about."""
		if bool(self.for_worker) == bool(self.for_role):
			refuse(_("Who is it for? Name either a person or a role."), FlagForNobodyError)
		named = self.is_new() or self.has_value_changed("for_worker") or self.has_value_changed("for_role")
		if named and not database.who_sees(self):
			refuse(
				_("Nobody it is for can see this record. Give access first, or name somebody else."),
				FlagForNobodyError,
			)

	def close(self) -> None:
		"""Closes the flag, if the user set it or it is for the user."""
		user = frappe.session.user
		if user != self.set_by and user not in database.told(self):
			refuse(
				_("Only the person who set this flag, or somebody it is for, can close it."),
				FlagNotYoursError,
			)
		self.status, self.closed_by, self.closed_on = "Closed", user, nowdate()


def refuse(words: str, error: type[Exception]) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, error, title=_("Flag"))
	raise AssertionError  # `throw` never returns
