"""Erasure."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from ppoc.children.names_in_text_database import child_and_siblings, refuse_names
from ppoc.exceptions import ErasureError
from ppoc.retention import erasing_database as erasing
from ppoc.retention.erasing_database import ASKED, CONFIRMED, STOPPED, WITHDRAWN
from ppoc.retention.retention_period_database import kept
from ppoc.translating import translated

CHANGEABLE = ("reason",)


class Erasure(Document):
	"""One person asks for the erasure of a child's record, another confirms it. What remains is the certificate."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.erasure_count.erasure_count import ErasureCount

		asked_by: DF.Link | None
		asked_on: DF.Datetime | None
		backups_until: DF.Date | None
		child: DF.Link | None
		child_number: DF.Data | None
		confirmed_by: DF.Link | None
		confirmed_on: DF.Datetime | None
		counts: DF.Table[ErasureCount]
		due_on: DF.Date | None
		erased_on: DF.Datetime | None
		files_removed: DF.Int
		locality: DF.Link | None
		pending_files: DF.LongText | None
		reason: DF.SmallText | None
		rule: DF.SmallText | None
		searched: DF.SmallText | None
		status: DF.Literal["Asked", "Confirmed", "Removing files", "Erased", "Stopped", "Withdrawn"]
		stopped_because: DF.SmallText | None
		withdrawn_by: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who asks, and by which rule the record is due."""
		child = self.check_due()
		last = kept([child])[child]
		self.update(
			{
				"child_number": self.child,
				"status": ASKED,
				"locality": frappe.db.get_value("Child", self.child, "locality"),
				"rule": " ".join(map(translated, last.reasons)),
				"due_on": last.erase_from,
				"asked_by": frappe.session.user,
				"asked_on": now_datetime(),
				"counts": [],
			}
		)
		for field in self.meta.fields:
			if field.read_only and field.fieldname in AFTERWARDS:
				self.set(field.fieldname, None)
		self.check_only_one()

	def validate(self) -> None:
		"""Keeps everything but the remarks; the steps are taken by calls of their own."""
		self.refuse_names()
		before = self.get_doc_before_save()
		if not before or self.flags.by_the_job or self.flags.step:
			return
		for field in self.meta.get_valid_columns():
			if field in before.as_dict() and field not in (*CHANGEABLE, "modified", "modified_by", "idx"):
				self.set(field, before.get(field))
		self.counts = before.counts
		if before.status not in (ASKED, STOPPED) and self.has_value_changed("reason"):
			refuse(_("This is a certificate now. It cannot be changed."))

	def refuse_names(self) -> None:
		"""Refuses the child's name in the remarks, which outlive the record."""
		instead = _("This stays on the certificate when the record is gone. Write “the child” instead.")
		refuse_names(self, "reason", child_and_siblings(self.child), instead)

	def on_trash(self) -> None:
		"""Refuses deletion: the certificate is what remains."""
		refuse(_("The record of an erasure cannot be deleted."))

	def confirm(self, child_number: str) -> None:
		"""Confirms the erasure as the second person and starts it."""
		if self.status not in (ASKED, STOPPED):
			refuse(_("This erasure is “{0}”. It cannot be confirmed any more.").format(_(self.status)))
		if frappe.session.user == self.asked_by:
			refuse(_("You asked for this erasure. Somebody else has to confirm it."))
		if (child_number or "").strip() != self.child_number:
			refuse(_("Type the record number {0} to confirm.").format(self.child_number))
		self.check_due()
		self.take_step(
			status=CONFIRMED,
			confirmed_by=frappe.session.user,
			confirmed_on=now_datetime(),
			stopped_because=None,
		)
		erasing.start(self.name)

	def withdraw(self) -> None:
		"""Withdraws an erasure that has not been carried out."""
		if self.status not in (ASKED, STOPPED):
			refuse(_("This erasure is “{0}”. It cannot be withdrawn any more.").format(_(self.status)))
		self.take_step(status=WITHDRAWN, withdrawn_by=frappe.session.user)

	def take_step(self, **values: object) -> None:
		"""Saves a step."""
		self.update(values)
		self.flags.step = True
		self.save()

	def check_due(self) -> str:
		"""Refuses an erasure before the record is due, or while it is held; returns the child."""
		if not self.child:
			refuse(_("Choose the child whose record is to be erased."))
		found = erasing.obstacles_to(self.child)
		if found:
			refuse(_("The record must not be erased today. {0}").format(" ".join(map(translated, found))))
		return self.child

	def check_only_one(self) -> None:
		"""Refuses a second erasure of the same record."""
		other = {"child": self.child, "status": ["!=", WITHDRAWN], "name": ["!=", self.name or ""]}
		if frappe.db.exists("Erasure", other):
			refuse(_("The erasure of this record has been asked for already."))


AFTERWARDS = (
	*(
		"confirmed_by",
		"confirmed_on",
		"withdrawn_by",
		"erased_on",
		"backups_until",
		"files_removed",
		"searched",
	),
	*("stopped_because", "pending_files"),
)
"""Fields that are filled in by later steps."""


def refuse(words: str) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, ErasureError, title=_("Erasure"))
	raise AssertionError  # `throw` never returns
