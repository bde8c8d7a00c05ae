"""Meetings against Rhythm: how many sittings of each forum were due in a period, and how many were held."""

from __future__ import annotations

from functools import cache
from typing import Any

from frappe import _

from ppoc.reporting.figures.columns import Column, day, link, percent, text, whole
from ppoc.reporting.figures.date_ranges import percent_of, place_of, with_span
from ppoc.reporting.figures.lists_database import BLUE, bars, figure
from ppoc.reporting.figures.rhythm_kept import Kept, by_forum
from ppoc.reporting.figures.rhythm_kept_database import kept_for_reader, rhythm_in_words

Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row], None, Row | None, list[Row]]:
	"""Returns columns, a row for each forum of a team or locality, a chart and a summary."""
	asked = with_span(filters)
	place = place_of(asked, "locality", "team", "forum")
	found = kept_for_reader(asked.from_date, asked.to_date, place)
	in_words = cache(rhythm_in_words)
	rows = [{**one.as_row(), "rhythm": in_words(one.rhythm, one.nth)} for one in found]
	rows.sort(
		key=lambda row: (row["share"] is None, row["share"], row["forum"], row["locality"], row["team"])
	)
	return get_columns(), rows, None, get_chart(found), get_summary(found)


def get_columns() -> list[Column]:
	"""Returns the columns: the forum, what its rhythm requires, and what happened."""
	return [
		link("forum", _("Forum"), "Forum", 220),
		link("locality", _("Locality"), "Locality"),
		link("team", _("Team"), "Team", 150),
		text("rhythm", _("Rhythm"), 130),
		whole("expected", _("Due")),
		whole("held", _("Held")),
		percent("share", _("Rhythm kept"), 120),
		whole("cancelled", _("Cancelled")),
		whole("not_closed", _("Past, not closed"), 150),
		day("last_held", _("Last held")),
	]


def get_chart(found: list[Kept]) -> Row | None:
	"""Returns a chart of sittings due and held, forum by forum."""
	forums = [one for one in by_forum(found) if one.expected or one.sat.held]
	return bars(
		[_(one.forum) for one in forums],
		["#9aa5b1", BLUE],
		datasets={_("Due"): [one.expected for one in forums], _("Held"): [one.sat.held for one in forums]},
	)


def get_summary(found: list[Kept]) -> list[Row]:
	"""Returns the totals of all forums; a sitting beyond the rhythm does not make up for a missed one."""
	if not found:
		return []
	due = sum(one.expected for one in found)
	kept = sum(min(one.expected, one.sat.held) for one in found)
	return [
		figure(_("Meetings due"), due),
		figure(_("Held"), sum(one.sat.held for one in found)),
		percent_of(_("Rhythm kept"), round(kept * 100 / due, 1) if due else None),
		figure(_("Cancelled"), sum(one.sat.cancelled for one in found)),
		figure(_("Past, not closed"), sum(one.sat.not_closed for one in found)),
	]
