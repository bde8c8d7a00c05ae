"""Closed Day."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import date_diff, getdate

from ppoc.exceptions import ImpossibleDateError
from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY
from ppoc.timescales.nightly import recompute_soon

MOST_DAYS = 31
"""A longer closure is a mistake in one of the dates."""


class ClosedDay(Document):
	"""Days on which the authority does not work, besides weekends and known bank holidays."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		first_day: DF.Date
		kind: DF.Literal["Office closed", "Bank holiday"]
		last_day: DF.Date | None
		what: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the days are in order and not too many."""
		first, last = getdate(self.first_day), getdate(self.last_day or self.first_day)
		if not FIRST_DAY <= first <= last <= LAST_DAY or date_diff(last, first) >= MOST_DAYS:
			frappe.throw(
				_(
					"From {0} to {1}: check the days. The last one follows the first, at most {2} days in all."
				).format(frappe.format(first), frappe.format(last), MOST_DAYS),
				ImpossibleDateError,
				title=_("Closed Days"),
			)

	def on_update(self) -> None:
		"""Recomputes the due dates that depend on it, in the background."""
		recompute_soon(self, always=True)

	def after_delete(self) -> None:
		"""Recomputes them after it is deleted."""
		recompute_soon(self, deleted=True)
