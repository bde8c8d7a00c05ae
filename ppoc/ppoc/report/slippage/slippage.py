"""Slippage: how often and how far predictions move, by team, route or barrier; the last twelve months."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from ppoc.reporting.figures.columns import Column, number, percent, text, whole
from ppoc.reporting.figures.lists_database import GROUPS_IN_WORDS, bars, figure, in_words
from ppoc.reporting.figures.slippage import Predictions
from ppoc.reporting.figures.slippage_database import asked, predictions
from ppoc.reporting.figures.trends_database import NONE

Row = dict[str, Any]
MOST_BARS = 8
"""The page has no room for more names."""


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None, list[Row]]:
	"""Returns columns, a row for each group, how it is counted, a chart, and a summary that counts each plan once."""
	wanted = asked(filters)
	found, groups = predictions(wanted)
	rows = get_rows(found.by_group(groups))
	if wanted.group_by in GROUPS_IN_WORDS:
		in_words(rows, "group")
	return get_columns(wanted.group_by), rows, _message(wanted), get_chart(rows), get_summary(found)


def get_columns(group: str) -> list[Column]:
	"""Returns the columns: how many plans, how many moved, how often and how far."""
	return [
		text("group", _(group), 200),
		whole("plans", _("Plans predicted"), 130),
		whole("moved", _("Plans moved"), 120),
		percent("share_moved", _("Share moved"), 120),
		whole("moves", _("Moves"), 90),
		number("moves_a_year", _("Moves a year for each plan"), 190),
		whole("later", _("Put back"), 100),
		whole("earlier", _("Brought forward"), 130),
		whole("taken_away", _("Removed"), 110),
		number("median_later", _("Median delay (days)"), 190),
		whole("longest_later", _("Longest delay (days)"), 120),
	]


def get_rows(groups: dict[str, Predictions]) -> list[Row]:
	"""Returns the groups, those with the largest share moved first. `of` is the group's value in filters."""
	rows = []
	for name, some in groups.items():
		found = some.figures()
		worked_out = {key: getattr(found, key) for key in ("moves", "share_moved", "moves_a_year")}
		rows.append({"of": name or NONE, "group": name or _("None"), **vars(found), **worked_out})
	return sorted(rows, key=lambda row: (-row["share_moved"], -row["plans"], row["group"]))


def _message(filters: frappe._dict) -> str:
	counted = _(
		"Counts the plans you can see that had a predicted date during this period, unless it"
		" had already been met or dropped by the time the period began. The first prediction does"
		" not count as a move. The longer the period, the larger the share that moved. To compare"
		" periods, use “Moves a year for each plan”, which allows for how long each plan had a"
		" prediction."
	)
	if filters.group_by == "Barrier":
		return (
			counted
			+ " "
			+ _("A plan is counted under every barrier it has or has had, whenever the barrier was raised.")
		)
	return counted


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of the groups with most moves."""
	shown = sorted((row for row in rows if row["moves"]), key=lambda row: -row["moves"])[:MOST_BARS]
	moves = {
		_("Put back"): [row["later"] for row in shown],
		_("Brought forward"): [row["earlier"] for row in shown],
		_("Removed"): [row["taken_away"] for row in shown],
	}
	chart = bars(
		[row["group"] for row in shown], ["#b42318", "#17663b", "#5b6470"], stacked=True, datasets=moves
	)
	return {**chart, "title": _("Most moves")} if chart else None


def get_summary(found: Predictions) -> list[Row]:
	"""Returns the totals of all plans, each counted once."""
	all_of_them = found.figures()
	if not all_of_them.plans:
		return []
	figures = [
		figure(_("Plans predicted"), all_of_them.plans),
		figure(_("Share moved"), all_of_them.share_moved, datatype="Percent"),
	]
	if all_of_them.moves_a_year is not None:
		figures.append(
			figure(_("Moves a year for each plan"), f"{all_of_them.moves_a_year:g}", datatype="Data")
		)
	if all_of_them.median_later:
		figures.append(figure(_("Median delay (days)"), f"{all_of_them.median_later:g}", datatype="Data"))
	return figures
