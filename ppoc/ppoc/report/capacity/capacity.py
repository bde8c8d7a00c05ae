"""Capacity: what each team says it can start in a month against what is predicted and what was started."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, get_first_day, get_last_day, getdate, nowdate

from ppoc.insight.columns import Column, day, link, text, whole
from ppoc.insight.lists_database import BLUE, bars, figure
from ppoc.insight.trends_database import capacities, starts_by_day

Row = dict[str, Any]
BACK, AHEAD = 3, 6


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None, list[Row]]:
	"""Columns, a row for each team and month, how it is counted, a chart by month and a summary of the same rows."""
	asked = frappe._dict(filters or {})
	asked.from_date = getdate(get_first_day(asked.from_date or add_months(nowdate(), -BACK)))
	asked.to_date = getdate(get_last_day(asked.to_date or add_months(nowdate(), AHEAD)))
	rows = get_data(asked)
	message = _(
		"Predicted are plans on a list with a predicted start in the month. Counted are the plans that you may see."
	)
	return get_columns(), rows, message, get_chart(rows), get_summary(rows)


def get_columns() -> list[Column]:
	"""The team's month."""
	return [
		link("team", _("Team"), "Team", 180),
		day("month", _("Month from")),
		whole("capacity", _("Can start")),
		whole("predicted", _("Predicted to start"), 140),
		whole("started", _("Started")),
		whole("over", _("Over by")),
		text("standing", _("Standing"), 330),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""The months of each team in which something is predicted or was started."""
	predicted, started = (
		_by_month(starts_by_day(filters, field, filters.from_date, filters.to_date))
		for field in ("predicted_start", "actual_start")
	)
	able = capacities()
	teams = sorted({team for team, _month in (*predicted, *started)})
	return [
		_row(team, month, able.get(team) or 0, predicted[team, month], started[team, month])
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


def _row(team: str, month: date, capacity: int, predicted: int, started: int) -> Row:
	over = max(predicted - capacity, 0) if capacity else 0
	if not capacity:
		standing = _("The team has not said what it can do.")
	elif over:
		standing = _("Overloaded: {0} more than it says it can start.").format(over)
	else:
		standing = ""
	return {
		"team": team,
		"month": month,
		"capacity": capacity or None,
		"predicted": predicted,
		"started": started,
		"over": over or None,
		"standing": standing,
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""All teams together, month by month."""
	months = sorted({row["month"] for row in rows})

	def total(key: str) -> list[int]:
		return [sum(row[key] or 0 for row in rows if row["month"] == month) for month in months]

	shown = {
		_("Can start"): total("capacity"),
		_("Predicted to start"): total("predicted"),
		_("Started"): total("started"),
	}
	return bars([f"{month:%b %y}" for month in months], ["#98a2b3", BLUE, "#17663b"], **shown)


def get_summary(rows: list[Row]) -> list[Row]:
	"""How many months are overloaded, and by how much."""
	over = [row for row in rows if row["over"]]
	return [
		figure(_("Overloaded months"), len(over), "Red" if over else "Green"),
		figure(_("Starts too many"), sum(row["over"] for row in over)),
	]
