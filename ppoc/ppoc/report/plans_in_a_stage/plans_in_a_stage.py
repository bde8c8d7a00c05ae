"""Plans in a Stage: the plans behind a figure of Time in each Stage, with how long each was in it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _

from ppoc.messages import Message
from ppoc.reporting.figures.columns import Column, day, link, text, whole
from ppoc.reporting.figures.lists_database import AMBER, BLUE, bars, figure, in_words
from ppoc.reporting.figures.stages import STAGES, Wait
from ppoc.reporting.figures.trends_database import LEFT, NONE, stages_asked, waits

Row = dict[str, Any]
THROUGH, STILL, GONE = Message("Moved on"), Message("Still there"), Message("Left the list")


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each plan and stage requested, a chart by stage and a summary."""
	wanted = stages_asked(filters)
	rows = get_rows(wanted)
	chart, summary = get_chart(rows), get_summary(rows)
	in_words(rows, "route", "status", "stage", "standing")
	return get_columns(), rows, None, chart, summary


def get_columns() -> list[Column]:
	"""Returns the columns: whose plan, where, from when to when."""
	return [
		text("child_name", _("Child"), 180),
		link("child", _("Record"), "Child", 110),
		link("plan", _("Plan"), "Permanence Plan", 110),
		text("route", _("List"), 160),
		link("team", _("Team"), "Team", 160),
		text("stage", _("Stage"), 270),
		day("began", _("Entered it")),
		day("through", _("Moved on"), 120),
		whole("days", _("Days"), 80),
		text("standing", _("Then"), 120),
		text("status", _("Status now"), 150),
	]


def get_rows(filters: frappe._dict) -> list[Row]:
	"""Returns the plans, the longest wait first."""
	wanted, until = (
		{"ended": (True,), "still_open": (False,)}.get(filters.counted, (True, False)),
		filters.to_date,
	)
	rows = [
		_row(stage, plan, one, until)
		for stage, plan, one in waits(filters, named=True)
		if one.ended in wanted and filters.group in (None, "", plan["group"] or NONE)
	]
	rows.sort(key=lambda row: (-row["days"], row["plan"]))
	return rows


def _row(stage: str, plan: Row, one: Wait, until: date) -> Row:
	began, ended = STAGES[stage]
	left = plan["removed_on"] if plan["status"] == LEFT else plan["achieved_on"]
	return {
		"child_name": plan["child_name"],
		"child": plan["child"],
		"plan": plan["plan"],
		"route": plan["route"],
		"team": plan["team"],
		"status": plan["status"],
		"stage": stage,
		"began": plan[began],
		"through": plan[ended] if one.ended else None,
		"days": one.days,
		"standing": THROUGH if one.ended else GONE if left and left <= until else STILL,
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of how many finished each stage, and how many have not."""
	counts = Counter((row["stage"], row["standing"] == THROUGH) for row in rows)
	shown = [stage for stage in STAGES if counts[stage, True] or counts[stage, False]]
	return bars(
		[_(stage) for stage in shown],
		[BLUE, AMBER],
		datasets={
			_("Moved on"): [counts[stage, True] for stage in shown],
			_("Not yet"): [counts[stage, False] for stage in shown],
		},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many there are, and how many finished, are waiting or left."""
	counts = Counter(row["standing"] for row in rows)
	return [
		figure(_("Plans"), len({row["plan"] for row in rows})),
		*(figure(_(standing), counts[standing]) for standing in (THROUGH, STILL, GONE)),
	]
