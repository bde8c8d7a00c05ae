"""The two reports on cohorts: their filters, rows, columns and chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from ppoc.access.scoped_query import Row
from ppoc.outcomes.cohorts import ANY, QUARTER, YEAR, shares_of
from ppoc.outcomes.intervals import Share
from ppoc.outcomes.outcomes_database import children_in_care, route_codes
from ppoc.outcomes.times_in_care import ENTRY, FOLLOWED, TimeInCare, times_in_care
from ppoc.reporting.figures.columns import Column, percent, text, whole
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, in_words, lines

MONTHS = (6, 12, 24)
USUAL = 12
YEARS = 4
WIDE = 30
"""A band of so many points or more says so little that the row says so."""


def cohorts_asked(filters: Row | None) -> frappe._dict:
	"""Returns a report's filters with defaults: cohorts of a year, since the April four years before, after 12 months.

	`months_after` becomes the tuple of numbers of months to look at.
	"""
	given = frappe._dict(filters or {})
	today = getdate()
	given.from_date = given.from_date or date(today.year - (today.month < 4) - YEARS, 4, 1)
	given = with_span(given)
	given.by = given.by if given.by in (YEAR, QUARTER) else YEAR
	given.basis = given.basis if given.basis in FOLLOWED else ENTRY
	given.months = cint(given.months) if given.months else USUAL
	given.months_after = (given.months,) if given.months in MONTHS else MONTHS
	return given


def cohort_rows(wanted: frappe._dict, basis: str, routes: Sequence[str]) -> list[Row]:
	"""Returns a row for each cohort, route and number of months, all routes together first.

	Args:
		wanted: from `cohorts_asked`.
		basis: from when times in care are followed.
		routes: the routes to show.
	"""
	today = getdate()
	times = times_in_care(children_in_care(wanted, today))
	rows = [row for route in (ANY, *routes) for row in _rows_of(wanted, basis, route, times, today)]
	order = {route: place for place, route in enumerate((ANY, *routes))}
	rows.sort(key=lambda row: (row["cohort"], order[row["of_route"]], row["months"]))
	in_words(rows, "route")
	for row in rows:
		row["route"] = row["route"] or _("Any route")
	return rows


def _rows_of(
	wanted: frappe._dict, basis: str, route: str, times: Sequence[TimeInCare], today: date
) -> list[Row]:
	followed = FOLLOWED[basis](times, wanted.from_date, wanted.to_date, wanted.by, route)
	return [
		{
			"cohort": cohort,
			"route": route,
			"of_route": route,
			"months": months,
			"children": found.of,
			"reached": found.reached,
			"percent": found.percent,
			"low": found.low,
			"high": found.high,
			"remark": _remark(found),
		}
		for (cohort, months), found in shares_of(followed, wanted.months_after, today).items()
	]


def _remark(found: Share) -> str:
	if found.low is None or found.high is None or found.high - found.low < WIDE:
		return ""
	return _("Anything from {0} % to {1} %").format(round(found.low), round(found.high))


def cohort_report(
	filters: Row | None, basis: str, headings: tuple[str, str, str], definition: str
) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each cohort and route, the definition, and a chart of all routes together.

	Args:
		basis: from when times in care are followed; permanence within care counts from entry only.
		headings: of cohort, followed and reached, translated.
	"""
	rows = cohort_rows(cohorts_asked(filters), basis, routes_reached(within_care=basis == ENTRY))
	return cohort_columns(*headings), rows, definition, cohort_chart(rows)


def cohort_columns(cohort: str, followed: str, reached: str) -> list[Column]:
	"""Returns the columns; cohort, followed and reached are their headings, translated."""
	return [
		text("cohort", cohort, 140),
		text("route", _("Route"), 170),
		whole("months", _("After months"), 120),
		whole("children", followed, 150),
		whole("reached", reached, 170),
		percent("percent", _("Share"), 80),
		percent("low", _("At least"), 85),
		percent("high", _("At most"), 85),
		text("remark", _("What so few children say"), 215),
	]


def cohort_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of all routes together, cohort by cohort, with the band; after the usual or the shortest time."""
	shown = [row for row in rows if row["of_route"] == ANY]
	there = {row["months"] for row in shown}
	months = USUAL if USUAL in there else min(there, default=USUAL)
	shown = [row for row in shown if row["months"] == months]
	return lines(
		[row["cohort"] for row in shown],
		[BLUE, AMBER, AMBER],
		{
			_("Share"): [row["percent"] for row in shown],
			_("At least"): [row["low"] for row in shown],
			_("At most"): [row["high"] for row in shown],
		},
		_("Any route, after {0} months, in %").format(months),
	)


def routes_reached(within_care: bool) -> list[str]:
	"""Returns the routes that the return can show, in the authority's order.

	Args:
		within_care: whether to include permanence in a placement.
	"""
	codes = route_codes()
	found = [*codes.ends.values(), *(codes.placements.values() if within_care else ())]
	return list(dict.fromkeys(found))
