"""Time in each Stage: how long plans take, with those still waiting counted honestly; plans of the last two years."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from frappe import _
from frappe.utils import getdate, nowdate

from ppoc.insight.columns import Column, text, whole
from ppoc.insight.lists_database import BLUE, bars
from ppoc.insight.spans import with_span
from ppoc.insight.stages import STAGES, Estimate, Wait, estimate, wait
from ppoc.insight.trends_database import stages_of_plans

Row = dict[str, Any]
MONTHS = 24
GROUPS = {"Route": "route", "Team": "team", "Locality": "locality"}
LEFT = "No longer prioritised"
MOST_BARS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Columns, a row for each group and stage, how it is estimated, and a chart of the medians."""
	asked = with_span(filters, MONTHS)
	asked.group_by = asked.group_by if asked.group_by in GROUPS else "Route"
	rows = get_data(asked)
	return get_columns(asked.group_by), rows, _message(), get_chart(rows)


def get_columns(group: str) -> list[Column]:
	"""How many, and after how many days a quarter, half and three quarters came through."""
	return [
		text("group", _(group), 190),
		text("stage", _("Stage"), 270),
		whole("plans", _("Plans")),
		whole("ended", _("Came through"), 120),
		whole("still_open", _("Still in it, or left"), 150),
		whole("first_quarter", _("A quarter after, days"), 170),
		whole("median", _("Half after, days (median)"), 200),
		whole("third_quarter", _("Three quarters after, days"), 200),
		whole("longest_open", _("Longest wait so far"), 160),
		text("remark", _("Remark"), 330),
	]


def get_data(filters: Row) -> list[Row]:
	"""A row for each group and stage in which there was a plan."""
	today, waits = getdate(nowdate()), defaultdict(list)
	for plan in stages_of_plans(filters, GROUPS[filters["group_by"]], filters["from_date"]):
		left = plan.removed_on if plan.status == LEFT else plan.achieved_on
		for stage, (began, ended) in STAGES.items():
			if one := wait(plan[began], plan[ended], left, today):
				waits[plan.group or "", stage].append(one)
	groups = sorted({group for group, _stage in waits})
	return [
		_row(group, stage, waits[group, stage])
		for group in groups
		for stage in STAGES
		if (group, stage) in waits
	]


def _row(group: str, stage: str, waits: list[Wait]) -> Row:
	found = estimate(waits)
	assert found
	row = {"group": group or _("None"), "stage": _(stage), **vars(found)}
	return {**row, "still_open": found.still_open, "remark": _remark(found)}


def _remark(found: Estimate) -> str:
	if not found.ended:
		return _("Nobody has come through yet.")
	if found.first_quarter is None:
		return _("Fewer than a quarter have come through so far.")
	if found.median is None:
		return _("Fewer than half have come through so far.")
	if found.third_quarter is None:
		return _("Fewer than three quarters have come through so far.")
	return ""


def _message() -> str:
	return _(
		"Shares are Kaplan-Meier estimates (SciPy): a plan still in a stage counts as waiting until today, one that"
		" left the list until that day, and neither as finished. Counted are the plans that you may see."
	)


def get_chart(rows: list[Row]) -> Row | None:
	"""The medians there are, the longest first; a stage that half have not come through has none."""
	shown = sorted(
		(row for row in rows if row["median"] is not None), key=lambda row: row["median"], reverse=True
	)
	shown = shown[:MOST_BARS]
	labels = [f"{row['group']}: {row['stage']}" for row in shown]
	return bars(labels, [BLUE], **{_("Median, days"): [row["median"] for row in shown]})
