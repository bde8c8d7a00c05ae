"""Effectiveness over Time: the scores of reviews by locality, or criterion by criterion."""

from __future__ import annotations

from typing import Any

from frappe import _
from frappe.utils import formatdate

from ppoc.reporting.figures.columns import Column, day, link, number, text, whole
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, GREEN, RED, bars, figure
from ppoc.reporting.figures.reviews_database import by_criterion, reviews
from ppoc.reporting.oversight.figures import Quarter

Row = dict[str, Any]
MONTHS = 24
BY_CRITERION = "Criterion"
COLOURS = [BLUE, AMBER, GREEN, RED]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each review or criterion, a chart and a summary."""
	asked = with_span(filters, MONTHS)
	if asked.group_by == BY_CRITERION:
		rows = by_criterion(asked)
		return criterion_columns(), rows, None, None, criterion_summary(rows)
	rows = reviews(asked)
	return review_columns(), rows, None, get_chart(rows), get_summary(rows)


def review_columns() -> list[Column]:
	"""Returns the columns for one review per row."""
	return [
		link("review", _("Review"), "Effectiveness Review", 110),
		link("locality", _("Locality"), "Locality", 160),
		day("review_date", _("Date")),
		text("reviewer", _("Completed by"), 160),
		whole("scored", _("Criteria scored"), 130),
		number("meetings_score", _("Identification and Mobilisation"), 230),
		number("panel_score", _("Permanence Panel"), 150),
		number("average_score", _("All criteria"), 110),
		number("before", _("Last time"), 100),
		number("change", _("Change"), 100),
		day("next_review_on", _("Next review"), 120),
	]


def criterion_columns() -> list[Column]:
	"""Returns the columns for one criterion of a locality per row."""
	return [
		link("locality", _("Locality"), "Locality", 160),
		text("criterion", _("Criterion"), 240),
		text("section", _("Section"), 260),
		whole("first_score", _("First in this period"), 140),
		whole("before", _("Last time"), 100),
		whole("score", _("Now"), 80),
		whole("change", _("Change"), 90),
		link("review", _("Review"), "Effectiveness Review", 110),
	]


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of each locality's average by quarter, from its last review in the quarter; no review,
	no bar."""
	scored = sorted((row for row in rows if row["scored"]), key=lambda row: row["review_date"])
	if not scored:
		return None
	known = {(row["locality"], Quarter.of(row["review_date"])): row["average_score"] for row in scored}
	quarters = [Quarter.of(scored[-1]["review_date"])]
	while quarters[0].first > scored[0]["review_date"]:
		quarters.insert(0, quarters[0].before)
	return bars(
		[f"{formatdate(one.first, 'MMM')} – {formatdate(one.last, 'MMM yyyy')}" for one in quarters],
		COLOURS,
		datasets={
			name: [known.get((name, one)) for one in quarters]
			for name in sorted({name for name, _one in known})
		},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many reviews there are, and the average of each locality's last one."""
	latest = {row["locality"]: row for row in rows if row["scored"]}
	if not latest:
		return []
	changed = [row["change"] for row in latest.values() if row["change"] is not None]
	return [
		figure(_("Reviews"), len(rows)),
		figure(
			_("Average of the last reviews"),
			f"{sum(row['average_score'] for row in latest.values()) / len(latest):.1f}",
			datatype="Data",
		),
		figure(_("Localities with a higher score"), sum(one > 0 for one in changed)),
		figure(_("Localities with a lower score"), sum(one < 0 for one in changed)),
	]


def criterion_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many criteria went up and down with the last reviews."""
	if not rows:
		return []
	changed = [row["change"] for row in rows if row["change"] is not None]
	return [
		figure(_("Criteria"), len(rows)),
		figure(_("Higher"), sum(one > 0 for one in changed), "Green"),
		figure(_("Lower"), sum(one < 0 for one in changed), "Red"),
		figure(_("At 1 or 2"), sum(row["score"] <= 2 for row in rows)),
	]
