"""Places in a forum's sittings: deadlines, capacity, waiting list, emergencies. No site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.meetings.bookings.places import BookableMeeting, PlaceOffer, Terms, Why, deadline, place_in
from ppoc.timescales.calendars import calendar_of

ENGLAND = calendar_of("England")
TUESDAY, WEDNESDAY = 1, 2
RESOURCE_PANEL = Terms(days=7, weekday=TUESDAY, by=time(16), places=4, waiting_list=True, emergencies=True)


def sitting(day: date, taken: int = 0, name: str = "") -> BookableMeeting:
	return BookableMeeting(name or f"M {day}", day, time(9, 30), taken)


@pytest.mark.requirement("F1.1")
def test_requests_close_at_four_on_the_last_tuesday_at_least_seven_working_days_before():
	# Tuesday 24 November 2026: seven working days earlier is Friday 13; the last Tuesday by then is the 10th.
	assert deadline(sitting(date(2026, 11, 24)), RESOURCE_PANEL, ENGLAND) == datetime(2026, 11, 10, 16)


def test_bank_holidays_move_the_deadline():
	# Tuesday 5 January 2027: Christmas Day, the substitute for Boxing Day and New Year's Day do not count.
	last = deadline(sitting(date(2027, 1, 5)), replace(RESOURCE_PANEL, weekday=None), ENGLAND)
	assert last == datetime(2026, 12, 22, 16)


def test_a_forum_without_a_deadline_takes_requests_until_it_begins():
	assert deadline(sitting(date(2026, 11, 27)), Terms(), ENGLAND) is None
	friday = sitting(date(2026, 11, 27))
	assert place_in([friday], Terms(), datetime(2026, 11, 27, 9, 29), ENGLAND) == PlaceOffer(friday)
	assert place_in([friday], Terms(), datetime(2026, 11, 27, 9, 30), ENGLAND).sitting is None


def test_the_minute_of_the_deadline_is_in_time_and_the_next_one_is_not():
	panel, later = sitting(date(2026, 11, 24)), sitting(date(2026, 12, 8))
	in_time = place_in([panel, later], RESOURCE_PANEL, datetime(2026, 11, 10, 16), ENGLAND)
	late = place_in([panel, later], RESOURCE_PANEL, datetime(2026, 11, 10, 16, 0, 1), ENGLAND)
	assert in_time == PlaceOffer(panel)
	assert late == PlaceOffer(later, why=Why.TOO_LATE, missed=panel)


def test_who_wants_one_sitting_and_is_late_gets_no_other_and_does_not_wait():
	panel, later = sitting(date(2026, 11, 24)), sitting(date(2026, 12, 8))
	late = place_in([panel, later], RESOURCE_PANEL, datetime(2026, 11, 12), ENGLAND, wanted=panel.meeting)
	assert late == PlaceOffer(why=Why.TOO_LATE, missed=panel)


@pytest.mark.requirement("F1.4")
def test_an_emergency_comes_to_the_next_sitting_though_late_and_though_full():
	panel = sitting(date(2026, 11, 24), taken=4)
	found = place_in([panel], RESOURCE_PANEL, datetime(2026, 11, 23, 17), ENGLAND, emergency=True)
	assert found.sitting == panel


def test_an_emergency_is_late_where_the_forum_does_not_take_any():
	panel = sitting(date(2026, 11, 24))
	terms = replace(RESOURCE_PANEL, emergencies=False)
	found = place_in([panel], terms, datetime(2026, 11, 23, 17), ENGLAND, emergency=True)
	assert found == PlaceOffer(why=Why.TOO_LATE, missed=panel)


@pytest.mark.requirement("F1.1")
def test_who_asked_in_time_and_waited_moves_up_after_the_deadline():
	panel = sitting(date(2026, 11, 24), taken=3)
	now, asked = datetime(2026, 11, 12), datetime(2026, 11, 9)
	assert place_in([panel], RESOURCE_PANEL, now, ENGLAND, asked=asked) == PlaceOffer(panel)
	assert place_in([panel], RESOURCE_PANEL, now, ENGLAND, asked=now).why is Why.TOO_LATE


def test_a_full_sitting_is_passed_over_and_when_all_are_full_one_waits():
	full, free = sitting(date(2026, 11, 24), taken=4), sitting(date(2026, 12, 8), taken=3)
	now = datetime(2026, 11, 9)
	assert place_in([full, free], RESOURCE_PANEL, now, ENGLAND) == PlaceOffer(free, why=Why.FULL, missed=full)
	waits = place_in([full], RESOURCE_PANEL, now, ENGLAND)
	assert waits == PlaceOffer(waiting=True, why=Why.FULL, missed=full)
	refused = place_in([full], replace(RESOURCE_PANEL, waiting_list=False), now, ENGLAND)
	assert refused == PlaceOffer(why=Why.FULL, missed=full)


def test_where_no_sitting_is_planned_one_waits_for_it():
	assert place_in([], RESOURCE_PANEL, datetime(2026, 11, 9), ENGLAND) == PlaceOffer(
		waiting=True, why=Why.NO_SITTING
	)


@given(
	st.lists(st.tuples(st.integers(1, 60), st.integers(0, 6)), max_size=8, unique_by=lambda s: s[0]),
	st.integers(0, 4),
	st.randoms(),
)
def test_the_order_of_sittings_does_not_matter_and_nobody_gets_a_place_that_is_not_there(
	rows, places, chance
):
	now = datetime(2026, 11, 2, 8)
	terms = Terms(days=3, places=places, waiting_list=True)
	sittings = [sitting(now.date() + timedelta(days=ahead), taken) for ahead, taken in rows]
	found = place_in(sittings, terms, now, ENGLAND)
	chance.shuffle(sittings)
	assert place_in(sittings, terms, now, ENGLAND) == found
	if found.sitting:
		assert not places or found.sitting.taken < places
		last = deadline(found.sitting, terms, ENGLAND)
		assert last is not None
		assert now <= last
