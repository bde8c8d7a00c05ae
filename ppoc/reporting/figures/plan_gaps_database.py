"""What the plans of children in care lack: a plan, one agreed by the second review, a fallback (D5.4, T5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frappe.query_builder.builder import Table
from pypika.queries import QueryBuilder, Selectable
from pypika.terms import Criterion

from ppoc.reporting.figures.lists_database import open_plans, plans_agreed, second_reviews, unset

NO_PLAN = "No plan"
SECOND_REVIEW = "No plan agreed by the second review"  # untranslated: a value of the filter
NO_OTHER = "No parallel or contingency plan"
GAPS = (NO_PLAN, SECOND_REVIEW, NO_OTHER)


@dataclass(frozen=True)
class PlanGaps:
	"""A query over children in care with what their gaps are read from.

	Attributes:
		query: the query, with the tables below joined to it.
		gaps: gap → the condition that a child has it.
		primary, other: a child's open primary plan, and its parallel or contingency plan (`route`).
		review, agreed: its second review (`held_on`), and when a plan was agreed (`agreed_on`).
	"""

	query: QueryBuilder
	gaps: Mapping[str, Criterion]
	primary: Selectable
	other: Selectable
	review: Selectable
	agreed: Selectable


def with_gaps(query: QueryBuilder, child: Table, today: date) -> PlanGaps:
	"""Narrows a query over children to those in care, and joins what says which gaps their plans have."""
	primary, other = open_plans("Primary"), open_plans("Parallel", "Contingency")
	review, agreed = second_reviews(today), plans_agreed(today)
	for joined in (primary, other, review, agreed):
		query = query.left_join(joined).on(joined.child == child.name)
	gaps = {
		NO_PLAN: primary.child.isnull(),
		SECOND_REVIEW: review.held_on.notnull() & agreed.agreed_on.isnull(),
		NO_OTHER: primary.child.notnull() & other.child.isnull(),
	}
	query = query.where((child.looked_after == 1) & unset(child.merged_into))
	return PlanGaps(query, gaps, primary, other, review, agreed)
