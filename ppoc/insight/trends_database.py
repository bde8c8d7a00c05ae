"""What slippage, stages and capacity are counted from, over the plans that the reader may see."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder

from ppoc.insight.lists_database import narrowed
from ppoc.insight.scoped_database import Row, scoped
from ppoc.insight.slippage import Change
from ppoc.plans.predictions import LISTED_STATUSES, PREDICTED

BARRIER = "barrier"
PLACE = ("locality", "team", "route")
Groups = dict[str, set[str]]


def predicted_plans(filters: Row, group: str) -> Groups:
	"""Group → the plans that have a prediction. By barrier a plan stands in each of its categories."""
	plan, query = scoped("Permanence Plan")
	query = narrowed(query.where(plan[filters["date_field"]].notnull()), plan, filters, *PLACE)
	query, by = _grouped(query, plan, group)
	found: Groups = defaultdict(set)
	for name, value in query.select(plan.name, by).run():
		found[value or ""].add(name)
	return found


def changes(filters: Row, group: str) -> dict[str, list[Change]]:
	"""Group → how predictions were changed in a time; a first date is no change."""
	plan, query = scoped("Permanence Plan")
	moved = frappe.qb.DocType("Prediction Change")
	query = (
		query.join(moved)
		.on((moved.parent == plan.name) & (moved.parenttype == "Permanence Plan"))
		.where((moved.date_field == PREDICTED[filters["date_field"]]) & moved.was.notnull())
		.where(moved.changed_on.between(filters["from_date"], f"{filters['to_date']} 23:59:59"))
	)
	query, by = _grouped(narrowed(query, plan, filters, *PLACE), plan, group)
	found: dict[str, list[Change]] = defaultdict(list)
	for _key, name, was, became, value in query.select(
		moved.name, plan.name, moved.was, moved.became, by
	).run():
		found[value or ""].append(Change(name, was, became))
	return found


def stages_of_plans(filters: Row, group: str, first: date) -> list[Row]:
	"""The days on which plans came into and out of their stages, of those that began the way since a day."""
	plan, query = scoped("Permanence Plan")
	query = narrowed(query.where(plan.prioritised_on >= first), plan, filters, *PLACE)
	return (
		query.select(
			plan[group].as_("group"),
			plan.prioritised_on,
			plan.actual_start,
			plan.actual_finish,
			plan.achieved_on,
		)
		.select(plan.removed_on, plan.status)
		.run(as_dict=True)
	)


def starts_by_day(filters: Row, field: str, first: date, last: date) -> list[tuple[str, date, int]]:
	"""Team, day, and how many plans start then: as predicted, of those on a list, or as it was."""
	plan, query = scoped("Permanence Plan")
	query = narrowed(query.where(plan[field].between(first, last)), plan, filters, *PLACE)
	if field == "predicted_start":
		query = query.where(plan.status.isin(LISTED_STATUSES))
	return list(query.select(plan.team, plan[field], Count("*")).groupby(plan.team, plan[field]).run())


def capacities() -> dict[str, int]:
	"""Team → the starts that it says it can do in a month; 0 where it says nothing."""
	return dict(frappe.get_all("Team", fields=["name", "monthly_capacity"], as_list=True))


def _grouped(query: QueryBuilder, plan: object, group: str) -> tuple[QueryBuilder, object]:
	if group != BARRIER:
		return query, plan[group]
	barrier = frappe.qb.DocType("Plan Barrier")
	query = query.join(barrier).on((barrier.parent == plan.name) & (barrier.parenttype == "Permanence Plan"))
	return query.distinct(), barrier.category
