"""Time in a stage, checked against values worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.reporting.figures.stages import Wait, estimate, wait

pytestmark = pytest.mark.requirement("X3.2")
TODAY = date(2026, 11, 23)


def waits(ended: list[int], still: list[int]) -> list[Wait]:
	return [Wait(days, True) for days in ended] + [Wait(days, False) for days in still]


def test_the_estimate_is_kaplan_and_meier_s() -> None:
	"""Of 6: S(6) = 5/6, S(10) = 5/6 * 3/4 = 0.625, S(16) = 0.625 * 1/2 = 0.3125, then nobody else ends."""
	found = estimate(waits(ended=[6, 10, 16], still=[6, 13, 20]))
	assert found
	assert (found.first_quarter, found.median, found.third_quarter) == (10, 16, None)
	assert (found.plans, found.ended, found.still_open, found.longest_open) == (6, 3, 3, 20)


def test_with_nobody_left_waiting_it_is_the_plain_share() -> None:
	found = estimate(waits(ended=[10, 20, 30, 40], still=[]))
	assert found
	assert (found.first_quarter, found.median, found.third_quarter) == (10, 20, 30)
	assert found.longest_open is None


def test_those_still_waiting_make_a_stage_longer_not_shorter() -> None:
	"""Leaving them out would give 10 days; counting their wait so far as their total would give 40."""
	found = estimate(waits(ended=[10, 10, 50], still=[40, 40, 40]))
	assert found
	assert found.median == 50


def test_nobody_through_is_no_median() -> None:
	found = estimate(waits(ended=[], still=[5, 9]))
	assert found
	assert (found.median, found.ended, found.longest_open) == (None, 0, 9)
	assert estimate([]) is None


@given(st.lists(st.builds(Wait, st.integers(0, 2000), st.booleans()), min_size=1))
def test_quarters_never_go_back(some: list[Wait]) -> None:
	found = estimate(some)
	assert found
	quarters = [found.first_quarter, found.median, found.third_quarter]
	reached = [one for one in quarters if one is not None]
	assert reached == sorted(reached)
	assert quarters[: len(reached)] == reached
	assert set(reached) <= {one.days for one in some if one.ended}


@pytest.mark.parametrize(
	("began", "ended", "left", "expected"),
	[
		(date(2026, 11, 1), date(2026, 11, 11), None, Wait(10, True)),
		(date(2026, 11, 1), None, None, Wait(22, False)),
		(date(2026, 11, 1), None, date(2026, 11, 5), Wait(4, False)),
		(date(2026, 11, 1), date(2026, 11, 1), None, Wait(0, True)),
		(None, date(2026, 11, 1), None, None),
		(date(2026, 11, 9), date(2026, 11, 1), None, None),
		(date(2026, 12, 1), None, None, None),
		(date(2026, 11, 1), date(2026, 12, 5), None, Wait(22, False)),
		(date(2026, 11, 1), None, date(2026, 12, 5), Wait(22, False)),
	],
)
def test_a_wait_begins_ends_or_goes_on(began, ended, left, expected) -> None:
	assert wait(began, ended, left, TODAY) == expected
