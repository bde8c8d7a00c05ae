"""The timescales engine on plain values: what is due, and in which state, whatever happens."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.timescales.calendars import ImplausibleDateError, calendar_of
from ppoc.timescales.engine import EndlessRuleError, Engine
from ppoc.timescales.models import (
	Condition,
	Count,
	Event,
	EventType,
	Offset,
	Pick,
	Rule,
	State,
	Timescale,
	Unit,
)

ENGLAND = calendar_of("England")
TODAY = date(2026, 11, 23)
TYPES = {
	"Entered care": EventType(begins=True),
	"Final hearing": EventType(planned=True, one_at_a_time=True),
	"Final evidence": EventType(planned=True, one_at_a_time=True),
}
WEEKS, WORKING, MONTHS, DAYS = Unit.WEEKS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.CALENDAR_DAYS


def counting(event: str, amount: int, unit: Unit = DAYS, before: bool = False, **more: Any) -> Count:
	return Count(event_type=event, offset=Offset(amount, unit), before=before, **more)


def a_rule(
	*counts: Count, met: str = "PPM held", stop: tuple[str, ...] = ("Left care",), **more: Any
) -> Rule:
	return Rule(
		name=more.pop("name", "rule"),
		counts=counts,
		satisfied_by=frozenset({met}),
		stopped_by=frozenset(stop),
		**more,
	)


def computed(rule: Rule | list[Rule], *events: Event, today: date = TODAY, **facts: Any) -> list[Timescale]:
	rules = rule if isinstance(rule, list) else [rule]
	return Engine(rules, TYPES).timescales(events, facts, today, ENGLAND)


def seen(timescales: list[Timescale]) -> list[tuple[str, str]]:
	return [(one.due_on.isoformat(), one.state.value) for one in timescales]


def on(kind: str, year: int, month: int, day: int, **more: Any) -> Event:
	return Event(kind, date(year, month, day), **more)


FIRST_PPM = a_rule(counting("Entered care", 10, WORKING))
EVERY_SIX_WEEKS = a_rule(
	counting("Entered care", 20, WORKING),
	repeat=Offset(6, WEEKS),
	stop=("Left care", "Permanence achieved"),
)


# counting


def test_working_days_leave_out_weekends_and_bank_holidays_and_the_day_itself():
	# 18 December 2025 is a Thursday; 25 and 26 December and 1 January are bank holidays
	(due,) = computed(FIRST_PPM, on("Entered care", 2025, 12, 18), today=date(2025, 12, 19))
	assert due.due_on == date(2026, 1, 6)
	assert [name for _, name in ENGLAND.skipped(date(2025, 12, 18), due.due_on)].count("Saturday") == 3


@pytest.mark.parametrize(
	("nation", "due"), [("England", date(2026, 8, 31)), ("Scotland", date(2026, 8, 31))], ids=["ENG", "SCT"]
)
def test_each_nation_has_its_own_bank_holidays(nation, due):
	calendar = calendar_of(nation)
	# the last Monday of August is a bank holiday in England, the first one in Scotland
	assert calendar.is_working(due) == (nation == "Scotland")
	assert calendar.is_working(date(2026, 8, 3)) == (nation == "England")


@pytest.mark.parametrize(
	("start", "amount", "due"),
	[
		(date(2026, 1, 31), 1, date(2026, 2, 28)),
		(date(2024, 1, 31), 1, date(2024, 2, 29)),
		(date(2026, 3, 31), 3, date(2026, 6, 30)),
		(date(2026, 10, 15), 6, date(2027, 4, 15)),
	],
)
def test_months_keep_the_day_of_the_month_or_take_its_last(start, amount, due):
	assert ENGLAND.count(start, Offset(amount, MONTHS)) == due


def test_before_counts_back_the_same_way():
	assert ENGLAND.count(date(2026, 4, 7), Offset(3, WORKING), before=True) == date(2026, 3, 31)
	assert ENGLAND.count(date(2026, 12, 14), Offset(2, WEEKS), before=True) == date(2026, 11, 30)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 500))
def test_counting_there_and_back_again_never_leaves_the_working_week(day, amount):
	there = ENGLAND.count(day, Offset(amount, WORKING))
	assert ENGLAND.is_working(there)
	between = [day + timedelta(days=n) for n in range(1, (there - day).days + 1)]
	assert sum(map(ENGLAND.is_working, between)) == amount


@pytest.mark.parametrize("day", [date(24, 3, 1), date(2204, 3, 1)])
def test_an_event_in_the_year_24_or_2204_is_left_out_and_counting_from_it_is_refused(day):
	assert computed(FIRST_PPM, Event("Entered care", day)) == []
	with pytest.raises(ImplausibleDateError):
		ENGLAND.count(day, Offset(1, WORKING))


@pytest.mark.parametrize(
	("before", "due"), [(False, date(2026, 3, 6)), (True, date(2026, 2, 27))], ids=["after", "before"]
)
def test_a_date_on_another_weekday_moves_away_from_what_it_is_counted_from(before, due):
	# 2 March 2026 is a Monday; the rule requires a Friday
	moved = a_rule(counting("Entered care", 1, DAYS, before=before), weekday=4)
	(one,) = computed(moved, on("Entered care", 2026, 3, 2))
	assert one.due_on == due
	(same,) = computed(moved, on("Entered care", 2026, 3, 7 if before else 5))
	assert same.due_on == date(2026, 3, 6)


def test_a_repetition_on_a_weekday_stays_on_it():
	fridays = a_rule(counting("Entered care", 0), weekday=4, repeat=Offset(1, MONTHS), repeat_from_due=True)
	done = [on("PPM held", 2026, 3, 6), on("PPM held", 2026, 4, 7)]
	dues = computed(fridays, on("Entered care", 2026, 3, 2), *done, today=date(2026, 4, 8))
	assert seen(dues) == [("2026-03-06", "Met"), ("2026-04-10", "Met"), ("2026-05-08", "Not due")]


# states


@pytest.mark.parametrize(
	("today", "state"),
	[
		(date(2026, 3, 8), State.NOT_DUE),
		(date(2026, 3, 9), State.DUE_SOON),
		(date(2026, 3, 16), State.DUE_SOON),
		(date(2026, 3, 17), State.OVERDUE),
	],
)
def test_an_open_date_is_not_due_then_due_soon_then_overdue(today, state):
	(due,) = computed(FIRST_PPM, on("Entered care", 2026, 3, 2), today=today)
	assert (due.due_on, due.state) == (date(2026, 3, 16), state)
	if due.changes_on:
		assert computed(FIRST_PPM, on("Entered care", 2026, 3, 2), today=due.changes_on)[0].state != state


@pytest.mark.parametrize(("held", "state"), [(16, State.MET), (17, State.MET_LATE)])
def test_it_is_met_up_to_its_day_and_met_late_after_it(held, state):
	(due,) = computed(FIRST_PPM, on("Entered care", 2026, 3, 2), on("PPM held", 2026, 3, held))
	assert due.state is state
	assert due.satisfied.on == date(2026, 3, held)


def test_leaving_care_stops_what_is_open():
	(due,) = computed(FIRST_PPM, on("Entered care", 2026, 3, 2), on("Left care", 2026, 3, 5))
	assert (due.state, due.stopped.type) == (State.STOPPED, "Left care")


# repetition


def test_a_meeting_every_six_weeks_counts_from_the_last_one_until_permanence_is_achieved():
	events = [
		on("Entered care", 2026, 3, 2),
		on("PPM held", 2026, 3, 20),
		on("PPM held", 2026, 5, 8),
		on("Permanence achieved", 2026, 6, 1),
	]
	assert seen(computed(EVERY_SIX_WEEKS, *events[:2], today=date(2026, 4, 1))) == [
		("2026-03-30", "Met"),
		("2026-05-01", "Not due"),
	]
	assert seen(computed(EVERY_SIX_WEEKS, *events)) == [
		("2026-03-30", "Met"),
		("2026-05-01", "Met late"),
		("2026-06-19", "Stopped"),
	]


def test_a_repetition_from_the_due_date_keeps_its_grid_when_one_is_late():
	rule = a_rule(
		counting("Entered care", 1, MONTHS), repeat=Offset(1, MONTHS), repeat_from_due=True, due_soon_days=0
	)
	dues = computed(rule, on("Entered care", 2026, 1, 31), on("PPM held", 2026, 4, 2), today=date(2026, 4, 3))
	assert seen(dues) == [("2026-02-28", "Met late"), ("2026-04-30", "Not due")]


def test_the_first_review_the_second_and_all_later_ones_have_their_own_offsets():
	review = [
		a_rule(counting("Entered care", 20, WORKING), met="Review", name="first"),
		a_rule(counting("Review", 3, MONTHS, occurrence=1), met="Review", name="second"),
		a_rule(counting("Review", 6, MONTHS, occurrence=2, and_later=True), met="Review", name="then"),
	]
	reviews = [on("Review", 2025, 1, 28), on("Review", 2025, 4, 20), on("Review", 2025, 10, 30)]
	dues = computed(review, on("Entered care", 2025, 1, 2), *reviews, today=date(2025, 11, 1))
	assert sorted((one.rule, one.due_on.isoformat(), one.state.value) for one in dues) == [
		("first", "2025-01-30", "Met"),
		("second", "2025-04-28", "Met"),
		("then", "2025-10-20", "Met late"),
		("then", "2026-04-30", "Not due"),
	]


# several starts


FINAL = a_rule(
	counting("Final hearing", 2, WEEKS, before=True),
	counting("Final evidence", 2, WEEKS, before=True),
	pick=Pick.SOONER,
	met="Final PPM held",
)


def test_whichever_is_sooner_takes_the_sooner_due_date():
	(due,) = computed(FINAL, on("Final hearing", 2027, 2, 1), on("Final evidence", 2027, 1, 11))
	assert (due.due_on, due.start.cause) == (date(2026, 12, 28), "Final evidence")
	assert [other.cause for other in due.others] == ["Final hearing"]
	(alone,) = computed(FINAL, on("Final hearing", 2027, 2, 1))
	assert alone.due_on == date(2027, 1, 18)


def test_whichever_is_later_takes_the_later_due_date():
	later = a_rule(counting("A", 5), counting("B", 1), pick=Pick.LATER)
	(due,) = computed(later, on("A", 2026, 11, 1), on("B", 2026, 11, 20))
	assert due.due_on == date(2026, 11, 21)


def test_a_final_hearing_that_moves_moves_the_date_with_it():
	first = on("Final hearing", 2027, 2, 1, name="E1", recorded=datetime(2026, 9, 1, 9))
	moved = on("Final hearing", 2026, 12, 21, name="E2", recorded=datetime(2026, 10, 1, 9))
	back = on("Final hearing", 2027, 3, 1, name="E3", recorded=datetime(2026, 11, 1, 9))
	assert seen(computed(FINAL, first)) == [("2027-01-18", "Not due")]
	assert seen(computed(FINAL, moved, first)) == [("2026-12-07", "Not due")]
	assert seen(computed(FINAL, first, moved, back)) == [("2027-02-15", "Not due")]


def test_the_next_review_planned_on_the_day_of_a_review_leaves_the_past_one_alone():
	before_review = a_rule(counting("Review planned", 1, before=True), stop=("Review held",))
	types = {
		"Review planned": EventType(planned=True, becomes=frozenset({"Review held"})),
	}
	events = [
		on("Review planned", 2026, 3, 30, name="E1", recorded=datetime(2026, 3, 2, 9)),
		on("PPM held", 2026, 3, 16),
		on("Review held", 2026, 3, 30),
		on("Review planned", 2026, 6, 30, name="E2", recorded=datetime(2026, 3, 30, 9)),
	]
	dues = Engine([before_review], types).timescales(events, {}, date(2026, 6, 30), ENGLAND)
	assert seen(dues) == [("2026-03-29", "Met"), ("2026-06-29", "Overdue")]


# a child's life


def test_an_event_that_arrives_late_settles_what_was_overdue():
	entered = on("Entered care", 2026, 3, 2)
	assert seen(computed(FIRST_PPM, entered)) == [("2026-03-16", "Overdue")]
	assert seen(computed(FIRST_PPM, entered, on("PPM held", 2026, 3, 11))) == [("2026-03-16", "Met")]


def test_a_corrected_event_moves_the_due_date_and_keeps_its_identity():
	(before,) = computed(FIRST_PPM, on("Entered care", 2026, 3, 2, name="E1"))
	(after,) = computed(FIRST_PPM, on("Entered care", 2026, 3, 9, name="E1"))
	assert (before.key, before.due_on) == (after.key, date(2026, 3, 16))
	assert after.due_on == date(2026, 3, 23)


def test_two_periods_of_care_have_their_own_dates_even_on_the_same_day():
	events = [
		on("Entered care", 2026, 3, 2, name="E1"),
		on("Left care", 2026, 6, 1),
		on("Entered care", 2026, 6, 1, name="E2"),
		on("PPM held", 2026, 6, 10),
	]
	assert seen(computed(FIRST_PPM, *events)) == [("2026-03-16", "Missed"), ("2026-06-15", "Met")]


def test_a_plan_that_changes_back_starts_the_meetings_again():
	rule = a_rule(
		counting("Entered care", 6, WEEKS),
		counting("Plan changed", 6, WEEKS),
		repeat=Offset(6, WEEKS),
		stop=("Permanence achieved", "Left care"),
	)
	events = [
		on("Entered care", 2026, 1, 5),
		on("Permanence achieved", 2026, 2, 2),
		on("Plan changed", 2026, 10, 12),
	]
	assert seen(computed(rule, *events)) == [("2026-02-16", "Stopped"), ("2026-11-23", "Due soon")]


def test_conditions_look_at_the_child_as_it_is_now():
	rule = a_rule(
		counting("Entered care", 10, WORKING),
		conditions=(Condition("age", "<", "18"), Condition("legal_status", "in", "S20, Interim care order")),
	)
	entered = on("Entered care", 2026, 3, 2)
	assert len(computed(rule, entered, age=9, legal_status="S20")) == 1
	assert computed(rule, entered, age=18, legal_status="S20") == []
	assert computed(rule, entered, age=9, legal_status="Full care order") == []


def test_a_rule_may_count_from_another_rules_due_date():
	rules = [
		a_rule(Count(rule="review", offset=Offset(1), before=True), name="a meeting before the review"),
		a_rule(counting("Entered care", 20, WORKING), met="Review", name="review"),
	]
	dues = {one.rule: one for one in computed(rules, on("Entered care", 2026, 11, 2))}
	assert dues["review"].due_on == date(2026, 11, 30)
	assert dues["a meeting before the review"].due_on == date(2026, 11, 29)


def test_rules_that_wait_for_each_other_are_refused_by_name():
	circle = [
		a_rule(Count(rule="second"), name="first"),
		a_rule(Count(rule="third"), name="second"),
		a_rule(Count(rule="first"), name="third"),
	]
	with pytest.raises(EndlessRuleError, match="first → second → third → first"):
		Engine(circle, TYPES)


def test_an_open_date_says_when_it_goes_to_somebody_else():
	rule = a_rule(counting("Entered care", 10, WORKING), escalate_after=Offset(5, WORKING))
	(due,) = computed(rule, on("Entered care", 2026, 3, 2))
	assert due.escalate_on == date(2026, 3, 23)


# any events

RULES = [
	FIRST_PPM,
	a_rule(
		counting("Entered care", 20, WORKING),
		repeat=Offset(6, WEEKS),
		stop=("Left care", "Permanence achieved"),
		name="six weeks",
	),
	a_rule(
		counting("Final hearing", 2, WEEKS, before=True),
		counting("Final evidence", 2, WEEKS, before=True),
		pick=Pick.SOONER,
		name="final",
		met="Final PPM held",
	),
	a_rule(counting("PPM held", 5, WORKING), met="Plan updated", name="plan"),
	a_rule(Count(rule="six weeks", offset=Offset(3, WORKING), before=True), met="Papers", name="papers"),
]
KINDS = ("Entered care", "Left care", "PPM held", "Final hearing", "Final evidence", "Plan updated", "Papers")


@st.composite
def lives(draw) -> list[Event]:
	days = st.dates(date(2024, 1, 1), date(2027, 6, 1))
	drawn = draw(st.lists(st.tuples(st.sampled_from(KINDS), days, st.integers(0, 10**6)), max_size=14))
	return [
		Event(kind, day, f"E{number}", datetime(2023, 1, 1) + timedelta(minutes=minutes))
		for number, (kind, day, minutes) in enumerate(drawn)
	]


@given(lives(), st.randoms())
def test_the_order_of_events_does_not_matter(events, chance):
	shuffled = events[:]
	chance.shuffle(shuffled)
	assert computed(RULES, *events) == computed(RULES, *shuffled)


@given(lives(), st.dates(date(2024, 1, 1), date(2027, 6, 1)))
def test_an_unrelated_event_changes_nothing(events, day):
	assert computed(RULES, *events) == computed(RULES, *events, Event("Dentist seen", day, "X"))


@given(lives())
def test_computing_again_gives_the_same_and_each_date_its_own_key(events):
	dues = computed(RULES, *events)
	assert dues == computed(RULES, *events)
	assert len({one.key for one in dues}) == len(dues)


@given(lives())
def test_nothing_changes_before_the_day_that_each_date_names(events):
	dues = computed(RULES, *events)
	following = min((one.changes_on for one in dues if one.changes_on), default=TODAY + timedelta(days=30))
	before = computed(RULES, *events, today=following - timedelta(days=1))
	assert [(one.key, one.state) for one in before] == [(one.key, one.state) for one in dues]
