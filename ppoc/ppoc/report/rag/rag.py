"""RAG: the open plans, the most urgent first, with the reasons."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case

from ppoc.access.scoped_query import scoped
from ppoc.plans.predictions import OPEN_STATUSES
from ppoc.plans.rag.rating import AMBER, GREEN, RATINGS, RED
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import bars, figure, in_words

Row = dict[str, Any]
COLOURS = {RED: "#e03636", AMBER: "#e79913", GREEN: "#30a66d"}
NARROWED_BY = ("rag", "route", "locality", "team", "status")


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, rows, chart and summary, all over plans that the reader may see."""
	rows = get_data(frappe._dict(filters or {}))
	counts = Counter((row["team"], row["rag"]) for row in rows)
	in_words(rows, "route", "status")
	return get_columns(), rows, None, get_chart(counts), get_summary(counts)


def get_columns() -> list[Column]:
	"""Returns the columns: what a manager asks about an urgent plan."""
	return [
		text("rag", _("RAG"), 95),
		text("child_name", _("Child"), 170),
		text("reason", _("Why"), 420),
		day("since", _("Since")),
		link("plan", _("Plan"), "Permanence Plan"),
		text("route", _("List"), 150),
		text("status", _("Status"), 165),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker"), 150),
		day("predicted_start", _("Predicted start")),
		whole("times_moved", _("Times moved")),
		day("by_hand_until", _("By hand until")),
		link("locality", _("Locality"), "Locality"),
		link("child", _("Record"), "Child"),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns the open plans, red ones first, the longest in that rating at the top."""
	plan, query = scoped("Permanence Plan")
	child, worker = frappe.qb.DocType("Child"), frappe.qb.DocType("Worker")
	pressing = Case()
	for place, rating in enumerate(RATINGS):
		pressing = pressing.when(plan.rag == rating, place)
	query = (
		query.left_join(child)
		.on(child.name == plan.child)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.select(plan.rag, child.full_name.as_("child_name"), plan.rag_reason.as_("reason"))
		.select(plan.rag_since.as_("since"), plan.name.as_("plan"), plan.route, plan.status, plan.team)
		.select(worker.worker_name.as_("social_worker"), plan.predicted_start, plan.times_moved)
		.select(plan.rag_by_hand_until.as_("by_hand_until"), plan.locality, plan.child)
		.where(plan.status.isin(OPEN_STATUSES) & plan.rag.isin(RATINGS))
		.orderby(pressing)
		.orderby(plan.rag_since)
		.orderby(plan.name)
	)
	for field in NARROWED_BY:
		if value := filters.get(field):
			query = query.where(plan[field] == value)
	return list(query.run(as_dict=True))


def get_chart(counts: Counter[tuple[str | None, str]]) -> Row | None:
	"""Returns a chart of teams with their plans by rating, those with most red plans first."""
	teams = sorted(
		{team for team, _rating in counts}, key=lambda t: (-counts[t, RED], -counts[t, AMBER], t or "")
	)
	return bars(
		[team or _("No team") for team in teams],
		[COLOURS[rating] for rating in RATINGS],
		stacked=True,
		datasets={_(rating): [counts[team, rating] for team in teams] for rating in RATINGS},
	)


def get_summary(counts: Counter[tuple[str | None, str]]) -> list[Row]:
	"""Returns how many plans have each rating."""
	indicators = {RED: "Red", AMBER: "Orange", GREEN: "Green"}
	return [
		figure(
			_(rating),
			sum(number for (_team, one), number in counts.items() if one == rating),
			indicators[rating],
		)
		for rating in RATINGS
	]
