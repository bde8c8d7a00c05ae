"""No Potential with Agreement: each "no potential" with rationale and the head of service's answer (P3.3, P3.5)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.potential.rules import CHALLENGED, NONE, NONE_AGREED, REQUEST
from ppoc.reporting.figures.columns import Column, day, link, text
from ppoc.reporting.figures.lists_database import (
	AMBER,
	GREEN,
	RED,
	bars,
	figure,
	in_words,
	latest_requests,
	narrowed,
	unset,
)

AGREED = {NONE_AGREED: "Yes", CHALLENGED: "No", NONE: "Not yet"}
"""Whether the head of service agrees, as in the panel's notes."""
MOST_TEAMS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each child without potential, a chart by team and a summary."""
	rows = list(_query(frappe._dict(filters or {})).run(as_dict=True))
	for row in rows:
		row.agreed = AGREED[row.potential]
	counts = Counter((row["team"], row["potential"]) for row in rows)
	in_words(rows, "agreed", "potential", "status")
	return get_columns(), rows, None, get_chart(counts), get_summary(counts)


def get_columns() -> list[Column]:
	"""Returns the columns of the panel's notes for children without potential."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker")),
		text("potential", _("Potential"), 160),
		text("rationale", _("Rationale"), 320),
		day("since", _("Since"), 120),
		text("agreed", _("Agreed by head of service"), 180),
		link("request", _("Request"), "Panel Decision", 110),
		text("status", _("Status of the request"), 110),
		day("decided_on", _("Decided on")),
		link("meeting", _("Meeting"), "Meeting", 110),
		day("deadline", _("Deadline")),
		text("review", _("Review"), 200),
		day("review_on", _("Review on"), 120),
	]


def _query(filters: frappe._dict) -> QueryBuilder:
	"""Returns the query: those not yet agreed first, the longest waiting at the top."""
	child, query = scoped("Child")
	worker, asked = frappe.qb.DocType("Worker"), latest_requests(REQUEST)
	query = (
		query.left_join(worker)
		.on(worker.name == child.social_worker)
		.left_join(asked)
		.on(asked.child == child.name)
		.where(child.potential.isin(tuple(AGREED)) & unset(child.merged_into))
		.select(child.full_name.as_("child_name"), child.name.as_("child"), child.team)
		.select(worker.worker_name.as_("social_worker"), child.potential)
		.select(child.potential_rationale.as_("rationale"), child.potential_decided_on.as_("since"))
		.select(asked.name.as_("request"), asked.status, asked.decided_on, asked.meeting, asked.deadline)
		.select(asked.review, child.potential_review_on.as_("review_on"))
		.orderby(child.potential)
		.orderby(child.potential_decided_on)
		.orderby(child.name)
	)
	return narrowed(query, child, filters, "locality", "team", "potential")


def get_chart(counts: Counter[tuple[str | None, str]]) -> Row | None:
	"""Returns a chart of the teams with most of these children."""
	teams: Counter[str | None] = Counter()
	for (team, _potential), number in counts.items():
		teams[team] += number
	shown = [team for team, _number in teams.most_common(MOST_TEAMS)]
	return bars(
		[team or _("No team") for team in shown],
		[GREEN, RED, AMBER],
		stacked=True,
		datasets={_(name): [counts[team, name] for team in shown] for name in AGREED},
	)


def get_summary(counts: Counter[tuple[str | None, str]]) -> list[Row]:
	"""Returns how many are agreed, challenged, or waiting."""
	numbers: Counter[str] = Counter()
	for (_team, potential), number in counts.items():
		numbers[potential] += number
	shades = {NONE_AGREED: "Green", CHALLENGED: "Red", NONE: "Orange"}
	return [figure(_(name), numbers[name], shade if numbers[name] else "") for name, shade in shades.items()]
