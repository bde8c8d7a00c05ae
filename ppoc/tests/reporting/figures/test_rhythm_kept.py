"""Sittings that a schedule requires, against those that were held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from ppoc.reporting.figures.rhythm_kept import Sat, Schedule, by_forum, expected, kept
from ppoc.timescales.recurrence import OnClosedDay, Rhythm, RhythmUnit, rhythm_days

FORTNIGHTLY = Rhythm(date(2026, 1, 6), time(10), 90, RhythmUnit.WEEK, 2)
MONTHLY = Rhythm(date(2026, 1, 13), time(14), 60, RhythmUnit.MONTH, 1)


def test_a_rhythm_found_from_the_middle_is_the_one_from_the_beginning() -> None:
	for rhythm in (FORTNIGHTLY, MONTHLY, Rhythm(date(2026, 1, 30), time(9), 60, RhythmUnit.MONTH, 2)):
		whole = list(rhythm_days(rhythm, rhythm.first_sitting, date(2028, 12, 31)))
		for since in (date(2025, 6, 1), date(2026, 5, 5), whole[7], date(2027, 2, 28)):
			later = list(rhythm_days(rhythm, since, date(2028, 12, 31)))
			assert later == [day for day in whole if day >= since]


def test_a_forum_before_every_second_sitting_is_due_half_as_often() -> None:
	host = Schedule(("Mobilisation", "North", "A"), FORTNIGHTLY, date(2026, 1, 6))
	before = Schedule(("Identification", "North", "A"), FORTNIGHTLY, date(2026, 1, 6), nth=2)
	span = date(2026, 1, 1), date(2026, 3, 31)

	assert (expected(host, *span), expected(before, *span)) == (7, 4)
	assert expected(before, date(2026, 1, 7), date(2026, 2, 3)) == 1, "3 February, four weeks after the first"


def test_what_was_held_stands_beside_what_was_due_also_where_nothing_was_scheduled() -> None:
	schedules = [
		Schedule(("Mobilisation", "North", team), FORTNIGHTLY, date(2026, 1, 6)) for team in ("A", "B")
	]
	sat = {
		("Mobilisation", "North", "A"): Sat(5, 1, 1, date(2026, 3, 17)),
		("Mobilisation", "North", "B"): Sat(9, last_held=date(2026, 3, 31)),
		("Extra", "North", ""): Sat(1, last_held=date(2026, 2, 2)),
	}

	rows = kept(schedules, sat, date(2026, 1, 1), date(2026, 3, 31))

	assert [(row.forum, row.team, row.expected, row.sat.held, row.share) for row in rows] == [
		("Extra", "", 0, 1, None),
		("Mobilisation", "A", 7, 5, 71.4),
		("Mobilisation", "B", 7, 9, 100.0),
	]
	together = by_forum(rows)[1]
	assert (together.expected, together.sat.held, together.sat.last_held) == (14, 14, date(2026, 3, 31))


CLOSED = {date(2026, 2, 3): "Office closed", date(2026, 3, 31): "Office closed"}
"""Two Tuesdays of the fortnightly rhythm, the second the last day of March."""


def due(how: OnClosedDay, since: date, until: date, nth: int = 0) -> int:
	rhythm = replace(FORTNIGHTLY, on_closed_day=how)
	return expected(Schedule(("M", "North", "A"), rhythm, date(2026, 1, 6), nth, CLOSED), since, until)


def test_a_sitting_on_a_closed_day_is_due_when_it_is_held_or_not_at_all() -> None:
	quarter, april = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 7))
	assert due(OnClosedDay.LEFT_OUT, *quarter) == 5
	assert (due(OnClosedDay.EARLIER, *quarter), due(OnClosedDay.EARLIER, *april)) == (7, 0)
	assert (due(OnClosedDay.LATER, *quarter), due(OnClosedDay.LATER, *april)) == (6, 1)


def test_a_forum_before_every_second_sitting_counts_on_from_those_that_are_held() -> None:
	assert due(OnClosedDay.LEFT_OUT, date(2026, 1, 1), date(2026, 3, 31), nth=2) == 3
	assert due(OnClosedDay.LEFT_OUT, date(2026, 2, 1), date(2026, 2, 28), nth=2) == 1
