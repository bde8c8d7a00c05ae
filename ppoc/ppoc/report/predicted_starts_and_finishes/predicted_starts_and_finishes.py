"""Predicted Starts and Finishes: what was due in a period and what became of it, for the panel's first item."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.plans.barriers import standing_barriers
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.dashboard import STANDINGS
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.figures_database import happened_on, standing_of
from ppoc.reporting.figures.lists_database import AMBER, BLUE, bars, figure, in_words, narrowed

DUE = ("start", "finish")
DONE = ("on time", "late")


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, rows, and a chart and summary counted from the same rows.

	A row's `due` and `standing` are untranslated, as in the filters of these names.
	"""
	rows = get_data(with_span(filters))
	counts = Counter((row["due"], row["standing"]) for row in rows)
	for row in rows:
		row.due_shown, row.standing_shown = row.due, row.standing
	in_words(rows, "route", "due_shown", "standing_shown", "case_system_agrees")
	return get_columns(), rows, None, get_chart(counts), get_summary(counts)


def get_columns() -> list[Column]:
	"""Returns the columns: what the panel asks about each child."""
	return [
		text("due_shown", _("Was due to"), 105),
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 155),
		link("team", _("Team"), "Team", 150),
		day("predicted", _("Predicted")),
		day("happened", _("Happened")),
		text("standing_shown", _("Status"), 150),
		whole("times_moved", _("Times moved"), 110),
		text("barriers", _("Barriers"), 280),
		text("case_system_agrees", _("Case system agrees"), 140),
	]


def get_data(filters: frappe._dict) -> list[Any]:
	"""Returns a row for each predicted start and each predicted finish in the period, in three queries."""
	today = getdate(nowdate())
	rows: list[frappe._dict] = []
	for due in DUE:
		if filters.due in (None, "", due):
			found = _query(filters, due, today).run(as_dict=True)
			for row in found:
				row.due = due
			rows += found
	held_up = standing_barriers({row.plan for row in rows})
	for row in rows:
		row.barriers = "; ".join(held_up[row.plan]) if row.plan in held_up else ""
		row.case_system_agrees = row.case_system_agrees or "Not checked"
	return rows


def _query(filters: frappe._dict, due: str, today: date) -> QueryBuilder:
	plan, query = scoped("Permanence Plan")
	child, predicted = frappe.qb.DocType("Child"), plan[f"predicted_{due}"]
	standing = standing_of(plan, due, today)
	query = (
		query.join(child)
		.on(child.name == plan.child)
		.where(predicted.between(filters.from_date, filters.to_date))
		.select(plan.name.as_("plan"), plan.child, child.full_name.as_("child_name"), plan.route, plan.team)
		.select(plan.locality, plan.status, predicted.as_("predicted"), standing.as_("standing"))
		.select(happened_on(plan, due).as_("happened"), plan.times_moved, plan.case_system_agrees)
		.orderby(predicted)
		.orderby(plan.name)
	)
	if filters.standing:
		query = query.where(standing == filters.standing)
	return narrowed(query, plan, filters, "locality", "team", "route")


def get_chart(counts: Counter[tuple[str, str]]) -> Row | None:
	"""Returns a chart of what became of the predicted starts and finishes."""
	if not counts:
		return None
	return bars(
		[_(standing) for standing in STANDINGS],
		[BLUE, AMBER],
		datasets={
			_("Predicted to start"): [counts["start", standing] for standing in STANDINGS],
			_("Predicted to finish"): [counts["finish", standing] for standing in STANDINGS],
		},
	)


def get_summary(counts: Counter[tuple[str, str]]) -> list[Row]:
	"""Returns how many were due, and how many of them happened."""
	if not counts:
		return []
	summary = []
	for label, done, due in (
		(_("Predicted to start"), _("Started"), "start"),
		(_("Predicted to finish"), _("Finished"), "finish"),
	):
		summary.append(figure(label, sum(number for (one, _at), number in counts.items() if one == due)))
		summary.append(figure(done, sum(counts[due, word] for word in DONE), "Green"))
	return summary
