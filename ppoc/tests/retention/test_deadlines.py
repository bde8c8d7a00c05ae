"""Until when a disclosure request is answered and a complaint acknowledged, in all cases. No site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.retention.deadlines import (
	RUNNING,
	STOPPED,
	WAITING,
	Due,
	Question,
	Request,
	acknowledge_by,
	answer_by,
	faults,
)
from ppoc.timescales.calendars import calendar_of

pytestmark = pytest.mark.requirement("X4.3")

WORKING = calendar_of("England").is_working
LATER = date(2026, 12, 1)


def due(received: date, *questions: Question, extended: date | None = None, today: date = LATER) -> Due:
	return answer_by(Request(received, questions, extended), today, WORKING)


def said(result: Due) -> str:
	return " ".join(result.reasons)


@pytest.mark.parametrize(
	("received", "expected"),
	[
		(date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
		(date(2026, 9, 2), date(2026, 10, 2)),
		(date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
		(date(2027, 8, 31), date(2027, 9, 30)),  # September has 30 days
		(date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
		(date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, Boxing Day moved, a weekend
		(date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
	],
)
def test_a_request_is_due_after_a_calendar_month_or_on_the_next_working_day(received, expected):
	result = due(received)
	assert (result.state, result.on) == (RUNNING, expected)
	assert "One month from" in said(result)


def test_the_month_begins_when_the_identity_is_settled():
	asked, settled = date(2026, 9, 4), date(2026, 9, 14)
	result = due(date(2026, 9, 2), Question("Identity", asked, settled))
	assert result.on == date(2026, 10, 14)
	assert "Identity settled on 14 September 2026" in said(result)


def test_an_identity_that_is_not_settled_has_no_date():
	result = due(date(2026, 9, 2), Question("Identity", date(2026, 9, 4)))
	assert (result.state, result.on) == (WAITING, None)
	assert "begins when it is settled" in said(result)


def test_the_latest_identity_question_counts():
	first, second = (
		Question("Identity", date(2026, 9, 4), date(2026, 9, 7)),
		Question("Identity", date(2026, 9, 8), date(2026, 9, 16)),
	)
	assert due(date(2026, 9, 2), second, first).on == date(2026, 10, 16)


def test_days_on_which_the_scope_is_asked_do_not_count_first_and_last_included():
	result = due(date(2026, 9, 2), Question("Scope", date(2026, 9, 7), date(2026, 9, 9)))
	assert result.stopped_days == 3
	assert result.on == date(2026, 10, 5)
	assert "3 days that do not count" in said(result)


def test_questions_that_overlap_count_each_day_once():
	questions = (
		Question("Scope", date(2026, 9, 7), date(2026, 9, 9)),
		Question("Scope", date(2026, 9, 8), date(2026, 9, 10)),
	)
	assert due(date(2026, 9, 2), *questions).stopped_days == 4


def test_the_clock_stands_still_while_a_scope_question_is_open():
	result = due(date(2026, 9, 2), Question("Scope", date(2026, 9, 22)), today=date(2026, 10, 20))
	assert (result.state, result.on) == (STOPPED, None)
	assert "11 days are left" in said(result)


def test_it_stands_still_with_as_many_days_left_on_every_day():
	left = {
		said(
			due(
				date(2026, 9, 2),
				Question("Scope", date(2026, 9, 22)),
				today=date(2026, 9, 22) + timedelta(days),
			)
		)
		for days in range(60)
	}
	assert len(left) == 1


def test_a_question_asked_after_the_end_stops_nothing():
	result = due(date(2026, 9, 2), Question("Scope", date(2026, 10, 6)), today=date(2026, 10, 20))
	assert (result.state, result.on, result.stopped_days) == (RUNNING, date(2026, 10, 2), 0)


def test_a_scope_question_before_the_identity_is_settled_takes_no_days_from_before():
	questions = (
		Question("Identity", date(2026, 9, 3), date(2026, 9, 10)),
		Question("Scope", date(2026, 9, 3), date(2026, 9, 11)),
	)
	result = due(date(2026, 9, 2), *questions)
	assert result.stopped_days == 2
	assert result.on == date(2026, 10, 12)


def test_an_extension_in_time_gives_three_months():
	result = due(date(2026, 6, 2), extended=date(2026, 7, 2))
	assert result.on == date(2026, 9, 2)
	assert "the person was told on 2 July 2026" in said(result)


def test_an_extension_told_a_day_late_does_not_count():
	result = due(date(2026, 6, 2), extended=date(2026, 7, 3))
	assert result.on == date(2026, 7, 2)
	assert "too late" in said(result)


def test_stopped_days_also_give_more_time_to_tell_of_an_extension():
	question = Question("Scope", date(2026, 6, 10), date(2026, 6, 14))
	result = due(date(2026, 6, 2), question, extended=date(2026, 7, 7))
	assert result.tell_by == date(2026, 7, 7)
	assert result.on == date(2026, 9, 7)


@pytest.mark.parametrize(
	("received", "expected"),
	[
		(date(2026, 6, 19), date(2026, 7, 20)),  # 19 July is a Sunday
		(date(2026, 9, 1), date(2026, 10, 1)),
		(date(2026, 11, 25), date(2026, 12, 29)),
	],
)
def test_a_complaint_is_acknowledged_within_30_days_from_the_day_after(received, expected):
	result = acknowledge_by(received, WORKING)
	assert result.on == expected
	assert "30 days" in said(result)


@pytest.mark.parametrize(
	("request_", "words"),
	[
		(Request(date(2026, 12, 2)), "future"),
		(Request(date(2026, 9, 2), [Question("Scope", date(2026, 9, 1))]), "before the request came"),
		(
			Request(date(2026, 9, 2), [Question("Scope", date(2026, 9, 4), date(2026, 9, 3))]),
			"before it was asked",
		),
		(Request(date(2026, 9, 2), [Question("Scope", date(2027, 9, 4))]), "future"),
		(Request(date(2026, 9, 2), extended_on=date(2026, 9, 1)), "extension"),
		(Request(date(2026, 9, 2), extended_on=date(2027, 9, 1)), "extension"),
	],
)
def test_dates_that_cannot_be_true_are_named(request_, words):
	assert words in " ".join(faults(request_, LATER))


def test_dates_that_can_be_true_have_no_fault():
	question = Question("Scope", date(2026, 9, 4), date(2026, 9, 4))
	assert faults(Request(date(2026, 9, 4), [question], date(2026, 9, 4)), LATER) == []


DAY = st.dates(date(2026, 1, 1), date(2026, 12, 1))


@given(received=DAY, asked=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=4))
def test_a_question_never_makes_the_time_shorter(received, asked):
	questions = [
		Question("Scope", received + timedelta(after), received + timedelta(after + open_for))
		for after, open_for in asked
	]
	result = due(received, *questions, today=date(2027, 12, 1))
	unstopped = due(received, today=date(2027, 12, 1)).on
	assert result.on is not None
	assert unstopped is not None
	assert result.on >= unstopped
	assert WORKING(result.on)
