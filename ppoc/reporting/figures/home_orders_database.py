"""Children who live at home on a care order, and when somebody last considered its discharge.

The Court of Appeal wants a care order at home only where it is needed, and its discharge decided in the care plan at a
review (JW (Child at Home under Care Order) [2023] EWCA Civ 944). Reviews are at most six months apart (SI 2010/959,
regulation 33), so discharge is to be considered as often.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Coalesce, Max
from pypika.functions import Min
from pypika.queries import QueryBuilder, Selectable
from pypika.terms import Term

from ppoc.reporting.figures.lists_database import REVIEW_HELD, unset
from ppoc.timescales.calendars import months_after
from ppoc.timescales.models import OPEN

CONSIDERED, APPLIED = "Discharge of care order considered", "Application to discharge care order"
REVIEWS = ("First review", "Second review", "Later reviews")
MONTHS = 6
"""Months from one look at the discharge to the next."""
MONTHS_OF_CHILDHOOD = 18 * 12


@dataclass(frozen=True)
class HomeOrders:
	"""A query over the children at home on a full care order, with what was joined to it.

	Attributes:
		query: the query.
		since: the day from which the six months count: the last look at the discharge, or the move home.
		considered, applied, reviewed: the last day of each (`on`); next_review: when a review is due (`due_on`).
	"""

	query: QueryBuilder
	since: Term
	considered: Selectable
	applied: Selectable
	reviewed: Selectable
	next_review: Selectable


def at_home(query: QueryBuilder, child: Table, today: date) -> HomeOrders:
	"""Narrows a query over children to those at home on a full care order, and joins what was done about it."""
	considered, applied = _last(CONSIDERED, "considered", today), _last(APPLIED, "applied", today)
	reviewed, next_review = _last(REVIEW_HELD, "reviewed", today), _next_review()
	for joined in (considered, applied, reviewed, next_review):
		query = query.left_join(joined).on(joined.child == child.name)
	query = query.where((child.looked_after == 1) & (child.on_full_care_order == 1))
	query = query.where((child.placed_with_parents == 1) & unset(child.merged_into))
	born = child.date_of_birth  # a care order ends with the 18th birthday (Children Act 1989, section 91)
	query = query.where(born.isnull() | (born > months_after(today, -MONTHS_OF_CHILDHOOD)))
	since = Coalesce(considered.on, child.placement_since, child.care_started_on)
	return HomeOrders(query, since, considered, applied, reviewed, next_review)


def consider_by(since: date | None) -> date | None:
	"""Returns the day by which the discharge is to be considered again."""
	return months_after(since, MONTHS) if since else None


def _last(event_type: str, name: str, today: date) -> Any:
	event = frappe.qb.DocType("Care Event")
	return (
		frappe.qb.from_(event)
		.where((event.event_type == event_type) & (event.event_date <= today))
		.groupby(event.child)
		.select(event.child, Max(event.event_date).as_("on"))
	).as_(name)


def _next_review() -> Any:
	due = frappe.qb.DocType("Timescale")
	return (
		frappe.qb.from_(due)
		.where(due.duty.isin(REVIEWS) & due.state.isin([state.value for state in OPEN]))
		.groupby(due.child)
		.select(due.child, Min(due.due_on).as_("due_on"))
	).as_("next_review")
