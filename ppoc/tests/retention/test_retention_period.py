"""How long a record is kept, from which dates and by which rule. No site."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.retention.holds import Hold, Standing, obstacles
from ppoc.retention.retention_period import LEAST, Kept, LifeDates, Periods, anniversary, kept_until

pytestmark = pytest.mark.requirement("X4.3")

TODAY = date(2100, 6, 1)
BORN = date(2016, 5, 1)


def kept(today: date = TODAY, **life: Any) -> Kept:
	return kept_until(LifeDates(**{"born": BORN, **life}), LEAST, today)


def said(result: Kept) -> str:
	return " ".join(result.reasons)


def test_a_record_is_kept_to_the_75th_birthday_and_may_go_on_the_day_after():
	result = kept()
	assert result.until == date(2091, 5, 1)
	assert result.erase_from == date(2091, 5, 2)
	assert said(result) == "Born on 1 May 2016: kept until the age of 75, on 1 May 2091."
	assert not result.is_due(date(2091, 5, 1))
	assert result.is_due(date(2091, 5, 2))


def test_a_death_before_18_counts_instead_of_the_birthday():
	result = kept(died=date(2034, 4, 30))
	assert result.until == date(2049, 4, 30)
	assert "before the age of 18: kept for 15 years, until 30 April 2049" in said(result)
	assert "age of 75" not in said(result)


@pytest.mark.parametrize("died", [date(2034, 5, 1), date(2080, 1, 1)])
def test_a_death_on_the_18th_birthday_or_later_changes_nothing(died):
	result = kept(died=died)
	assert result.until == date(2091, 5, 1)
	assert "at 18 or older" in said(result)


def test_an_adoption_order_counts_for_100_years():
	result = kept(adopted=date(2020, 3, 10))
	assert result.until == date(2120, 3, 10)
	assert said(result).endswith("The later date counts: 10 March 2120.")


def test_an_adopted_child_who_died_is_kept_for_the_longer_time():
	assert kept(adopted=date(2020, 3, 10), died=date(2024, 1, 1)).until == date(2120, 3, 10)


def test_a_longer_time_after_a_death_than_after_an_adoption_counts_too():
	periods = Periods(death_years=120)
	result = kept_until(LifeDates(BORN, died=date(2024, 1, 1), adopted=date(2020, 3, 10)), periods, TODAY)
	assert result.until == date(2144, 1, 1)


@pytest.mark.parametrize(
	("day", "years", "expected"),
	[
		(date(2016, 2, 29), 75, date(2091, 3, 1)),
		(date(2016, 2, 29), 76, date(2092, 2, 29)),
		(date(2000, 2, 29), 100, date(2100, 3, 1)),  # 2100 is no leap year
		(date(2015, 2, 28), 1, date(2016, 2, 28)),
	],
)
def test_who_is_born_on_29_february_has_a_birthday_on_1_march_in_other_years(day, years, expected):
	assert anniversary(day, years) == expected


def test_a_death_the_day_before_the_18th_birthday_of_a_leap_day_child_is_before_18():
	born = date(2016, 2, 29)
	assert kept(born=born, died=date(2034, 2, 28)).until == date(2049, 2, 28)
	assert kept(born=born, died=date(2034, 3, 1)).until == date(2091, 3, 1)


@pytest.mark.parametrize(
	("life", "words"),
	[
		({"born": None}, "not known"),
		({"born": None, "adopted": date(1900, 1, 1)}, "not known"),
		({"unborn": True, "born": None}, "not born yet"),
		({"born": date(2101, 1, 1)}, "in the future"),
		({"died": date(2101, 1, 1)}, "in the future"),
		({"died": date(2010, 1, 1)}, "before the birth"),
		({"adopted": date(2010, 1, 1)}, "before the birth"),
	],
)
def test_what_is_not_known_or_cannot_be_true_is_never_due_and_says_so(life, words):
	result = kept(**life)
	assert result.until is None
	assert result.erase_from is None
	assert not result.is_due(date.max)
	assert words in said(result)


DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))


@given(born=DAYS, died=st.none() | DAYS, adopted=st.none() | DAYS)
def test_nothing_is_due_before_its_shortest_rule(born, died, adopted):
	result = kept_until(LifeDates(born, died=died, adopted=adopted), LEAST, date(2026, 6, 1))
	if result.until is None:
		assert (died and died < born) or (adopted and adopted < born)
		return
	young = died and died < anniversary(born, 18)
	assert result.until >= (anniversary(died, 15) if young else anniversary(born, 75))
	if adopted:
		assert result.until >= anniversary(adopted, 100)
	assert not result.is_due(result.until)
	assert result.reasons


DUE = Kept(date(2020, 1, 1))


def test_a_due_record_without_holds_may_be_erased():
	assert obstacles(Standing(DUE), TODAY) == []


@pytest.mark.parametrize(
	("hold", "held"),
	[
		(Hold("HOLD-1"), True),
		(Hold("HOLD-1", until=TODAY), True),
		(Hold("HOLD-1", until=TODAY - timedelta(days=1)), False),
		(Hold("HOLD-1", lifted=True), False),
		(Hold("HOLD-1", until=TODAY, lifted=True), False),
	],
)
def test_a_hold_counts_until_the_end_of_its_last_day_or_until_it_is_lifted(hold, held):
	found = obstacles(Standing(DUE, [hold]), TODAY)
	assert bool(found) is held
	assert not held or "HOLD-1" in found[0]


def test_every_obstacle_is_named():
	standing = Standing(kept(date(2030, 1, 1)), [Hold("HOLD-2")], "Inquiry", ["SAR-1"], "CH-2")
	found = " ".join(obstacles(standing, date(2030, 1, 1)))
	for words in ("CH-2", "1 May 2091", "2 May 2091", "Inquiry", "HOLD-2", "SAR-1"):
		assert words in found
