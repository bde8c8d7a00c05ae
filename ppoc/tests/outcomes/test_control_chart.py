"""The control chart tells a signal from noise."""

from __future__ import annotations

import random

import pytest

from ppoc.outcomes.control_chart import ABOVE, BELOW, FALLING, HIGHER, LOWER, RISING, Point, judge

pytestmark = pytest.mark.requirement("Y9")


def signals(*events: int, days: int = 1_000) -> list[str]:
	return [one.signal for one in judge([Point(number, days) for number in events])]


def test_a_number_outside_the_limits_is_a_signal() -> None:
	assert signals(4, 5, 6, 4, 5, 6, 5, 20)[-1] == ABOVE
	assert signals(40, 41, 39, 40, 42, 38, 41, 5)[-1] == BELOW
	assert signals(4, 5, 6, 4, 5, 6, 5, 9) == [""] * 8


def test_eight_in_a_row_on_one_side_are_a_signal() -> None:
	found = signals(*[9, 8] * 4, *[11, 12] * 4)
	assert found == [""] * 7 + [LOWER] + [""] * 7 + [HIGHER]


def test_six_in_a_row_each_higher_or_lower_are_a_signal() -> None:
	assert signals(10, 10, 5, 6, 7, 8, 9, 11)[-1] == RISING
	assert signals(10, 10, 11, 9, 8, 7, 6, 5)[-1] == FALLING
	assert signals(10, 10, 9, 6, 7, 8, 9, 11)[-1] == ""


def test_fewer_days_in_care_have_wider_limits() -> None:
	points = [Point(10, 1_000)] * 8 + [Point(1, 100)]
	whole, short = judge(points)[0], judge(points)[-1]
	assert whole.average == short.average == 10
	assert (short.high or 0) > (whole.high or 0)


def test_with_few_points_there_is_no_judgement_and_without_days_no_point() -> None:
	assert [one.average for one in judge([Point(5, 1_000)] * 7)] == [None] * 7
	found = judge([Point(5, 1_000)] * 8 + [Point(0, 0)])
	assert (found[-1].rate, found[-1].signal) == (None, "")
	assert judge([]) == []


def test_chance_alone_is_seldom_called_a_signal_by_its_limits() -> None:
	"""Draws 4,000 months from one Poisson process: about 2.7 in a thousand lie outside, and never ten."""
	draw = random.Random(903)

	def poisson(mean: float) -> int:
		waited, number = 0.0, -1
		while waited < mean:
			waited += draw.expovariate(1)
			number += 1
		return number

	found = signals(*(poisson(6) for _month in range(4_000)))
	outside = sum(one in (ABOVE, BELOW) for one in found)
	assert outside / 4_000 < 0.01
