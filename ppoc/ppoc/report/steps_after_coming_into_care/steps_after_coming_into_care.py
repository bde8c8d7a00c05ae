"""Steps after Coming into Care: how long it takes from each step to the next, with those still waiting included."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.outcomes.cohorts import cohort_of
from ppoc.outcomes.steps import STEPS
from ppoc.outcomes.steps_database import milestones
from ppoc.reporting.figures.columns import Column, text, whole
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, bars
from ppoc.reporting.figures.stages import Wait, estimate

MONTHS = 36
GROUPS = ("Year", "Locality", "Team")


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each group and step, the definition, and a chart of the medians of all."""
	wanted = with_span(filters, MONTHS)
	wanted.group_by = wanted.group_by if wanted.group_by in GROUPS else ""
	found = _waits(wanted)
	rows = [_row(group, step, some) for (group, step), some in _in_order(found)]
	return get_columns(), rows, _definition(), get_chart(rows)


def get_columns() -> list[Column]:
	"""Returns the columns: how many, and after how many days a quarter, half and three quarters had moved on."""
	return [
		text("group", _("Group"), 130),
		text("step", _("Step"), 255),
		whole("children", _("Times in care"), 120),
		whole("ended", _("Moved on"), 100),
		whole("still_open", _("Still there, or left care"), 180),
		whole("first_quarter", _("A quarter after (days)"), 175),
		whole("median", _("Half after (days)"), 145),
		whole("third_quarter", _("Three quarters after (days)"), 205),
		text("remark", _("Remark"), 330),
	]


def _waits(wanted: frappe._dict) -> dict[tuple[str, str], list[Wait]]:
	today = getdate()
	found: defaultdict[tuple[str, str], list[Wait]] = defaultdict(list)
	for child, one in milestones(wanted):
		group = {
			"Year": cohort_of(one.entered_on),
			"Locality": child["locality"],
			"Team": child["team"],
		}.get(wanted.group_by, _("Everybody"))
		for step, waited in one.waits(today):
			found[group or _("None"), step].append(waited)
	return found


def _in_order(found: dict[tuple[str, str], list[Wait]]) -> list[tuple[tuple[str, str], list[Wait]]]:
	order = {step: place for place, step in enumerate(STEPS)}
	return sorted(found.items(), key=lambda item: (item[0][0], order[item[0][1]]))


def _row(group: str, step: str, some: list[Wait]) -> Row:
	found = estimate(some)
	assert found
	return {
		"group": group,
		"step": _(step),
		"children": found.plans,
		"ended": found.ended,
		"still_open": found.still_open,
		"first_quarter": found.first_quarter,
		"median": found.median,
		"third_quarter": found.third_quarter,
		"remark": _(found.remark) if found.remark else "",
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of the medians of the first group, with a quarter and three quarters."""
	shown: list[Row] = [row for row in rows if row["group"] == rows[0]["group"]]
	datasets: dict[str, list[Any]] = {
		_("A quarter after (days)"): [row["first_quarter"] or 0 for row in shown],
		_("Half after (days)"): [row["median"] or 0 for row in shown],
	}
	chart = bars([row["step"] for row in shown], [AMBER, BLUE], datasets=datasets)
	return {**chart, "title": shown[0]["group"]} if chart else None


def _definition() -> str:
	return _(
		"Each time in care that began between the two dates counts; each step ends with the first day of its kind"
		" after care began, whichever plan it belongs to. Whoever is still in a step, or left care in it, counts as"
		" waiting until then (Kaplan-Meier estimate, SciPy). A step that was skipped, or taken before the one"
		" before it, is not counted. Only children you can see are counted."
	)
