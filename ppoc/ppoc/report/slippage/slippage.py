"""Slippage: how often and how far predictions move, by team, route or barrier; the last twelve months."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from ppoc.insight.columns import Column, number, percent, text, whole
from ppoc.insight.lists_database import bars, figure
from ppoc.insight.slippage import slippage
from ppoc.insight.spans import with_span
from ppoc.insight.trends_database import BARRIER, changes, predicted_plans

Row = dict[str, Any]
MONTHS = 12
GROUPS = {"Team": "team", "Route": "route", "Locality": "locality", "Barrier": BARRIER}
DATES = {"Start": "predicted_start", "Finish": "predicted_finish"}
MOST_BARS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None, list[Row]]:
	"""Columns, a row for each group, how it is counted, a chart and a summary over all plans."""
	asked = with_span(filters, MONTHS)
	asked.group_by = asked.group_by if asked.group_by in GROUPS else "Team"
	asked.date_field = DATES.get(asked.prediction, DATES["Start"])
	rows = get_data(asked)
	return get_columns(asked.group_by), rows, _message(asked), get_chart(rows), get_summary(asked)


def get_columns(group: str) -> list[Column]:
	"""How many plans, how many moved, how often and how far."""
	return [
		text("group", _(group), 200),
		whole("plans", _("Plans predicted"), 130),
		whole("moved", _("Plans moved"), 120),
		percent("share_moved", _("Share moved"), 120),
		whole("later", _("Put back"), 100),
		whole("earlier", _("Brought forward"), 130),
		whole("taken_away", _("Taken away"), 110),
		number("median_later", _("Put back by, median days"), 190),
		whole("longest_later", _("Longest, days"), 120),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""The groups, those with the largest share moved first."""
	group = GROUPS[filters.group_by]
	plans, moved = predicted_plans(filters, group), changes(filters, group)
	rows = []
	for name in {*plans, *moved}:
		found = slippage(plans.get(name, ()), moved.get(name, ()))
		rows.append({"group": name or _("None"), **vars(found), "share_moved": found.share_moved})
	return sorted(rows, key=lambda row: (-row["share_moved"], -row["plans"], row["group"]))


def _message(filters: frappe._dict) -> str:
	counted = _(
		"A first prediction is no move. Moves are those made in the time asked for; plans are all that have a"
		" prediction now or had one moved then. Counted are the plans that you may see."
	)
	if filters.group_by == "Barrier":
		return (
			counted + " " + _("A plan is counted under each barrier it has or had, whenever that was raised.")
		)
	return counted


def get_chart(rows: list[Row]) -> Row | None:
	"""Moves by group, the worst first."""
	shown = [row for row in rows if row["moved"]][:MOST_BARS]
	moves = {
		_("Put back"): [row["later"] for row in shown],
		_("Brought forward"): [row["earlier"] for row in shown],
		_("Taken away"): [row["taken_away"] for row in shown],
	}
	return bars([row["group"] for row in shown], ["#b42318", "#17663b", "#5b6470"], stacked=True, **moves)


def get_summary(filters: frappe._dict) -> list[Row]:
	"""All plans together, each once."""
	plans, moved = predicted_plans(filters, "route"), changes(filters, "route")
	found = slippage(set().union(*plans.values()), [change for some in moved.values() for change in some])
	if not found.plans:
		return []
	figures = [
		figure(_("Plans predicted"), found.plans),
		figure(_("Share moved"), found.share_moved, datatype="Percent"),
	]
	if found.median_later:
		figures.append(figure(_("Put back by, median days"), found.median_later, datatype="Float"))
	return figures
