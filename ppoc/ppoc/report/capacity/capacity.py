"""Capacity: what each team says it can start in a month, compared with what is predicted and what was started."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, formatdate, get_first_day, get_last_day, getdate, nowdate

from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import BLUE, RED, bars, figure
from ppoc.reporting.figures.trends_database import capacities, starts_by_day

Row = dict[str, Any]
BACK, AHEAD = 3, 6
MOST_BARS = 8
"""The page has no room for more names."""


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None, list[Row]]:
	"""Returns columns, a row for each team and month, how it is counted, a chart by month and a summary."""
	asked = frappe._dict(filters or {})
	asked.from_date = getdate(get_first_day(asked.from_date or add_months(nowdate(), -BACK)))
	asked.to_date = getdate(get_last_day(asked.to_date or add_months(nowdate(), AHEAD)))
	rows, today = get_data(asked), getdate(nowdate())
	message = _(
		"“Predicted” counts the plans on a list with a predicted start in the month. It counts"
		" only plans you can see, and so does the warning when you enter a predicted start, so"
		" there may be more."
	)
	return get_columns(), rows, message, get_chart(rows, today), get_summary(rows)


def get_columns() -> list[Column]:
	"""Returns the columns for a team's month."""
	return [
		link("team", _("Team"), "Team", 180),
		day("month", _("Month from")),
		whole("capacity", _("Can start")),
		whole("predicted", _("Predicted to start"), 140),
		whole("started", _("Started")),
		whole("over", _("Over by")),
		text("standing", _("Status"), 330),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns the months of each team that has a capacity, or in which something is predicted or was started."""
	predicted, started = (
		_by_month(starts_by_day(filters, field, filters.from_date, filters.to_date))
		for field in ("predicted_start", "actual_start")
	)
	able, today = capacities(), getdate(nowdate())
	teams = sorted({team for team, _month in (*predicted, *started)})
	return [
		_row(team, month, able.get(team) or 0, predicted[team, month], started[team, month], today)
		for team in teams
		for month in _months(filters.from_date, filters.to_date)
		if able.get(team) or predicted[team, month] or started[team, month]
	]


def _months(first: date, last: date) -> list[date]:
	found = [first]
	while (following := getdate(add_months(found[-1], 1))) <= last:
		found.append(following)
	return found


def _by_month(found: list[tuple[str, date, int]]) -> Counter[tuple[str, date]]:
	counts: Counter[tuple[str, date]] = Counter()
	for team, on, number in found:
		counts[team or "", on.replace(day=1)] += number
	return counts


def _row(team: str, month: date, capacity: int, predicted: int, started: int, today: date) -> Row:
	over = max(predicted - capacity, 0) if capacity else 0
	return {
		"team": team,
		"month": month,
		"capacity": capacity or None,
		"predicted": predicted,
		"started": started,
		"over": over or None,
		"standing": _standing(capacity, predicted, month >= today.replace(day=1)),
	}


def _standing(capacity: int, predicted: int, ahead: bool) -> str:
	if not capacity:
		return _("The team has not said how many it can start.")
	if predicted > capacity:
		return _("Overloaded: {0} more than it says it can start.").format(predicted - capacity)
	if predicted == capacity:
		return _("Full: as many as it says it can start.")
	return _("Room for {0} more.").format(capacity - predicted) if ahead else _("Not full.")


def get_chart(rows: list[Row], today: date) -> Row | None:
	"""Returns a chart: one team month by month; several teams by their fullest month, since teams do not
	share capacity."""
	if len({row["team"] for row in rows}) == 1:
		return _by_months(rows)
	shown = _fullest(rows, today)[:MOST_BARS]
	room = [row["capacity"] - row["predicted"] for row in shown]
	chart = bars(
		[row["team"] for row in shown],
		[BLUE, RED, "#d0d5dd"],
		stacked=True,
		datasets={
			_("Predicted, within its capacity"): [min(row["predicted"], row["capacity"]) for row in shown],
			_("Predicted beyond it"): [max(-left, 0) for left in room],
			_("Room left"): [max(left, 0) for left in room],
		},
	)
	title = _("Predicted starts in each team's busiest month ahead, for the teams with least room")
	return {**chart, "title": title} if chart else None


def _fullest(rows: list[Row], today: date) -> list[Row]:
	"""Returns each team's fullest month from now on, for teams with a stated capacity; the least room first."""
	ahead = [row for row in rows if row["month"] >= today.replace(day=1)] or rows
	found: dict[str, Row] = {}
	for row in ahead:
		known = found.get(row["team"])
		if row["capacity"] and (not known or row["predicted"] > known["predicted"]):
			found[row["team"]] = row
	return sorted(found.values(), key=lambda row: (row["capacity"] - row["predicted"], row["team"]))


def _by_months(rows: list[Row]) -> Row | None:
	shown = {
		_("Can start"): [row["capacity"] or 0 for row in rows],
		_("Predicted to start"): [row["predicted"] for row in rows],
		_("Started"): [row["started"] for row in rows],
	}
	chart = bars(
		[formatdate(row["month"], "MMM yy") for row in rows], ["#98a2b3", BLUE, "#17663b"], datasets=shown
	)
	return {**chart, "title": rows[0]["team"] or _("No team")} if chart else None


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many months are overloaded, and by how much."""
	over = [row for row in rows if row["over"]]
	return [
		figure(_("Overloaded months"), len(over), "Red" if over else "Green"),
		figure(_("Starts over capacity"), sum(row["over"] for row in over)),
	]
