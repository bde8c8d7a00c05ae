"""Decisions and Timeliness: requests by who decides, how long it took, whether the chair authorised in time."""

from __future__ import annotations

from collections import Counter
from typing import Any

from frappe import _

from ppoc.reporting.figures.columns import Column, day, link, moment, text, whole
from ppoc.reporting.figures.date_ranges import percent_of, share_on_time, with_span
from ppoc.reporting.figures.decisions_database import DECIDED, WAITING, decisions, median_days
from ppoc.reporting.figures.lists_database import AMBER, BLUE, bars, figure, in_words

Row = dict[str, Any]
_MOST_BARS = 12


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each request that was open in the period, a chart and a summary."""
	rows = decisions(with_span(filters))
	chart, summary = get_chart(rows), get_summary(rows)
	in_words(rows, "status", "decision", "authorised")
	return get_columns(), rows, None, chart, summary


def get_columns() -> list[Column]:
	"""Returns the columns: the request, who decides it, the days it took and what is missing."""
	return [
		link("decision_name", _("Request"), "Panel Decision", 110),
		text("child_name", _("Child"), 170),
		link("child", _("Record"), "Child", 110),
		link("request_type", _("What is requested"), "Request Type", 270),
		link("team", _("Team"), "Team"),
		text("who_decides", _("Who decides"), 170),
		text("status", _("Status"), 100),
		text("decision", _("Decision"), 110),
		day("asked_on", _("Requested on")),
		link("meeting", _("Meeting"), "Meeting", 110),
		day("meeting_date", _("Meeting on")),
		day("decided_on", _("Decided on")),
		whole("days", _("Days taken or waiting so far"), 160),
		moment("authorise_by", _("To be authorised by"), 160),
		moment("authorised_on", _("Authorised on"), 160),
		text("authorised", _("Authorisation"), 110),
		whole("missing_documents", _("Documents missing"), 140),
		{"fieldname": "emergency", "label": _("Emergency"), "fieldtype": "Check", "width": 100},
		{"fieldname": "retrospective", "label": _("Decided before"), "fieldtype": "Check", "width": 120},
	]


def get_chart(rows: list[Row]) -> Row | None:
	"""Returns a chart of decided and waiting requests, by who decides."""
	decided = Counter(row["who_decides"] or "" for row in rows if row["status"] in DECIDED)
	waiting = Counter(row["who_decides"] or "" for row in rows if row["status"] in WAITING)
	shown = [name for name, _count in (decided + waiting).most_common(_MOST_BARS)]
	return bars(
		[_(name) if name else _("Not yet known") for name in shown],
		[BLUE, AMBER],
		stacked=True,
		datasets={
			_("Decided"): [decided[name] for name in shown],
			_("Waiting"): [waiting[name] for name in shown],
		},
	)


def get_summary(rows: list[Row]) -> list[Row]:
	"""Returns how many, how long they took, and whether they were authorised in time."""
	if not rows:
		return []
	waiting = [row["days"] or 0 for row in rows if row["status"] in WAITING]
	middle = median_days(rows)
	return [
		figure(_("Requests"), len(rows)),
		figure(_("Decided"), sum(row["status"] in DECIDED for row in rows)),
		figure(
			_("Median days to a decision"),
			_("None decided") if middle is None else f"{middle:g}",
			datatype="Data",
		),
		figure(_("Waiting"), len(waiting)),
		figure(_("Longest waiting, days"), max(waiting, default=0)),
		percent_of(_("Authorised on time"), share_on_time(row["authorised"] for row in rows)),
	]
