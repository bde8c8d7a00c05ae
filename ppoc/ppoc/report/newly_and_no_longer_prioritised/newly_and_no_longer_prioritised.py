"""Newly and No Longer Prioritised: who joined and who left a list, for the panel's third item (source 1, P3.2)."""

from __future__ import annotations

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate
from pypika import Order
from pypika.queries import QueryBuilder

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.columns import Column, day, link, text
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, GREEN, bars, figure, in_words, narrowed

NEWLY, NO_LONGER = "Newly prioritised", "No longer prioritised"


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each plan that joined or left a list in the period, a chart by month and a
	summary."""
	asked = with_span(filters)
	rows = [
		row
		for change in (NEWLY, NO_LONGER)
		if asked.change in (None, "", change)
		for row in _rows(asked, change)
	]
	months = Counter((row["changed_on"].strftime("%Y-%m"), row["change"]) for row in rows)
	summary = get_summary(Counter(row["change"] for row in rows))
	in_words(rows, "change", "route", "status")
	return get_columns(), rows, None, get_chart(months, asked.from_date, asked.to_date), summary


def get_columns() -> list[Column]:
	"""Returns the columns: who, which change, when, why."""
	return [
		text("change", _("Change"), 170),
		day("changed_on", _("On")),
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 150),
		link("team", _("Team"), "Team", 150),
		text("social_worker", _("Social worker")),
		text("status", _("Status now"), 150),
		text("reason", _("Why it left"), 260),
		link("meeting", _("Prioritised in"), "Meeting", 120),
		day("prioritised_on", _("Prioritised on"), 120),
		day("predicted_start", _("Predicted start"), 120),
	]


def _rows(filters: frappe._dict, change: str) -> list[Row]:
	"""Returns the plans that joined, or left, newest first."""
	rows = list(_query(filters, change).run(as_dict=True))
	for row in rows:
		row.change = change
	return rows


def _query(filters: frappe._dict, change: str) -> QueryBuilder:
	plan, query = scoped("Permanence Plan")
	child, worker = frappe.qb.DocType("Child"), frappe.qb.DocType("Worker")
	changed_on = plan.prioritised_on if change == NEWLY else plan.removed_on
	query = (
		query.join(child)
		.on(child.name == plan.child)
		.left_join(worker)
		.on(worker.name == child.social_worker)
		.where(changed_on.between(filters.from_date, filters.to_date))
		.select(changed_on.as_("changed_on"), child.full_name.as_("child_name"), plan.child)
		.select(plan.name.as_("plan"), plan.route, plan.team, worker.worker_name.as_("social_worker"))
		.select(plan.status, plan.removal_reason.as_("reason"), plan.prioritised_at.as_("meeting"))
		.select(plan.prioritised_on, plan.predicted_start)
		.orderby(changed_on, order=Order.desc)
		.orderby(plan.name)
	)
	if change == NO_LONGER:
		query = query.where(plan.status == NO_LONGER)
	return narrowed(query, plan, filters, "locality", "team", "route")


def get_chart(counts: Counter[tuple[str, str]], first: date, last: date) -> Row | None:
	"""Returns a chart of plans that joined and left, by month; months without any are shown too."""
	indexes = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
	months = [f"{index // 12}-{index % 12 + 1:02d}" for index in indexes]
	if not counts:
		return None
	return bars(
		[formatdate(f"{month}-01", "MMM yyyy") for month in months],
		[GREEN, AMBER],
		datasets={_(change): [counts[month, change] for month in months] for change in (NEWLY, NO_LONGER)},
	)


def get_summary(counts: Counter[str]) -> list[Row]:
	"""Returns how many joined and left."""
	return [
		figure(_(NEWLY), counts[NEWLY], "Green"),
		figure(_(NO_LONGER), counts[NO_LONGER], "Orange" if counts[NO_LONGER] else ""),
	]
