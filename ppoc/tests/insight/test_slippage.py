"""How predictions moved."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.insight.slippage import Change, slippage

pytestmark = pytest.mark.requirement("X3.2")


def change(plan: str, days: int | None) -> Change:
	was = date(2026, 3, 1)
	return Change(plan, was, None if days is None else date.fromordinal(was.toordinal() + days))


def test_moves_are_counted_by_direction_and_plans_once() -> None:
	found = slippage(
		{"A", "B", "C", "D"},
		[change("A", 10), change("A", 30), change("B", -7), change("B", None), change("C", 0)],
	)
	assert (found.plans, found.moved, found.share_moved) == (4, 2, 50.0)
	assert (found.later, found.earlier, found.taken_away) == (2, 1, 1)
	assert (found.median_later, found.longest_later) == (20, 30)


def test_a_plan_whose_prediction_was_taken_away_is_still_one_of_them() -> None:
	found = slippage({"A"}, [change("B", None)])
	assert (found.plans, found.moved, found.median_later) == (2, 1, None)


def test_nothing_is_nothing() -> None:
	assert slippage((), ()).share_moved == 0
