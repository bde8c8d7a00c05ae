"""Papers and Minutes on Time: each meeting's agenda, papers, notes and authorisation compared with their due dates."""

from __future__ import annotations

from collections import Counter
from typing import Any

from frappe import _

from ppoc.reporting.figures.columns import Column, day, link, moment, text, whole
from ppoc.reporting.figures.date_ranges import (
	LATE,
	NOT_DUE,
	ON_TIME,
	OVERDUE,
	percent_of,
	share_on_time,
	with_span,
)
from ppoc.reporting.figures.lists_database import AMBER, bars, figure
from ppoc.reporting.figures.paperwork_database import KINDS, paperwork

Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each meeting, a chart and a summary."""
	asked = with_span(filters)
	rows = paperwork(asked)
	if asked.standing:
		rows = [row for row in rows if asked.standing in (row[kind] for kind in KINDS)]
	chart, summary = get_chart(rows), get_summary(rows)
	words = {word: _(word) for word in (ON_TIME, LATE, OVERDUE, NOT_DUE)}
	for row in rows:
		for kind in KINDS:
			row[kind] = words.get(row[kind], "")
	return get_columns(), rows, None, chart, summary


def get_columns() -> list[Column]:
	"""Returns the columns: the meeting, then for each item when it was due, when it was done and whether in time."""
	return [
		link("meeting", _("Meeting"), "Meeting", 120),
		day("meeting_date", _("Date")),
		link("forum", _("Forum"), "Forum", 190),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team"),
		day("agenda_due", _("Agenda due")),
		day("agenda_done", _("Circulated")),
		text("agenda", _("Agenda"), 100),
		whole("papers_asked", _("Papers required"), 130),
		whole("papers_came", _("Papers received"), 110),
		text("papers", _("Papers"), 100),
		day("notes_due", _("Notes due")),
		day("notes_done", _("Notes issued")),
		text("notes", _("Notes"), 100),
		moment("authorised_due", _("To be authorised by"), 160),
		moment("authorised_done", _("Authorised on"), 160),
		text("authorised", _("Authorisation"), 110),
	]


def _labels() -> dict[str, str]:
	return {
		"agenda": _("Agendas"),
		"papers": _("Papers"),
		"notes": _("Notes"),
		"authorised": _("Authorisations"),
	}


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of how many of each were on time, late and overdue."""
	if not rows:
		return None
	counts = {kind: Counter(row[kind] for row in rows) for kind in KINDS}
	labels = _labels()
	return bars(
		[labels[kind] for kind in KINDS],
		["#17663b", AMBER, "#b42318"],
		stacked=True,
		datasets={_(word): [counts[kind][word] for kind in KINDS] for word in (ON_TIME, LATE, OVERDUE)},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns the percentages done on time of what was due by now."""
	if not rows:
		return []
	labels = {
		"agenda": _("Agendas on time"),
		"papers": _("Papers on time"),
		"notes": _("Notes on time"),
		"authorised": _("Authorised on time"),
	}
	return [
		figure(_("Meetings"), len(rows)),
		*(percent_of(labels[kind], share_on_time(row[kind] for row in rows)) for kind in KINDS),
	]
