"""The dashboard's counts, each in one query over the rows that the reader may see.

Nothing is cached here between readers; Frappe's own charts reuse one reader's figures for the next.
"""

from __future__ import annotations

from datetime import date

import frappe
from frappe.query_builder import Case
from frappe.query_builder.builder import Table
from frappe.query_builder.functions import Coalesce, Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from ppoc.access.scoped_query import scoped
from ppoc.plans.barriers import standing_barriers
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.reporting.figures.dashboard import DashboardArea, PlanCount, Push

Counts = dict[str, int]
MOST_PUSHED = 10


def children_by_potential(place: DashboardArea) -> Counts:
	"""Returns category of potential → children on a full care order (source 1, All Data)."""
	child, query = scoped("Child")
	query = query.where((child.on_full_care_order == 1) & _unset(child.merged_into))
	return _counted(_within(query, child, place), child.potential)


def plan_counts(place: DashboardArea, today: date) -> list[PlanCount]:
	"""Returns the listed plans, counted in one query by everything that the dashboard shows about them."""
	plan, query = scoped("Permanence Plan")
	waiting = plan.status == "Prioritised"
	columns = {
		"team": plan.team,
		"route": plan.route,
		"status": plan.status,
		"rag": plan.rag,
		"agrees": plan.case_system_agrees,
		"undated": _flag(waiting & plan.predicted_start.isnull()),
		"start_passed": _flag(waiting & (plan.predicted_start < today)),
		"finish_passed": _flag((plan.status == "Assessment started") & (plan.predicted_finish < today)),
		"begun": _flag(plan.actual_start.notnull()),
	}
	query = _within(query.where(plan.status.isin(LISTED_STATUSES)), plan, place)
	for name, term in columns.items():
		query = query.select(term.as_(name)).groupby(term)
	return [
		PlanCount(**{**row, **{key: row[key] or "" for key in ("team", "route", "rag", "agrees")}})
		for row in query.select(Count("*").as_("plans")).run(as_dict=True)
	]


def by_day(place: DashboardArea, field: str, first: date, last: date) -> dict[date, int]:
	"""Returns day → the number of plans with this date on it."""
	plan, query = scoped("Permanence Plan")
	query = _within(query.where(plan[field].between(first, last)), plan, place)
	return {row[0]: row[1] for row in query.select(plan[field], Count("*")).groupby(plan[field]).run()}


def due_by_standing(place: DashboardArea, due: str, first: date, last: date, today: date) -> Counts:
	"""Returns what became of the plans that were predicted to start, or to finish, in a period.

	Args:
		due: "start" or "finish".

	Returns:
		The wording of the report Predicted Starts and Finishes → number of plans.
	"""
	plan, query = scoped("Permanence Plan")
	query = query.where(plan[f"predicted_{due}"].between(first, last))
	return _counted(_within(query, plan, place), standing_of(plan, due, today))


def happened_on(plan: Table, due: str) -> Criterion:
	"""Returns the day on which a plan's assessment started or finished, or permanence was achieved."""
	return plan.actual_start if due == "start" else Coalesce(plan.actual_finish, plan.achieved_on)


def standing_of(plan: Table, due: str, today: date) -> Case:
	"""Returns what became of a predicted start or finish, as one of `STANDINGS`."""
	predicted, happened = plan[f"predicted_{due}"], happened_on(plan, due)
	return (
		Case()
		.when(happened.notnull() & (happened > predicted), "late")
		.when(happened.notnull(), "on time")
		.when(plan.status == "No longer prioritised", "no longer prioritised")
		.when(predicted < today, "overdue")
		.else_("not due yet")
	)


def barriers(place: DashboardArea) -> Counts:
	"""Returns category of barrier → listed plans that it still blocks."""
	plan, query = scoped("Permanence Plan")
	barrier = frappe.qb.DocType("Plan Barrier")
	query = (
		query.join(barrier)
		.on((barrier.parent == plan.name) & (barrier.parenttype == "Permanence Plan"))
		.where(plan.status.isin(LISTED_STATUSES) & barrier.resolved_on.isnull())
	)
	return _counted(_within(query, plan, place), barrier.category, of=plan.name)


def overdue_by_team(place: DashboardArea) -> Counts:
	"""Returns team → overdue due dates."""
	timescale, query = scoped("Timescale")
	return _counted(_within(query.where(timescale.state == "Overdue"), timescale, place), timescale.team)


def open_escalations(place: DashboardArea) -> int:
	"""Returns the number of barriers escalated to a manager that wait for an answer."""
	escalation, query = scoped("Escalation")
	query = _within(query.where(escalation.status == "Open"), escalation, place)
	return int(query.select(Count("*")).run()[0][0])


def to_push(place: DashboardArea, today: date) -> list[Push]:
	"""Returns the red plans, those whose prediction passed longest ago first."""
	plan, query = scoped("Permanence Plan")
	child, worker = frappe.qb.DocType("Child"), frappe.qb.DocType("Worker")
	missed = (
		Case()
		.when((plan.status == "Prioritised") & (plan.predicted_start < today), plan.predicted_start)
		.when((plan.status == "Assessment started") & (plan.predicted_finish < today), plan.predicted_finish)
	)
	query = (
		query.left_join(child)
		.on(child.name == plan.child)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.where(plan.status.isin(LISTED_STATUSES) & (plan.rag == "Red"))
		.select(plan.name.as_("plan"), plan.child, child.full_name.as_("child_name"), plan.route, plan.team)
		.select(worker.worker_name.as_("social_worker"), plan.rag_reason.as_("reason"), missed.as_("missed"))
		.orderby(Case().when(missed.isnull(), 1).else_(0))
		.orderby(missed)
		.orderby(plan.name)
		.limit(MOST_PUSHED)
	)
	rows = _within(query, plan, place).run(as_dict=True)
	held_up = standing_barriers({row.plan for row in rows})
	return [Push(**row, barriers="; ".join(held_up[row.plan])) for row in rows]


def _within(query: QueryBuilder, table: Table, place: DashboardArea) -> QueryBuilder:
	for field in ("locality", "team"):
		if value := getattr(place, field):
			query = query.where(table[field] == value)
	return query


def _counted(query: QueryBuilder, by: object, of: object = None) -> Counts:
	number = Count(of).distinct() if of is not None else Count("*")
	found: Counts = {}
	for value, count in query.select(by, number).groupby(by).run():
		found[value or ""] = found.get(value or "", 0) + int(count)
	return found


def _flag(condition: Criterion) -> Case:
	return Case().when(condition, 1).else_(0)


def _unset(column: Field) -> Criterion:
	return column.isnull() | (column == "")
