"""Unmet Needs: what was looked for but not found, for the sufficiency strategy (F1.5)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _
from pypika import Order
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.columns import Column, day, link, money, text
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, GREEN, bars, figure, in_words, narrowed

MONTHS = 12
STATES = ("Open", "In the strategy", "Met")


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each need noted in the period (by default a year), a chart by kind and a summary."""
	rows = list(_query(with_span(filters, MONTHS)).run(as_dict=True))
	counts = Counter((row["kind"] or "", row["status"]) for row in rows)
	summary = get_summary(rows)
	in_words(rows, "kind", "status", "forum")
	return get_columns(), rows, None, get_chart(counts), summary


def get_columns() -> list[Column]:
	"""Returns the columns: what was needed, what was done instead, what it costs."""
	return [
		day("noted_on", _("Noted on")),
		text("kind", _("Kind"), 195),
		text("need", _("What was needed"), 280),
		text("looked_for", _("Where it was looked for"), 220),
		text("status", _("Status"), 120),
		text("placed_instead", _("Found instead"), 220),
		money("weekly_cost", _("Weekly cost")),
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 110),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team", 150),
		text("forum", _("Forum"), 160),
		link("meeting", _("Meeting"), "Meeting", 110),
		text("outcome", _("What came of it"), 220),
		link("unmet_need", _("Open"), "Unmet Need", 110),
	]


def _query(filters: frappe._dict) -> QueryBuilder:
	need, query = scoped("Unmet Need")
	child = frappe.qb.DocType("Child")
	query = (
		query.left_join(child)
		.on(child.name == need.child)
		.where(need.noted_on.between(filters.from_date, filters.to_date))
		.select(need.name.as_("unmet_need"), need.noted_on, need.kind, need.need, need.looked_for)
		.select(need.status, need.placed_instead, need.weekly_cost, child.full_name.as_("child_name"))
		.select(need.child, need.locality, child.team, need.forum, need.meeting, need.outcome)
		.orderby(need.noted_on, order=Order.desc)
		.orderby(need.name)
	)
	if filters.team:
		query = query.where(child.team == filters.team)
	return narrowed(query, need, filters, "locality", "kind", "status")


def get_chart(counts: Counter[tuple[str, str]]) -> Row | None:
	"""Returns a chart of kinds of need, the commonest first, by status."""
	kinds: Counter[str] = Counter()
	for (kind, _state), number in counts.items():
		kinds[kind] += number
	shown = [kind for kind, _number in kinds.most_common()]
	return bars(
		[_(kind) if kind else _("No kind given") for kind in shown],
		[AMBER, BLUE, GREEN],
		stacked=True,
		datasets={_(state): [counts[kind, state] for kind in shown] for state in STATES},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many there are by status, and the weekly cost of what was found instead."""
	states = Counter(row["status"] for row in rows)
	return [
		figure(_("Needs"), len(rows)),
		*(figure(_(state), states[state]) for state in STATES),
		figure(
			_("Weekly cost of what was found instead"),
			sum(row["weekly_cost"] or 0 for row in rows),
			datatype="Currency",
		),
	]
