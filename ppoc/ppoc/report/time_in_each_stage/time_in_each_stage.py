"""Time in each Stage: how long plans take, with those still waiting taken into account; plans of the last two
years."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from ppoc.reporting.figures.columns import Column, text, whole
from ppoc.reporting.figures.lists_database import AMBER, BLUE, GROUPS_IN_WORDS, bars, in_words
from ppoc.reporting.figures.stages import STAGES, Wait, estimate
from ppoc.reporting.figures.trends_database import NONE, stages_asked, waits

Row = dict[str, Any]
MOST_BARS = 8
"""The page has no room for more names."""


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each group and stage, how it is estimated, and a chart of the medians."""
	wanted = stages_asked(filters)
	rows = get_data(wanted)
	if wanted.group_by in GROUPS_IN_WORDS:
		in_words(rows, "group")
	return get_columns(wanted.group_by), rows, _message(wanted), get_chart(rows)


def get_columns(group: str) -> list[Column]:
	"""Returns the columns: how many, and after how many days a quarter, half and three quarters finished."""
	return [
		text("group", _(group), 190),
		text("stage", _("Stage"), 270),
		whole("plans", _("Plans")),
		whole("ended", _("Moved on"), 120),
		whole("still_open", _("Still there, or left the list"), 150),
		whole("first_quarter", _("A quarter after (days)"), 175),
		whole("median", _("Half after (days)"), 145),
		whole("third_quarter", _("Three quarters after (days)"), 205),
		whole("longest_open", _("Longest wait so far"), 160),
		text("remark", _("Remark"), 330),
	]


def get_data(filters: frappe._dict) -> list[Row]:
	"""Returns a row for each group and stage that had a plan."""
	found = defaultdict(list)
	for stage, plan, one in waits(filters):
		found[plan["group"] or "", stage].append(one)
	groups = sorted({group for group, _stage in found})
	return [
		_row(group, stage, found[group, stage])
		for group in groups
		for stage in STAGES
		if (group, stage) in found
	]


def _row(group: str, stage: str, some: list[Wait]) -> Row:
	"""Returns a row; `of` and `in_stage` are untranslated, for the filters of the list behind it."""
	found = estimate(some)
	assert found
	row = {"of": group or NONE, "in_stage": stage, "group": group or _("None"), "stage": _(stage)}
	return {
		**row,
		**vars(found),
		"still_open": found.still_open,
		"remark": _(found.remark) if found.remark else "",
	}


def _message(filters: frappe._dict) -> str:
	return _(
		"Shares are Kaplan-Meier estimates (SciPy). A plan that is still in a stage counts as"
		" waiting until {0}, and one that left the list counts as waiting until it left; neither"
		" counts as finished. Only plans you can see are counted."
	).format(formatdate(filters.to_date))


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of one stage in each group, or of all stages in the only group; the longest first.

	If half have not finished, there is no median. It is longer than the longest wait so far, which is drawn
	in another colour.
	"""
	one_group = len({row["of"] for row in rows}) == 1
	shown = rows if one_group else _longest_first(rows)
	chart = bars(
		[row["stage"] if one_group else row["group"] for row in shown],
		[BLUE, AMBER],
		stacked=True,
		datasets={
			_("Half moved on after"): [row["median"] or 0 for row in shown],
			_("Longest wait so far, if half have not"): [
				row["longest_open"] or 0 if row["median"] is None else 0 for row in shown
			],
		},
	)
	title = _("{0}: days until half had moved on or, if half have not, the longest wait so far")
	return {**chart, "title": title.format(shown[0]["group" if one_group else "stage"])} if chart else None


def _longest_first(rows: list[Row]) -> list[Row]:
	"""Returns the first stage that has rows, for the groups where it takes longest."""
	stage = next((stage for stage in STAGES if any(row["in_stage"] == stage for row in rows)), None)
	of_stage = [row for row in rows if row["in_stage"] == stage]
	never = max((row["median"] or 0 for row in of_stage), default=0) + 1
	return sorted(of_stage, key=lambda row: -(never if row["median"] is None else row["median"]))[:MOST_BARS]
