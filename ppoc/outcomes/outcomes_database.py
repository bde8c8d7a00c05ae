"""Reads what outcomes are computed from, for the children whom the reader sees: a few queries for each thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import frappe

from ppoc.access.scoped_query import Row
from ppoc.database.rows import chunks
from ppoc.imports.ssda903.episodes_database import episodes_of
from ppoc.imports.ssda903.existing_children import routes_by_placement, routes_by_reason
from ppoc.outcomes.care_periods import CarePeriod, RouteCodes, care_periods
from ppoc.outcomes.times_in_care import ChildInCare
from ppoc.reporting.figures.children_database import by_child, children, events_of

CHILD = (
	"name", "full_name", "locality", "team", "care_started_on", "care_ended_on", "looked_after", "left_care_by"
)  # fmt: skip
PLAN = ("name", "child", "route", "prioritised_on", "actual_start", "actual_finish", "achieved_on")


def children_in_care(
	filters: frappe._dict, on: date, events: Collection[str] = (), plans: bool = False
) -> Iterator[ChildInCare]:
	"""Yields the children who are or were in care.

	A child without episodes of a return has the time in care that was typed, without moves.

	Args:
		filters: may have `locality` and `team`.
		on: the last day of which anything is known.
		events: the kinds of events that are needed.
		plans: whether the plans are needed.
	"""
	codes = route_codes()
	for rows in chunks(children(filters, CHILD)):
		names = [row["name"] for row in rows]
		episodes = episodes_of(names)
		happened = events_of(names, events, on) if events else {}
		planned = _plans(names) if plans else {}
		for row in rows:
			known = episodes.get(row["name"])
			periods = care_periods(known, on, codes) if known else _typed(row, on)
			if periods:
				yield ChildInCare(row, periods, happened.get(row["name"], []), planned.get(row["name"], []))


def route_codes() -> RouteCodes:
	"""Returns what counts as permanence, from the authority's routes."""
	return RouteCodes(routes_by_reason(), routes_by_placement())


def _typed(row: Row, on: date) -> list[CarePeriod]:
	started, ended = row["care_started_on"], row["care_ended_on"]
	if not started or started > on or not (row["looked_after"] or ended):
		return []
	if not ended or ended > on:
		return [CarePeriod(started)]
	left_by = row["left_care_by"] or ""
	return [CarePeriod(started, ended_on=ended, left_by=left_by, reached={left_by: ended} if left_by else {})]


def _plans(children: list[str]) -> dict[str, list[Row]]:
	filters = {"child": ["in", children]}
	return by_child(
		frappe.get_all("Permanence Plan", filters, PLAN, order_by="prioritised_on asc, name asc", limit=0)
	)
