"""Reads when the children who came into care got how far on the way to permanence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.outcomes.care_periods import CarePeriod
from ppoc.outcomes.outcomes_database import children_in_care
from ppoc.outcomes.steps import Milestones
from ppoc.outcomes.times_in_care import ChildInCare
from ppoc.reporting.figures.lists_database import PLAN_AGREED


def milestones(filters: frappe._dict) -> Iterator[tuple[Row, Milestones]]:
	"""Yields the child's values and the milestones of each time in care that began in a span.

	Args:
		filters: has `from_date` and `to_date`, may have `locality` and `team`.
	"""
	for child in children_in_care(filters, getdate(), (PLAN_AGREED,), plans=True):
		for period in child.periods:
			if period.entered and filters.from_date <= period.known_from <= filters.to_date:
				yield child.row, _milestones(child, period)


def _milestones(child: ChildInCare, period: CarePeriod) -> Milestones:
	last = period.ended_on or date.max
	permanent_on = period.permanent_on

	def first(days: Any) -> date | None:
		return min((day for day in days if day and period.known_from <= day <= last), default=None)

	return Milestones(
		entered_on=period.known_from,
		agreed_on=first(event["event_date"] for event in child.events),
		prioritised_on=first(plan["prioritised_on"] for plan in child.plans),
		started_on=first(plan["actual_start"] for plan in child.plans),
		finished_on=first(plan["actual_finish"] for plan in child.plans),
		permanent_on=permanent_on or first(plan["achieved_on"] for plan in child.plans),
		left_on=period.ended_on,
	)
