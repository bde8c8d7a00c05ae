"""The recurrence of sittings: weeks and months, sittings before another forum, bank holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.timescales.recurrence import (
	LAST,
	Occurrence,
	OnClosedDay,
	Rhythm,
	RhythmUnit,
	first_day,
	sittings,
	sittings_before,
)

TUESDAY = date(2026, 3, 3)
MOBILISATION = Rhythm(TUESDAY, time(10, 30), 90, RhythmUnit.WEEK, 2)
PANEL = Rhythm(date(2026, 3, 10), time(14, 0), 60, RhythmUnit.MONTH, 1)


def test_a_fortnightly_forum_sits_every_other_week_on_its_weekday():
	found = sittings(MOBILISATION, TUESDAY, TUESDAY + timedelta(weeks=6), {})
	assert [s.day for s in found] == [TUESDAY + timedelta(weeks=2 * n) for n in range(4)]


@pytest.mark.requirement("P3.1")
def test_a_monthly_forum_keeps_its_weekday_of_the_month():
	found = sittings(PANEL, date(2026, 3, 1), date(2026, 6, 30), {})
	assert [s.day for s in found] == [
		date(2026, 3, 10),
		date(2026, 4, 14),
		date(2026, 5, 12),
		date(2026, 6, 9),
	]


def test_a_fifth_weekday_means_the_last_one():
	rhythm = Rhythm(date(2026, 3, 31), time(10), 60, RhythmUnit.MONTH, 1)
	found = sittings(rhythm, date(2026, 3, 1), date(2026, 6, 30), {})
	assert [s.day for s in found] == [
		date(2026, 3, 31),
		date(2026, 4, 28),
		date(2026, 5, 26),
		date(2026, 6, 30),
	]


@pytest.mark.requirement("P1.1")
def test_the_identification_meeting_ends_when_every_second_mobilisation_begins():
	found = sittings_before(MOBILISATION, 2, 30, TUESDAY, TUESDAY, TUESDAY + timedelta(weeks=8), {})
	assert [(s.day, s.start) for s in found] == [
		(TUESDAY, time(10, 0)),
		(TUESDAY + timedelta(weeks=4), time(10, 0)),
		(TUESDAY + timedelta(weeks=8), time(10, 0)),
	]


@pytest.mark.requirement("P1.1")
def test_it_follows_a_mobilisation_that_was_moved_and_falls_away_with_one_that_was_cancelled():
	moved = Occurrence(TUESDAY, TUESDAY + timedelta(days=1), time(13, 0), 90)
	held = {TUESDAY: moved, TUESDAY + timedelta(weeks=4): None}
	found = sittings_before(MOBILISATION, 2, 30, TUESDAY, TUESDAY, TUESDAY + timedelta(weeks=8), {}, held)
	assert [s.begins for s in found] == [
		datetime(2026, 3, 4, 12, 30),
		datetime.combine(TUESDAY + timedelta(weeks=8), time(10, 0)),
	]


def test_a_bank_holiday_moves_the_sitting_to_the_next_working_day_and_says_so():
	rhythm = Rhythm(date(2026, 4, 6), time(10), 60, RhythmUnit.WEEK, 1)
	closed = {date(2026, 4, 6): "Easter Monday"}
	found = sittings(rhythm, date(2026, 4, 6), date(2026, 4, 13), closed)
	assert [(s.rhythm_day, s.day) for s in found] == [
		(date(2026, 4, 6), date(2026, 4, 7)),
		(date(2026, 4, 13), date(2026, 4, 13)),
	]
	assert "Monday 6 April 2026" in found[0].note
	assert "Easter Monday" in found[0].note
	assert found[1].note == ""


rhythms = st.builds(
	Rhythm,
	first_sitting=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
	start=st.just(time(10, 0)),
	minutes=st.integers(15, 180),
	unit=st.sampled_from(list(RhythmUnit)),
	interval=st.integers(1, 6),
)
holidays = st.dictionaries(st.dates(date(2020, 1, 1), date(2033, 12, 31)), st.just("Holiday"), max_size=40)


@given(rhythms, holidays, st.integers(0, 400), st.integers(0, 400))
def test_no_sitting_is_on_a_closed_day_and_two_spans_make_one(rhythm, closed, first, second):
	start = rhythm.first_sitting
	middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
	whole = sittings(rhythm, start, end, closed)
	assert all(s.day.weekday() < 5 and s.day not in closed for s in whole)
	assert all(bool(s.note) == (s.day != s.rhythm_day) for s in whole)
	parts = sittings(rhythm, start, middle, closed) + sittings(
		rhythm, middle + timedelta(days=1), end, closed
	)
	assert parts == whole


@given(rhythms)
def test_sittings_keep_their_weekday_and_their_distance(rhythm):
	days = [
		s.rhythm_day
		for s in sittings(rhythm, rhythm.first_sitting, rhythm.first_sitting + timedelta(days=900), {})
	]
	assert days[0] == rhythm.first_sitting
	assert {day.weekday() for day in days} == {rhythm.first_sitting.weekday()}
	gaps = [(later - earlier).days for earlier, later in pairwise(days)]
	if rhythm.unit is RhythmUnit.WEEK:
		assert set(gaps) <= {7 * rhythm.interval}
	else:
		assert all(rhythm.interval * 28 - 7 <= gap <= rhythm.interval * 31 + 7 for gap in gaps)


@given(rhythms, st.integers(1, 4), st.integers(15, 60), holidays)
def test_who_sits_before_another_ends_when_the_other_begins(rhythm, nth, minutes, closed):
	end = rhythm.first_sitting + timedelta(days=300)
	hosts = {s.rhythm_day: s for s in sittings(rhythm, rhythm.first_sitting, end, closed)}
	found = sittings_before(rhythm, nth, minutes, rhythm.first_sitting, rhythm.first_sitting, end, closed)
	assert [s.ends for s in found] == [hosts[s.rhythm_day].begins for s in found]
	assert len(found) == -(-len(hosts) // nth)


# weekday, week of the month, closed days

FRIDAYS = Rhythm(date(2026, 3, 6), time(9), 60, RhythmUnit.WEEK, 1)
GOOD_FRIDAY = {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}


@pytest.mark.parametrize(
	("how", "days"),
	[
		(OnClosedDay.EARLIER, [date(2026, 4, 2), date(2026, 4, 10)]),
		(OnClosedDay.LATER, [date(2026, 4, 7), date(2026, 4, 10)]),
		(OnClosedDay.LEFT_OUT, [date(2026, 4, 10)]),
	],
)
def test_a_sitting_on_a_closed_day_is_held_earlier_later_or_left_out(how, days):
	rhythm = replace(FRIDAYS, on_closed_day=how)
	assert [s.day for s in sittings(rhythm, date(2026, 4, 3), date(2026, 4, 10), GOOD_FRIDAY)] == days


def test_a_sitting_that_would_move_onto_its_neighbour_is_left_out():
	closed = {date(2026, 12, 21) + timedelta(days=n): "Offices closed" for n in range(5)}
	rhythm = replace(FRIDAYS, on_closed_day=OnClosedDay.EARLIER)
	assert [s.day for s in sittings(rhythm, date(2026, 12, 18), date(2026, 12, 27), closed)] == [
		date(2026, 12, 18)
	]


@pytest.mark.parametrize(
	("week", "days"),
	[
		(LAST, [date(2026, 3, 27), date(2026, 4, 24), date(2026, 5, 29)]),
		(1, [date(2026, 4, 3), date(2026, 5, 1)]),
		(4, [date(2026, 3, 27), date(2026, 4, 24), date(2026, 5, 22)]),
	],
)
def test_the_last_friday_of_the_month_can_be_said(week, days):
	# the first meeting is any day from which it counts; this is a Tuesday
	rhythm = Rhythm(date(2026, 3, 10), time(9), 60, RhythmUnit.MONTH, 1, weekday=4, week=week)
	assert [s.day for s in sittings(rhythm, date(2026, 3, 1), date(2026, 5, 31), {})] == days


def test_the_weekday_of_the_forum_is_kept_whatever_the_first_day_is():
	rhythm = Rhythm(date(2026, 3, 10), time(9), 60, RhythmUnit.WEEK, 2, weekday=4)
	assert first_day(rhythm) == date(2026, 3, 13)
	assert [s.day for s in sittings(rhythm, date(2026, 3, 1), date(2026, 4, 1), {})] == [
		date(2026, 3, 13),
		date(2026, 3, 27),
	]


@given(rhythms, st.integers(0, 6), st.sampled_from([None, 1, 2, 3, 4, LAST]))
def test_a_monthly_forum_sits_in_every_month(rhythm, day, week):
	monthly = replace(rhythm, unit=RhythmUnit.MONTH, interval=1, weekday=day, week=week)
	start = first_day(monthly)
	months = [
		(s.rhythm_day.year, s.rhythm_day.month)
		for s in sittings(monthly, start, start + timedelta(days=800), {})
	]
	assert len(set(months)) == len(months) >= 26
