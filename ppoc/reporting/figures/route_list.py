"""The list for a route: prioritised children with progress, what is in the way and what is next (source 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.barriers import standing_barriers
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import (
	AMBER,
	BLUE,
	GREEN,
	bars,
	figure,
	in_words,
	narrowed,
	next_actions,
)

Answer = tuple[list[Column], list[Row], None, Row | None, list[Row]]


def route_list(filters: Row | None = None, **fixed: Any) -> Answer:
	"""Returns columns, rows, chart and summary of the listed plans.

	Args:
		fixed: filters that always apply to this list: `short_name` of a route.
	"""
	rows = get_data(frappe._dict({**(filters or {}), **fixed}))
	for row in rows:
		row["next_action"] = row["next_action"] or _("No open action")
	in_words(rows, "route", "status", "rag")
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns one column for each cell in the tracker's sheets for a route."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 155),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker")),
		text("status", _("Status"), 165),
		text("rag", _("RAG"), 70),
		day("predicted_start", _("Predicted start"), 150),
		whole("times_moved", _("Times moved")),
		day("actual_start", _("Started")),
		day("predicted_finish", _("Predicted finish"), 130),
		text("progress", _("Progress"), 240),
		text("barriers", _("Barriers"), 240),
		whole("open_actions", _("Open actions"), 110),
		text("next_action", _("Next action"), 260),
		text("next_owner", _("Owner"), 140),
		day("next_due", _("Due")),
		text("late", _("Late"), 90),
	]


def get_data(filters: frappe._dict, children: Collection[str] | None = None) -> list[Row]:
	"""Returns the rows from two queries, the earliest predicted start first.

	Args:
		children: limits the rows to plans of these children.
	"""
	rows = list(_query(filters, children).run(as_dict=True))
	held_up = standing_barriers(row.plan for row in rows)
	today, late = getdate(nowdate()), _("overdue")
	for row in rows:
		row.barriers = "; ".join(held_up[row.plan]) if row.plan in held_up else ""
		row.late = late if row.next_due and row.next_due < today else ""
		row.open_actions = row.open_actions or 0
	return rows


def _query(filters: frappe._dict, children: Collection[str] | None) -> Any:
	plan, query = scoped("Permanence Plan")
	child, worker, route = (frappe.qb.DocType(name) for name in ("Child", "Worker", "Route"))
	owner, following = frappe.qb.DocType("Worker").as_("owner_worker"), next_actions(children)
	query = (
		query.join(child)
		.on(child.name == plan.child)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(following)
		.on(following.child == plan.child)
		.left_join(owner)
		.on(owner.name == following.action_owner)
		.select(plan.name.as_("plan"), plan.child, child.full_name.as_("child_name"), plan.route, plan.team)
		.select(worker.worker_name.as_("social_worker"), plan.status, plan.rag, plan.predicted_start)
		.select(plan.times_moved, plan.actual_start, plan.predicted_finish, plan.actual_finish, plan.progress)
		.select(following.open_actions, following.what.as_("next_action"))
		.select(owner.worker_name.as_("next_owner"), following.due_on.as_("next_due"))
		.where(plan.status.isin(LISTED_STATUSES))
		.orderby(plan.route)
		.orderby(plan.predicted_start)
		.orderby(plan.name)
	)
	if children is not None:
		query = query.where(plan.child.isin(list(children)))
	if filters.short_name:
		query = query.join(route).on((route.name == plan.route) & (route.short_name == filters.short_name))
	return narrowed(query, plan, filters, "locality", "team", "route", "status")


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of the listed plans by team: started, with a predicted start, and without one."""
	plans = Counter(row["team"] for row in rows)
	begun = Counter(row["team"] for row in rows if row["actual_start"])
	undated = Counter(row["team"] for row in rows if not row["predicted_start"] and not row["actual_start"])
	teams = sorted(plans, key=lambda team: (-plans[team], team or ""))[:12]
	return bars(
		[team or _("No team") for team in teams],
		[GREEN, BLUE, AMBER],
		stacked=True,
		datasets={
			_("Started"): [begun[team] for team in teams],
			_("Start predicted"): [plans[team] - begun[team] - undated[team] for team in teams],
			_("No predicted start"): [undated[team] for team in teams],
		},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many plans there are, how many have started, and what is missing."""
	undated = sum(not row["predicted_start"] and not row["actual_start"] for row in rows)
	without = sum(not row["open_actions"] for row in rows)
	late = sum(bool(row["late"]) for row in rows)
	return [
		figure(_("On the list"), len(rows)),
		figure(_("Started"), sum(bool(row["actual_start"]) for row in rows), "Green"),
		figure(_("No predicted start"), undated, "Orange" if undated else ""),
		figure(_("No open action"), without, "Orange" if without else ""),
		figure(_("Next action overdue"), late, "Red" if late else ""),
	]
