"""Delay Reason."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.ages import months_between
from ppoc.children.own_records_database import refuse_siblings_names, set_place
from ppoc.exceptions import DelayReasonError
from ppoc.plans.care_events import reason_for_delay_written
from ppoc.plans.delay.reading import READERS


class DelayReason(Document):
	"""Why a child in care has no agreed plan yet; read by the reviewing officer and the head of service."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link
		locality: DF.Link | None
		months_in_care: DF.Int
		next_step: DF.SmallText
		read_by_head: DF.Link | None
		read_by_head_on: DF.Date | None
		read_by_officer: DF.Link | None
		read_by_officer_on: DF.Date | None
		reason: DF.SmallText
		team: DF.Link | None
		written_by: DF.Link | None
		written_on: DF.Date | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who wrote it, and how long the child has been in care."""
		child = frappe.db.get_value(
			"Child", self.child, ["full_name", "looked_after", "care_started_on"], as_dict=True
		)
		if not child or not child.looked_after:
			frappe.throw(
				_("{0} is not in care, so no reason is needed.").format(
					child.full_name if child else self.child
				),
				DelayReasonError,
				title=_("Delay Reason"),
			)
		self.written_by, self.written_on = frappe.session.user, nowdate()
		began = child.care_started_on
		self.months_in_care = months_between(began, getdate(nowdate())) if began else 0

	def validate(self) -> None:
		"""Sets the place, and keeps what has been read as it is."""
		set_place(self)
		refuse_siblings_names(self, ("reason", "next_step"))
		self.check_not_read_yet()

	def check_not_read_yet(self) -> None:
		"""Checks that nobody has read the text that is changed."""
		before = self.get_doc_before_save()
		if not before or not any(before.get(field) for field in READERS):
			return
		if (before.reason, before.next_step) != (self.reason, self.next_step):
			frappe.throw(
				_("This has been read. Write a new reason for what has changed since."),
				DelayReasonError,
				title=_("Read Already"),
			)

	def after_insert(self) -> None:
		"""Records the event that the due date waits for."""
		reason_for_delay_written(self)
