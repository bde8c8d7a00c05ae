"""Moves and Changes of Worker: placement moves and changes of social worker per 1,000 days in care."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from ppoc.access.scoped_query import Row
from ppoc.outcomes.changes import CareChanges
from ppoc.outcomes.changes_database import changes_by
from ppoc.outcomes.intervals import rate
from ppoc.reporting.figures.columns import Column, number, text, whole
from ppoc.reporting.figures.date_ranges import with_span
from ppoc.reporting.figures.lists_database import AMBER, BLUE, bars

MONTHS = 12
GROUPS = {"Locality": "locality", "Team": "team"}
MOST_BARS = 10


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], str, Row | None]:
	"""Returns columns, a row for each place and one for all, the definition, and a chart of the rates."""
	wanted = with_span(filters, MONTHS)
	wanted.group_by = wanted.group_by if wanted.group_by in GROUPS else "Locality"
	rows = get_rows(wanted)
	return get_columns(wanted.group_by), rows, _definition(), get_chart(rows)


def get_columns(group: str) -> list[Column]:
	"""Returns the columns: how many moves and changes on how many days, each with its rate and band."""
	return [
		text("place", _(group), 190),
		whole("days", _("Days in care"), 120),
		whole("moves", _("Moves"), 90),
		number("moves_rate", _("Moves per 1,000 days"), 170, precision=2),
		number("moves_low", _("At least"), 90, precision=2),
		number("moves_high", _("At most"), 90, precision=2),
		whole("worker_days", _("Days with a known worker"), 200),
		whole("worker_changes", _("Changes of social worker"), 190),
		number("workers_rate", _("Changes per 1,000 days"), 180, precision=2),
		number("workers_low", _("At least"), 90, precision=2),
		number("workers_high", _("At most"), 90, precision=2),
	]


def get_rows(wanted: frappe._dict) -> list[Row]:
	"""Returns a row for each place, and for all together if there are several."""
	span = (wanted.from_date, min(wanted.to_date, getdate()))
	found = {
		place: changes[0] for place, changes in changes_by(wanted, GROUPS[wanted.group_by], [span]).items()
	}
	rows = [_row(place or _("None"), found[place]) for place in sorted(found)]
	if len(rows) > 1:
		together = CareChanges()
		for changes in found.values():
			together.add(changes)
		rows.append(_row(_("All together"), together))
	return rows


def _row(place: str, changes: CareChanges) -> Row:
	moves = rate(changes.moves, changes.days)
	workers = rate(changes.worker_changes, changes.worker_days)
	return {
		"place": place,
		"days": moves.days,
		"moves": moves.events,
		"moves_rate": moves.rate,
		"moves_low": moves.low,
		"moves_high": moves.high,
		"worker_days": workers.days,
		"worker_changes": workers.events if workers.days else None,
		"workers_rate": workers.rate,
		"workers_low": workers.low,
		"workers_high": workers.high,
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of both rates, place by place."""
	shown = rows[:MOST_BARS]
	return bars(
		[row["place"] for row in shown],
		[BLUE, AMBER],
		datasets={
			_("Moves per 1,000 days"): [row["moves_rate"] or 0 for row in shown],
			_("Changes of social worker per 1,000 days"): [row["workers_rate"] or 0 for row in shown],
		},
	)


def _definition() -> str:
	return _(
		"Days in care are those between the two dates, without short breaks and without the day of leaving. A move"
		" is the first day of another placement; stays in hospital or on holiday from which the child comes back"
		" to the same place are none. Days with a known worker begin with the first social worker of the"
		" return; each later one is a change. Children without episodes of a return have no moves and no days"
		" here. At least and At most are the 95 % confidence band (Garwood). Only children you can see are counted."
	)
