"""Rhythms that continue across orders, revocations, first and second reviews, twins and the ends of months."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ppoc.tests.timescales.lives import computed, due
from ppoc.tests.timescales.test_engine import DAYS, MONTHS, a_rule, counting, on, seen
from ppoc.tests.timescales.test_engine import computed as of
from ppoc.timescales.history import twin_groups, without_twins
from ppoc.timescales.models import Offset
from ppoc.timescales.twins import event_of, twins_in

TWO_MONTHS = "Planning meeting every 2 months on a care order"
FOUR_WEEKS = "Planning meeting every 4 weeks on a placement order"
FIRST_MEETING = "First planning meeting within 20 working days or by the first review"
BY_SECOND = "Permanence plan by the second review"
REVIEWS = [
	"First review within 20 working days",
	"Second review 3 months after the first",
	"Later reviews every 6 months",
]

# order, decision, revocation


@pytest.mark.parametrize(
	("life", "expected"),
	[
		(
			"2026-02-20 Permanency planning meeting held\n2026-03-02 Full care order made",
			["2026-04-20 Due soon"],
		),
		("2026-03-02 Full care order made", ["2026-05-02 Not due"]),
		(
			"2026-03-02 Permanency planning meeting held\n2026-03-02 Full care order made",
			["2026-05-02 Not due"],
		),
		# the last meeting is longer ago than the new rhythm allows: the next is due at once
		(
			"2025-11-03 Permanency planning meeting held\n2026-03-02 Full care order made",
			["2026-03-02 Overdue"],
		),
		# a meeting of an earlier time in care does not count
		(
			"2026-02-20 Permanency planning meeting held\n2026-02-23 Left care\n2026-03-02 Full care order made",
			["2026-05-02 Not due"],
		),
		(
			"2026-02-20 Permanency planning meeting held\n2026-03-02 Full care order made\n"
			"2026-04-10 Permanency planning meeting held",
			["2026-04-20 Met", "2026-06-10 Not due"],
		),
	],
)
def test_on_a_care_order_the_meetings_count_on_from_the_last_one(life, expected):
	assert due(TWO_MONTHS, life, "2026-04-15") == expected


@pytest.mark.parametrize(
	("life", "expected"),
	[
		(
			"2026-02-20 Permanency planning meeting held\n2026-03-02 Placement order made",
			["2026-03-20 Due soon"],
		),
		(
			"2026-02-20 Permanency planning meeting held\n2026-03-02 Placement order made\n"
			"2026-03-10 Placement order revoked",
			["2026-03-20 Stopped"],
		),
		(
			"2026-02-02 Placement order made\n2026-03-10 Placement order revoked",
			["2026-03-02 Missed"],
		),
	],
)
def test_on_a_placement_order_too_until_it_is_revoked(life, expected):
	assert due(FOUR_WEEKS, life, "2026-03-16") == expected


def test_a_revoked_placement_order_ends_its_reviews_and_the_care_orders_rhythm_goes_on():
	life = """
		2026-01-05 Full care order made
		2026-02-02 Placement order made
		2026-02-20 Permanency planning meeting held
		2026-03-10 Placement order revoked
	"""
	reviews = ["Review 3 months after the placement order", "Review 6 months after the placement order"]
	assert due(reviews, life, "2026-03-16") == ["2026-05-02 Stopped", "2026-08-02 Stopped"]
	assert due(TWO_MONTHS, life, "2026-03-16") == ["2026-03-05 Stopped", "2026-04-20 Not due"]


def test_a_discharged_care_order_ends_its_rhythm():
	life = "2026-03-02 Full care order made\n2026-04-01 Care order discharged"
	assert due(TWO_MONTHS, life, "2026-04-02") == ["2026-05-02 Stopped"]


@pytest.mark.parametrize(
	("reviews", "expected"),
	[
		("2026-03-18 Review planned | 2026-03-04", "2026-03-18"),
		("2026-03-18 Review planned | 2026-03-04\n2026-06-17 Review planned | 2026-03-04", "2026-03-18"),
		# a second one that is booked later, for an earlier day than the limit, changes nothing
		("2026-03-18 Review planned | 2026-03-04\n2026-03-27 Review planned | 2026-03-18", "2026-03-18"),
		("2026-03-16 Review held", "2026-03-16"),
		("2026-03-18 Review planned | 2026-03-04\n2026-03-12 Review held", "2026-03-12"),
		("2026-04-15 Review planned | 2026-03-04", "2026-03-30"),
		("", "2026-03-30"),
	],
)
def test_by_the_first_review_means_the_first_planned_or_held(reviews, expected):
	life = f"2026-03-02 Decision to enter care\n2026-03-04 Entered care\n{reviews}"
	assert [str(one.due_on) for one in computed(FIRST_MEETING, life, "2026-03-30")] == [expected]


# due before it is due


@pytest.mark.parametrize(
	("reviews", "expected"),
	[
		("2026-01-30 Review held", []),
		("2026-01-30 Review held\n2026-04-28 Review planned | 2026-01-30", ["2026-04-28 Not due"]),
		# both are planned, and none was held yet
		(
			"2026-03-30 Review planned | 2026-01-30\n2026-04-28 Review planned | 2026-01-30",
			["2026-04-28 Not due"],
		),
		(
			"2026-01-30 Review held\n2026-04-28 Review planned | 2026-01-30\n2026-03-20 Permanence plan agreed",
			["2026-04-28 Met"],
		),
	],
)
def test_a_date_that_depends_on_the_second_review_shows_when_that_is_planned(reviews, expected):
	assert due(BY_SECOND, f"2026-01-05 Entered care\n{reviews}", "2026-03-25") == expected


def test_the_date_follows_the_review_when_it_is_held_on_another_day():
	life = "2026-01-30 Review held\n2026-04-28 Review planned | 2026-01-30\n2026-04-20 Review held"
	assert due(BY_SECOND, life, "2026-04-20") == ["2026-04-20 Due soon"]
	tracking = "Permanency tracking within 2 weeks of the second review"
	assert due(tracking, life, "2026-04-01") == ["2026-05-04 Not due"]
	before = "2026-01-30 Review held\n2026-04-28 Review planned | 2026-01-30"
	assert due(tracking, before, "2026-04-01") == ["2026-05-12 Not due"]
	assert due(tracking, before, "2026-04-29") == []  # it was not held, as far as anybody knows
	assert due(tracking, f"{before}\n2026-05-20 Review held", "2026-05-21") == ["2026-06-03 Not due"]


def test_a_plan_missed_at_the_planned_review_stays_missed_when_it_is_held_late():
	life = "2026-01-30 Review held\n2026-04-28 Review planned | 2026-01-30\n2026-05-05 Review held\n"
	assert due(BY_SECOND, life, "2026-05-06") == ["2026-04-28 Overdue"]
	assert due(BY_SECOND, f"{life}2026-05-04 Permanence plan agreed", "2026-05-06") == ["2026-04-28 Met late"]


# twins


@pytest.mark.parametrize(
	"twin",
	[
		"2026-03-30 Review held",
		"2026-03-30 Review held | imported",
		"2026-04-01 Review held | imported",
		"2026-03-27 Review held | imported",
	],
)
def test_a_review_typed_and_imported_counts_once(twin):
	life = f"2026-03-02 Entered care\n2026-03-30 Review held\n{twin}"
	assert [one.rule for one in computed(REVIEWS, life, "2026-04-10")] == REVIEWS[:2]


@pytest.mark.parametrize(
	"other",
	[
		"2026-04-10 Review held | imported",
		"2026-03-31 Review held",
		"2026-03-30 Review held | imported\n2026-04-01 Review held | imported",
	],
)
def test_what_lies_further_apart_or_has_its_twin_already_counts(other):
	life = f"2026-03-02 Entered care\n2026-03-30 Review held\n{other}"
	assert REVIEWS[2] in [one.rule for one in computed(REVIEWS, life, "2026-04-11")]


def test_two_meetings_on_one_day_are_no_twins():
	life = """
		2026-03-02 Presented to permanence panel | in M1
		2026-03-02 Presented to permanence panel | in M2
		2026-03-03 Panel decisions authorised | in M2
	"""
	rule = "Panel decisions authorised within 48 hours"
	assert due(rule, life, "2026-03-04") == ["2026-03-04 Due soon", "2026-03-04 Met"]


@pytest.mark.parametrize(
	("days", "groups"),
	[
		("30 t, 30 i, 30 t", [3]),  # all of one day are the same
		("30 t, 30 t, 30 t", [3]),
		("28 i, 30 t, 30 t", [3]),  # the third is of the day of the second, which is the same as the first
		("28 i, 30 t, 30 i", [2, 1]),  # one source has two days, so two things happened
		("28 i, 30 i, 30 t", [1, 2]),  # the nearest one is the same
		("26 t, 30 i", [1, 1]),
		("28 t, 30 i, 31 t", [2, 1]),
		("30 t in M1, 30 t in M2, 30 i", [1, 2]),
		("30 i, 30 t in M1, 30 t in M2", [2, 1]),
	],
)
def test_what_counts_once_is_also_what_is_offered_for_merging(days: str, groups: list[int]):
	rows = [row_of(number, said) for number, said in enumerate(days.split(", "))]
	events = [event_of(row) for row in rows]
	assert sorted(map(len, twin_groups(events))) == sorted(groups)
	assert len(without_twins(events)) == len(groups)
	assert len(twins_in(reversed(rows))) == len(rows) - len(groups)
	assert {first for first, _other in twins_in(rows)} <= set(without_twins(events))


def row_of(number: int, said: str) -> dict[str, object]:
	day, source, _in, meeting = [*said.split(" "), "", ""][:4]
	return {
		"event_type": "Review held",
		"event_date": date(2026, 3, int(day)),
		"name": f"E{number}",
		"creation": datetime(2026, 4, 1, 9, number),
		"meeting": meeting,
		"source_key": "ssda903:review" if source == "i" else "",
	}


def test_an_entry_into_care_typed_and_imported_starts_one_clock():
	life = "2026-03-02 Entered care\n2026-03-03 Entered care | imported"
	assert due("First review within 20 working days", life, "2026-03-04") == ["2026-03-30 Not due"]


# the ends of months


def test_three_months_from_the_end_of_november_are_the_end_of_february_and_the_30th_of_may():
	quarterly = a_rule(counting("Entered care", 3, MONTHS), repeat=Offset(3, MONTHS))
	life = [on("Entered care", 2026, 11, 30), on("PPM held", 2027, 2, 28)]
	assert seen(of(quarterly, *life, today=date(2027, 3, 1))) == [
		("2027-02-28", "Met"),
		("2027-05-30", "Not due"),
	]
	grid = a_rule(counting("Entered care", 3, MONTHS), repeat=Offset(3, MONTHS), repeat_from_due=True)
	assert seen(of(grid, *life, today=date(2027, 3, 1))) == [("2027-02-28", "Met"), ("2027-05-30", "Not due")]


@pytest.mark.parametrize("from_due", [False, True])
def test_a_month_from_the_31st_comes_back_to_the_31st(from_due):
	monthly = a_rule(counting("Entered care", 1, MONTHS), repeat=Offset(1, MONTHS), repeat_from_due=from_due)
	held = [on("PPM held", 2026, 2, 28), on("PPM held", 2026, 3, 31), on("PPM held", 2026, 4, 30)]
	dues = seen(of(monthly, on("Entered care", 2026, 1, 31), *held, today=date(2026, 5, 1)))
	assert [day for day, _state in dues] == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_what_is_done_on_another_day_counts_on_from_that_day():
	monthly = a_rule(counting("Entered care", 1, MONTHS), repeat=Offset(1, MONTHS))
	life = [on("Entered care", 2026, 1, 31), on("PPM held", 2026, 2, 27)]
	assert seen(of(monthly, *life, today=date(2026, 3, 1)))[1] == ("2026-03-27", "Not due")


def test_an_event_on_the_end_of_february_is_not_taken_for_the_end_of_a_month():
	monthly = a_rule(counting("Entered care", 1, MONTHS), repeat=Offset(1, MONTHS))
	life = [on("Entered care", 2026, 1, 28), on("PPM held", 2026, 2, 28)]
	assert seen(of(monthly, *life, today=date(2026, 3, 1)))[1] == ("2026-03-28", "Not due")


def test_days_and_weeks_are_not_touched_by_it():
	weekly = a_rule(counting("Entered care", 28, DAYS), repeat=Offset(28, DAYS))
	life = [on("Entered care", 2026, 1, 31), on("PPM held", 2026, 2, 28)]
	assert seen(of(weekly, *life, today=date(2026, 3, 1)))[1] == ("2026-03-28", "Not due")


# in care when records begin

BEGUN = "2026-04-01 In care when records begin\n"
BOUND = [
	*REVIEWS,
	BY_SECOND,
	"Reunification considered within 6 weeks of the first review",
	"Permanency tracking within 2 weeks of the second review",
	FIRST_MEETING,
]
"""Rules that count from the first or second review."""


@pytest.mark.parametrize(
	("life", "expected"),
	[
		("", []),
		("2026-04-20 Review held", [("Later reviews every 6 months", "2026-10-20")]),
		(
			"2026-04-20 Review held\n2026-09-14 Review held",
			[("Later reviews every 6 months", "2026-10-20"), ("Later reviews every 6 months", "2027-03-14")],
		),
		# after leaving and entering again, everything is known
		(
			"2026-04-20 Review held\n2026-05-04 Left care\n2026-06-01 Entered care\n2026-06-22 Review held",
			[
				("First review within 20 working days", "2026-06-29"),
				(FIRST_MEETING, "2026-06-22"),
				("Reunification considered within 6 weeks of the first review", "2026-08-03"),
				("Second review 3 months after the first", "2026-09-22"),
			],
		),
	],
)
def test_no_review_is_the_first_of_a_child_who_was_in_care_before(life: str, expected: list[tuple[str, str]]):
	found = computed(BOUND, BEGUN + life, "2026-10-10")
	told = [(one.rule, str(one.due_on)) for one in found if one.state.value != "Stopped"]
	assert sorted(told) == sorted(expected)
