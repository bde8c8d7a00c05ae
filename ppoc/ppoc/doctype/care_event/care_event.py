"""Care Event."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.exceptions import ImpossibleDateError
from ppoc.plans.rag import rating_database as ratings
from ppoc.timescales import recompute_database as due_dates
from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY


class CareEvent(Document):
	"""Something that happened to a child on a date."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link
		details: DF.Data | None
		event_date: DF.Date
		event_type: DF.Link
		import_run: DF.Link | None
		meeting: DF.Link | None
		source_key: DF.Data | None
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Locks the child, so that two people who record events for it take turns."""
		due_dates.lock_child(self)

	def validate(self) -> None:
		"""Checks that the date is possible for a child of today."""
		if self.event_date and not FIRST_DAY <= getdate(self.event_date) <= LAST_DAY:
			frappe.throw(
				_("{0} is in the year {1}. Check the year: it must be from {2} to {3}.").format(
					_(self.meta.get_label("event_date")),
					getdate(self.event_date).year,
					FIRST_DAY.year,
					LAST_DAY.year,
				),
				ImpossibleDateError,
				title=_("Impossible Date"),
			)

	def on_update(self) -> None:
		"""Updates the child's due dates and ratings."""
		self.change_dates_and_ratings()

	def after_delete(self) -> None:
		"""Updates them after the event is deleted."""
		self.change_dates_and_ratings()

	def change_dates_and_ratings(self) -> None:
		"""Updates the due dates first, because ratings count them."""
		due_dates.event_changed(self)
		ratings.due_dates_changed(self)
