"""Control Chart: month by month and locality by locality, what is a signal and what is noise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.messages import Message
from ppoc.outcomes.changes import CareChanges
from ppoc.outcomes.changes_database import Span, changes_by
from ppoc.outcomes.control_chart import FEWEST, Judged, Point, judge
from ppoc.reporting.figures.columns import Column, number, text, whole
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, GREEN, figure, lines
from ppoc.timescales.calendars import months_after

MONTHS = 24
STEP = {"Month": 1, "Quarter": 3}
MEASURES: dict[str, Callable[[CareChanges], Point]] = {
	Message("Moves"): lambda changes: Point(changes.moves, changes.days),
	Message("Changes of social worker"): lambda changes: Point(changes.worker_changes, changes.worker_days),
	Message("Permanence reached"): lambda changes: Point(changes.permanent, changes.care_days),
}


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None, list[Row]]:
	"""Returns columns, a row for each locality and month, the definition, a chart and how many signals there are."""
	wanted = asked(filters)
	rows = get_rows(wanted)
	return get_columns(), rows, _definition(), get_chart(rows, wanted), get_summary(rows)


def asked(filters: Row | None) -> frappe._dict:
	"""Returns the filters with defaults: moves, month by month, in the last 24 months."""
	given = with_span(filters, MONTHS)
	given.measure = given.measure if given.measure in MEASURES else "Moves"
	given.by = given.by if given.by in STEP else "Month"
	given.to_date = min(given.to_date, getdate())
	return given


def get_columns() -> list[Column]:
	"""Returns the columns: what happened, what is usual, and what it says."""
	return [
		text("locality", _("Locality"), 190),
		text("when", _("When"), 110),
		whole("days", _("Days"), 100),
		whole("events", _("How many"), 110),
		number("rate", _("Per 1,000 days"), 140, precision=2),
		number("average", _("Average"), 110, precision=2),
		number("low", _("Lower limit"), 120, precision=2),
		number("high", _("Upper limit"), 120, precision=2),
		text("signal", _("Signal"), 270),
	]


def get_rows(wanted: frappe._dict) -> list[Row]:
	"""Returns a row for each locality and span; all localities together first if there are several."""
	spans = spans_of(wanted)
	found = changes_by(wanted, "locality", spans)
	places = {place or _("None"): found[place] for place in sorted(found)}
	if len(places) > 1:
		together = [CareChanges() for _span in spans]
		for changes in found.values():
			for into, one in zip(together, changes, strict=True):
				into.add(one)
		places = {_("All together"): together, **places}
	rows: list[Row] = []
	for place, changes in places.items():
		points = [MEASURES[wanted.measure](one) for one in changes]
		for span, point, judged in zip(spans, points, judge(points), strict=True):
			rows.append(_row(place, span, point, judged))
	return rows


def spans_of(wanted: frappe._dict) -> list[Span]:
	"""Returns whole months or quarters: those that began on or after the first day and ended by the last."""
	step = STEP[wanted.by]
	first = wanted.from_date.replace(day=1, month=(wanted.from_date.month - 1) // step * step + 1)
	if first < wanted.from_date:
		first = months_after(first, step)
	spans: list[Span] = []
	while (following := months_after(first, step)) <= wanted.to_date + timedelta(days=1):
		spans.append((first, following - timedelta(days=1)))
		first = following
	return spans


def _row(place: str, span: Span, point: Point, judged: Judged) -> Row:
	return {
		"locality": place,
		"when": f"{span[0]:%m/%Y}",
		"days": point.days,
		"events": point.events,
		"rate": _rounded(judged.rate),
		"average": _rounded(judged.average),
		"low": _rounded(judged.low),
		"high": _rounded(judged.high),
		"signal": _(judged.signal) if judged.signal else "",
	}


def _rounded(value: float | None) -> float | None:
	return None if value is None else round(value, 2)


def get_chart(rows: list[Row], wanted: frappe._dict) -> Row | None:
	"""Returns the chart of the first locality, or of all together if there are several."""
	shown = [row for row in rows if row["locality"] == rows[0]["locality"]]
	if not shown:
		return None
	fields = {
		"rate": _("Per 1,000 days"),
		"average": _("Average"),
		"low": _("Lower limit"),
		"high": _("Upper limit"),
	}
	return lines(
		[row["when"] for row in shown],
		[BLUE, GREEN, AMBER, AMBER],
		{name: [row[field] for row in shown] for field, name in fields.items()},
		_("{0}: {1}").format(shown[0]["locality"], _(wanted.measure)),
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many signals there are."""
	signals = sum(bool(row["signal"]) for row in rows)
	return [figure(_("Signals"), signals, "Orange" if signals else "")] if rows else []


def _definition() -> str:
	return _(
		"Whole months or quarters only. The average is that of all of them; between the limits lie 99.73 % of the"
		" numbers if nothing changes but chance (Poisson). A number outside the limits is a signal, and so are eight"
		" in a row on one side of the average and six in a row that each are higher, or lower, than the one before;"
		" everything else is noise. With fewer than {0} months or quarters there is no judgement. Only children you"
		" can see are counted."
	).format(FEWEST)
