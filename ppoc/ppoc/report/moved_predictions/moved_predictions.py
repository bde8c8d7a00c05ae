"""Moved Predictions: the plans and moves behind a figure of Slippage, or all moves of the last twelve months."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _

from ppoc.reporting.figures.columns import Column, day, link, moment, text, whole
from ppoc.reporting.figures.lists_database import bars, figure, in_words
from ppoc.reporting.figures.slippage_database import asked, details, moves, predictions
from ppoc.reporting.figures.trends_database import NONE

Row = dict[str, Any]
COUNTED = ("plans", "moved", "moves", "later", "earlier", "taken_away")


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each plan or move requested, moves by month and a summary."""
	wanted = asked(filters)
	wanted.counted = wanted.counted if wanted.counted in COUNTED else "moves"
	rows = get_rows(wanted)
	summary = [
		figure(_("Plans"), len({row["plan"] for row in rows})),
		figure(_("Moves"), sum(row["moves"] for row in rows)),
	]
	return get_columns(), rows, None, get_chart(rows), summary


def get_columns() -> list[Column]:
	"""Returns the columns: whose prediction, where, and from when to when it moved."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 160),
		link("team", _("Team"), "Team", 160),
		text("status", _("Status now"), 150),
		whole("moves", _("Moves"), 80),
		day("was", _("Was")),
		day("became", _("Became")),
		whole("days", _("Days later"), 100),
		moment("changed_on", _("Last moved")),
		day("predicted", _("Predicted now"), 130),
	]


def get_rows(filters: frappe._dict) -> list[Row]:
	"""Returns what the figure counted; the longest move first, then by child."""
	known: dict[str, Row] = {}
	if filters.counted == "plans":
		found, groups = predictions(filters)
	else:
		found, groups, known = moves(filters)
	if filters.group:
		found = found.by_group(groups)["" if filters.group == NONE else filters.group]
	behind = found.behind(filters.counted)
	known = known or details({one.plan for one in behind}, filters)
	rows = [
		{
			**known[one.plan],
			**{key: getattr(one, key) for key in ("moves", "was", "became", "days", "changed_on")},
		}
		for one in behind
		if one.plan in known
	]
	in_words(rows, "route", "status")
	return sorted(rows, key=lambda row: (-(row["days"] or 0), row["child_name"] or "", row["plan"]))


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of the moves listed, by month; for a plan with several, the last one."""
	months = Counter(f"{row['changed_on']:%Y-%m}" for row in rows if row["changed_on"])
	named = sorted(months)
	return bars(named, ["#b42318"], datasets={_("Last moved"): [months[month] for month in named]})
