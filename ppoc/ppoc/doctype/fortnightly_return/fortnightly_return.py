"""Fortnightly Return."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate, nowdate

from ppoc.exceptions import ReturnStateError
from ppoc.reporting.fortnightly import database

KEPT = ("status", "due_on", "period_start", "period_end", "confirmed_by", "confirmed_on", "service_event")


class FortnightlyReturn(Document):
	"""A team's form for one period; confirming it records the event that the timescale rule requires."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		confirmed_by: DF.Link | None
		confirmed_on: DF.Date | None
		due_on: DF.Date | None
		forum_schedule: DF.Link
		locality: DF.Link | None
		meetings: DF.Text | None
		period_end: DF.Date | None
		period_start: DF.Date | None
		remarks: DF.SmallText | None
		service_event: DF.Link | None
		status: DF.Literal["Draft", "Confirmed"]
		team: DF.Link | None
		title: DF.Data | None
	# end: auto-generated types

	def autoname(self) -> None:
		"""Names the form after its schedule and due date, so that there is only one."""
		self.set_period()
		self.name = f"FR-{self.forum_schedule}-{self.due_on}"

	def before_insert(self) -> None:
		"""Fills in a new form from the records."""
		self.status, self.confirmed_by, self.confirmed_on, self.service_event = "Draft", None, None, None
		self.fill()

	def validate(self) -> None:
		"""Refuses changes to a confirmed form, and keeps fields that only a step may set."""
		self.title = _("{0}, due {1}").format(self.team or self.locality, format_date(self.due_on))
		before = self.get_doc_before_save()
		if not before:
			return
		if before.status == "Confirmed":
			frappe.throw(_("This form is confirmed."), ReturnStateError, title=_("Fortnightly Form"))
		if not self.flags.confirming:
			for field in KEPT:
				self.set(field, before.get(field))

	def on_trash(self) -> None:
		"""Refuses to delete a confirmed form."""
		if self.status == "Confirmed":
			frappe.throw(_("This form is confirmed."), ReturnStateError, title=_("Fortnightly Form"))

	def set_period(self) -> None:
		"""Sets the period and the due date from the rule and the schedule."""
		schedule = frappe.get_cached_doc("Forum Schedule", self.forum_schedule)
		self.locality, self.team = schedule.locality, schedule.team
		due = database.due_of(self.forum_schedule)
		period = database.period_for(schedule, due)
		self.period_start, self.period_end, self.due_on = period.first, period.last, period.last

	def fill(self) -> None:
		"""Fills in the period's meetings from the records."""
		schedule = frappe.get_cached_doc("Forum Schedule", self.forum_schedule)
		period = database.ReturnPeriod(getdate(self.period_start), getdate(self.period_end))
		self.meetings = database.meetings_text(schedule, period)

	def confirm(self) -> None:
		"""Stores the lists as they are now, and records the event for the schedule."""
		for row in database.listed_plans(self):
			row.pop("title")
			line = frappe.get_doc({"doctype": "Return Line", "fortnightly_return": self.name, **row})
			line.insert(ignore_permissions=True)  # only confirming writes these
		event = frappe.get_doc(
			{
				"doctype": "Service Event",
				"event_type": database.CONFIRMED_EVENT,
				"event_date": nowdate(),
				"forum_schedule": self.forum_schedule,
				"details": self.title,
			}
		).insert()
		self.status, self.confirmed_by, self.confirmed_on = "Confirmed", frappe.session.user, nowdate()
		self.service_event = event.name
		self.flags.confirming = True
		self.save()
