"""Reads what stages and capacity are counted from, over the plans that the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import narrowed
from ppoc.reporting.figures.stages import STAGES, Wait, wait

PLACE = ("locality", "team", "route")
NONE = "(none)"
"""The filter value for plans without a team, a route or a barrier."""
STAGE_MONTHS = 24
STAGE_GROUPS = {"Route": "route", "Team": "team", "Locality": "locality"}
LEFT = "No longer prioritised"


def stages_asked(filters: Row | None) -> frappe._dict:
	"""Returns a report's filters with defaults: by route, prioritised in the last two years; never after today."""
	given = with_span(filters, STAGE_MONTHS)
	given.group_by = given.group_by if given.group_by in STAGE_GROUPS else "Route"
	given.stage = given.stage if given.stage in STAGES else None
	given.to_date = min(given.to_date, getdate(nowdate()))
	return given


def waits(filters: frappe._dict, named: bool = False) -> Iterator[tuple[str, Row, Wait]]:
	"""Yields stage, plan and its wait, for each stage in the filters that a plan was in."""
	stages = {filters.stage: STAGES[filters.stage]} if filters.stage else STAGES
	until = filters.to_date
	for plan in _stages_of_plans(filters, STAGE_GROUPS[filters.group_by], named):
		left = plan["removed_on"] if plan["status"] == LEFT else plan["achieved_on"]
		for stage, (began, ended) in stages.items():
			if one := wait(plan[began], plan[ended], left, until):
				yield stage, plan, one


def _stages_of_plans(filters: Row, group: str, named: bool) -> list[Row]:
	"""Returns when plans entered and left their stages, for those prioritised in a period.

	Args:
		group: the field that they are grouped by.
		named: whether to include the values that a list shows.
	"""
	plan, query = scoped("Permanence Plan")
	query = query.where(plan.prioritised_on.between(filters["from_date"], filters["to_date"]))
	query = (
		narrowed(query, plan, filters, *PLACE)
		.select(plan[group].as_("group"), plan.prioritised_on, plan.actual_start, plan.actual_finish)
		.select(plan.achieved_on, plan.removed_on, plan.status)
	)
	if named:
		child = frappe.qb.DocType("Child")
		query = query.join(child).on(child.name == plan.child)
		query = query.select(child.full_name.as_("child_name"), plan.child, plan.name.as_("plan"))
		query = query.select(plan.route, plan.team)
	return query.run(as_dict=True)


def starts_by_day(filters: Row, field: str, first: date, last: date) -> list[tuple[str, date, int]]:
	"""Returns team, day, and how many plans start then: predicted starts of listed plans, or actual starts."""
	plan, query = scoped("Permanence Plan")
	query = narrowed(query.where(plan[field].between(first, last)), plan, filters, *PLACE)
	if field == "predicted_start":
		query = query.where(plan.status.isin(LISTED_STATUSES))
	return list(query.select(plan.team, plan[field], Count("*")).groupby(plan.team, plan[field]).run())


def capacities() -> dict[str, int]:
	"""Returns team → how many starts it says it can manage in a month; 0 if it says nothing."""
	return dict(frappe.get_all("Team", fields=["name", "monthly_capacity"], as_list=True))
