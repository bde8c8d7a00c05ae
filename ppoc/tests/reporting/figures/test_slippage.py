"""How predictions have moved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.reporting.figures.slippage import Predicted, PredictionMove, Predictions

pytestmark = pytest.mark.requirement("X3.2")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DIRECTIONS = ("later", "earlier", "taken_away")


def change(plan: str, days: int | None, month: int = 3) -> PredictionMove:
	was = date(2026, 3, 1)
	became = None if days is None else was + timedelta(days=days)
	return PredictionMove(plan, was, became, datetime(2026, month, 1))


def stood(*names: str, given_on: date = FIRST, ended_on: date | None = None) -> list[Predicted]:
	return [Predicted(name, given_on, ended_on) for name in names]


def test_moves_are_counted_by_direction_and_plans_once() -> None:
	changes = [change("A", 10), change("A", 30), change("B", -7), change("B", None)]
	found = Predictions(FIRST, LAST, stood("A", "B", "C", "D"), changes).figures()
	assert (found.plans, found.moved, found.share_moved) == (4, 2, 50.0)
	assert (found.later, found.earlier, found.taken_away, found.moves) == (2, 1, 1, 4)
	assert (found.median_later, found.longest_later) == (20, 30)


def test_a_plan_that_moved_when_it_counted_as_over_is_still_one_of_them() -> None:
	found = Predictions(FIRST, LAST, stood("A"), [change("B", None)]).figures()
	assert (found.plans, found.moved, found.median_later) == (2, 1, None)


def test_nothing_is_nothing() -> None:
	found = Predictions(FIRST, LAST).figures()
	assert (found.share_moved, found.moves_a_year) == (0, None)


def test_the_pace_does_not_hang_on_the_time_asked_for() -> None:
	"""Two plans that each move twice a year, over a year and over its first half."""
	moves = [change(name, 10, month) for name in "AB" for month in (3, 9)]
	year = Predictions(FIRST, LAST, stood("A", "B"), moves).figures()
	half = Predictions(
		FIRST, date(2026, 7, 2), stood("A", "B"), [m for m in moves if m.changed_on.month == 3]
	)
	assert year.moves_a_year == half.figures().moves_a_year == 2.0


@pytest.mark.parametrize(
	("given_on", "ended_on", "days"),
	[
		(date(2025, 1, 1), None, 365),
		(date(2026, 12, 31), None, 1),
		(date(2025, 1, 1), date(2026, 1, 10), 10),
		(date(2026, 6, 1), date(2026, 6, 30), 30),
		(date(2025, 1, 1), date(2025, 2, 1), 0),
	],
)
def test_a_prediction_stands_from_when_it_was_given_until_it_ends(given_on, ended_on, days) -> None:
	assert Predicted("A", given_on, ended_on).days(FIRST, LAST) == days


plans = st.sampled_from("ABCDE")
changes = st.builds(change, plans, st.one_of(st.none(), st.integers(-90, 90).filter(bool)))


@given(
	st.lists(plans, unique=True), st.lists(changes), st.dictionaries(plans, st.sets(st.sampled_from("xyz")))
)
def test_what_lies_behind_a_figure_is_as_many_as_it_says(names, moves, groups) -> None:
	everything = Predictions(FIRST, LAST, stood(*names), moves)
	for some in (everything, *everything.by_group(groups).values()):
		found = some.figures()
		for counted in ("plans", "moved", "moves", *DIRECTIONS):
			assert len(some.behind(counted)) == getattr(found, counted)
		assert sum(one.moves for one in some.behind("plans")) == found.moves
	grouped = everything.by_group(groups).values()
	assert {name for some in grouped for name in some.names} == everything.names
