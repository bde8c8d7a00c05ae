"""Locality Access."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate, now_datetime

from ppoc.access import rules
from ppoc.access.periods import AccessPeriod
from ppoc.access.scopes import GRANTS_ANYWHERE_ROLES
from ppoc.database.dates import NO_DATE
from ppoc.exceptions import (
	AccessRecordFixedError,
	NotYourLocalityError,
	OverlappingAccessError,
	OwnAccessError,
)

GRANTED = ("user", "locality", "from_date", "stand_in_for", "granted_by", "granted_on")


class LocalityAccess(Document):
	"""Permission for a user to see the children of a locality, from when to when and granted by whom."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date
		granted_by: DF.Link | None
		granted_on: DF.Datetime | None
		locality: DF.Link
		reason: DF.SmallText | None
		stand_in_for: DF.Link | None
		to_date: DF.Date | None
		user: DF.Link
		withdrawn_by: DF.Link | None
		withdrawn_on: DF.Datetime | None
	# end: auto-generated types

	def before_insert(self) -> None:
		self.granted_by = frappe.session.user
		self.granted_on = now_datetime()
		self.withdrawn_by = self.withdrawn_on = None

	def validate(self) -> None:
		self.check_giver()
		self.check_receiver()
		self.check_period()
		self.check_stand_in()
		self.check_record_kept()
		self.check_overlap()

	def on_update(self) -> None:
		self.take_effect()

	def on_trash(self) -> None:
		frappe.throw(
			_("The record of who had access is kept. Withdraw the access instead."),
			AccessRecordFixedError,
			title=_("Not deleted"),
		)

	@frappe.whitelist(methods=["POST"])
	def withdraw(self, reason: str | None = None) -> None:
		"""Ends the access now. Its record stays.

		Raises:
			PermissionError: the user may not change the record.
			AccessRecordFixedError: it has been withdrawn already.
		"""
		self.check_permission("write")
		if self.withdrawn_on:
			frappe.throw(
				_("This access was withdrawn on {0}.").format(frappe.format(self.withdrawn_on, "Datetime")),
				AccessRecordFixedError,
				title=_("Already withdrawn"),
			)
		self.withdrawn_by = frappe.session.user
		self.withdrawn_on = now_datetime()
		self.reason = reason or self.reason
		self.flags.withdrawing = True
		self.save()

	def check_giver(self) -> None:
		"""Checks that managers grant and withdraw access only for their own localities, and nobody to themselves."""
		giver = frappe.session.user
		if giver == self.user and not self.flags.withdrawing and giver != "Administrator":
			frappe.throw(
				_("Somebody else has to give you access."), OwnAccessError, title=_("Not to yourself")
			)
		if giver == "Administrator" or GRANTS_ANYWHERE_ROLES.intersection(frappe.get_roles(giver)):
			return
		if self.locality not in rules.localities_of(giver):
			frappe.throw(
				_(
					"You can only give access to localities that you have access to yourself. {0} is"
					" not one of them."
				).format(frappe.bold(self.locality)),
				NotYourLocalityError,
				title=_("Not your locality"),
			)

	def check_receiver(self) -> None:
		"""Checks that the user has an active Desk login."""
		kind = frappe.db.get_value("User", self.user, ["enabled", "user_type"], as_dict=True)
		if self.is_new() and not (kind and kind.enabled and kind.user_type == "System User"):
			frappe.throw(
				_("{0} has no active login.").format(frappe.bold(self.user)),
				AccessRecordFixedError,
				title=_("No login"),
			)

	def check_period(self) -> None:
		if self.period.backwards:
			frappe.throw(
				_("The access ends before it begins."),
				AccessRecordFixedError,
				title=_("Dates the wrong way round"),
			)

	def check_stand_in(self) -> None:
		"""Checks that a stand-in stands in for somebody else, and not for ever."""
		if self.stand_in_for and self.user == frappe.db.get_value("Worker", self.stand_in_for, "user"):
			frappe.throw(
				_("Name the person who is away; nobody can stand in for themselves."),
				AccessRecordFixedError,
				title=_("Stand-in"),
			)

		if self.is_new() and self.stand_in_for and not self.to_date:
			frappe.throw(
				_("Say until when this person stands in. The end can be changed later."),
				AccessRecordFixedError,
				title=_("Stand-in"),
			)

	def check_record_kept(self) -> None:
		"""Keeps what was granted as it was; a withdrawn access stays withdrawn."""
		before = self.get_doc_before_save()
		if not before:
			return
		changed = [field for field in GRANTED if str(before.get(field) or "") != str(self.get(field) or "")]
		withdrawn = bool(before.withdrawn_on) != bool(self.withdrawn_on) and not self.flags.withdrawing
		if changed or withdrawn or before.withdrawn_on:
			frappe.throw(
				_("Access that was given cannot be changed. Withdraw it and give it again."),
				AccessRecordFixedError,
				title=_("Cannot be changed"),
			)

	def check_overlap(self) -> None:
		"""Allows one access at a time for a user and a locality. The row of the locality is the lock."""
		if self.withdrawn_on:
			return
		frappe.db.get_value("Locality", self.locality, "name", for_update=True)
		# all of them: an overlap counts whoever asks
		others = frappe.get_all(
			"Locality Access",
			filters={
				"user": self.user,
				"locality": self.locality,
				"withdrawn_on": NO_DATE,
				"name": ["!=", self.name or ""],
			},
			fields=["name", "from_date", "to_date"],
		)
		for other in others:
			if self.period.meets(AccessPeriod(other.from_date, other.to_date)):
				throw_overlap_error(self, other.name)

	def take_effect(self) -> None:
		"""Makes the change take effect at once, in this request and in every other."""
		rules.forget()
		frappe.cache.hdel("bootinfo", self.user)

	@property
	def period(self) -> AccessPeriod:
		return AccessPeriod(getdate(self.from_date), getdate(self.to_date) if self.to_date else None)


def throw_overlap_error(access: LocalityAccess, other: str) -> None:
	frappe.throw(
		_("{0} already has access to {1} in this period: {2}").format(
			frappe.bold(access.user), frappe.bold(access.locality), get_link_to_form("Locality Access", other)
		),
		OverlappingAccessError,
		title=_("Access already given"),
	)
