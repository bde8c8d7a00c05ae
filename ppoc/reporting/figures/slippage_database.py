"""Reads what slippage is counted from, over the plans that the reader may see."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Max, Min
from pypika.functions import Date
from pypika.queries import QueryBuilder, Selectable, Table

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.predictions import PREDICTED
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import narrowed
from ppoc.reporting.figures.slippage import Predicted, PredictionMove, Predictions
from ppoc.reporting.figures.trends_database import PLACE

MONTHS = 12
GROUPS = {"Team": "team", "Route": "route", "Locality": "locality", "Barrier": ""}
DATES = {"Start": "predicted_start", "Finish": "predicted_finish"}
HAPPENED = {
	"predicted_start": ("actual_start", "achieved_on", "removed_on"),
	"predicted_finish": ("actual_finish", "achieved_on", "removed_on"),
}
"""A predicted date → the days that end the wait for it; the first one filled counts."""
FEW = 500

Groups = dict[str, list[str]]


def asked(filters: Row | None) -> frappe._dict:
	"""Returns a report's filters with defaults: starts, by team, in the last twelve months."""
	given = with_span(filters, MONTHS)
	given.group_by = given.group_by if given.group_by in GROUPS else "Team"
	given.date_field = DATES.get(given.prediction, DATES["Start"])
	return given


def predictions(filters: frappe._dict) -> tuple[Predictions, Groups]:
	"""Returns the predictions open in the period and their moves, and plan → the groups that it is counted in."""
	groups: Groups = {}
	found = Predictions(filters.from_date, filters.to_date)
	column = GROUPS[filters.group_by]
	for name, given_on, ended_on, group in _plans(filters, column):
		found.plans.append(Predicted(name, given_on, ended_on))
		groups[name] = [group or ""]
	_plan, moved = _moves(filters, column)
	for name, was, became, changed_on, group in moved.run():
		found.changes.append(PredictionMove(name, was, became, changed_on))
		groups[name] = [group or ""]
	return found, groups if column else _barriers(filters)


def moves(filters: frappe._dict) -> tuple[Predictions, Groups, dict[str, Row]]:
	"""Returns the same for moved predictions only, and plan → its values for a list."""
	groups: Groups = {}
	known: dict[str, Row] = {}
	found = Predictions(filters.from_date, filters.to_date)
	column = GROUPS[filters.group_by]
	plan, query = _moves(filters, column)
	for row in _described(query, plan, filters).run(as_dict=True):
		found.changes.append(PredictionMove(row.plan, row.was, row.became, row.changed_on))
		groups[row.plan] = [row.pop("grouped") or ""]
		known[row.plan] = row
	return found, groups if column else _barriers(filters), known


def details(names: set[str], filters: Row) -> dict[str, Row]:
	"""Returns plan → its values for a list, for these names."""
	plan, query = scoped("Permanence Plan")
	query = narrowed(query.select(plan.name.as_("plan")), plan, filters, *PLACE)
	if len(names) <= FEW:
		query = query.where(plan.name.isin(sorted(names) or [""]))
	return {row.plan: row for row in _described(query, plan, filters).run(as_dict=True)}


def _described(query: QueryBuilder, plan: Table, filters: Row) -> QueryBuilder:
	"""Adds to a query of plans the values that a list shows."""
	child = frappe.qb.DocType("Child")
	query = query.join(child).on(child.name == plan.child)
	query = query.select(plan.child, child.full_name.as_("child_name"), plan.route, plan.team, plan.status)
	return query.select(plan[filters["date_field"]].as_("predicted"))


def _plans(filters: frappe._dict, column: str) -> Any:
	"""Returns name, day given, day ended and group of the plans with an open prediction in the period.

	The day given is that of the first date on record; if nobody recorded it, the day on which the plan was
	prioritised or entered. A prediction that was removed for a while counts as if it had stayed.
	"""
	plan, query = scoped("Permanence Plan")
	history = _history(filters.date_field)
	predicted = plan[filters.date_field]
	given_on = Date(Coalesce(history.given_on, plan.prioritised_on, plan.creation))
	happened = Coalesce(*(plan[name] for name in HAPPENED[filters.date_field]))
	ended_on = Date(Case().when(predicted.isnull(), history.changed_on).else_(happened))
	query = (
		query.left_join(history)
		.on(history.parent == plan.name)
		.where(predicted.notnull() | history.changed_on.notnull())
		.where(given_on <= filters.to_date)
		.where(ended_on.isnull() | ((ended_on >= filters.from_date) & (ended_on >= given_on)))
		.select(plan.name, given_on.as_("given_on"), ended_on.as_("ended_on"), _group(plan, column))
	)
	return narrowed(query, plan, filters, *PLACE).run()


def _history(date_field: str) -> Selectable:
	moved = frappe.qb.DocType("Prediction Change")
	first = Case().when(moved.was.isnull(), moved.changed_on)
	return (
		frappe.qb.from_(moved)
		.where((moved.parenttype == "Permanence Plan") & (moved.date_field == PREDICTED[date_field]))
		.groupby(moved.parent)
		.select(moved.parent, Min(first).as_("given_on"), Max(moved.changed_on).as_("changed_on"))
	).as_("history")


def _moves(filters: frappe._dict, column: str) -> tuple[Table, QueryBuilder]:
	"""Returns the plan table, and a query for plan, was, became, when and group of each move in the period,
	oldest first."""
	plan, query = scoped("Permanence Plan")
	moved = frappe.qb.DocType("Prediction Change")
	query = (
		query.join(moved)
		.on((moved.parent == plan.name) & (moved.parenttype == "Permanence Plan"))
		.where((moved.date_field == PREDICTED[filters.date_field]) & moved.was.notnull())
		.where(moved.became.isnull() | (moved.became != moved.was))
		.where(moved.changed_on.between(*_moments(filters.from_date, filters.to_date)))
		.orderby(moved.changed_on)
		.orderby(moved.idx)
		.select(plan.name.as_("plan"), moved.was, moved.became, moved.changed_on, _group(plan, column))
	)
	return plan, narrowed(query, plan, filters, *PLACE)


def _barriers(filters: frappe._dict) -> Groups:
	"""Returns plan → the categories of barrier that it has or had."""
	plan, query = scoped("Permanence Plan")
	barrier = frappe.qb.DocType("Plan Barrier")
	query = (
		query.join(barrier)
		.on((barrier.parent == plan.name) & (barrier.parenttype == "Permanence Plan"))
		.select(plan.name, barrier.category)
		.distinct()
	)
	found: Groups = {}
	for name, category in narrowed(query, plan, filters, *PLACE).run():
		found.setdefault(name, []).append(category or "")
	return found


def _group(plan: Table, column: str) -> Any:
	return (plan[column] if column else plan.route).as_("grouped")


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
	return datetime.combine(first, time.min), datetime.combine(last, time.max)
