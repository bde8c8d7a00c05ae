"""Shares of cohorts, bands and rates: against a caseload counted by hand, and against figures from the literature."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.outcomes.cohorts import Followed, cohort_of, shares_of
from ppoc.outcomes.intervals import Share, rate, share

pytestmark = pytest.mark.requirement("Y9")
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
	("day", "year", "quarter"),
	[
		("2026-03-31", "2025/26", "2025/26 Q4"),
		("2026-04-01", "2026/27", "2026/27 Q1"),
		("2026-12-31", "2026/27", "2026/27 Q3"),
		("1999-05-01", "1999/00", "1999/00 Q1"),
	],
)
def test_cohorts_are_years_and_quarters_of_the_return(day: str, year: str, quarter: str) -> None:
	assert cohort_of(date.fromisoformat(day)) == year
	assert cohort_of(date.fromisoformat(day), "Quarter") == quarter


def test_a_small_caseload_counted_by_hand() -> None:
	entered = [
		("2025-04-01", "2025-09-30"),  # within six months
		("2025-04-30", "2025-10-30"),  # on the last day of six months
		("2025-05-31", "2025-12-01"),  # a day too late for six months, since November has 30 days
		("2025-06-01", None),
		("2025-12-01", None),  # not twelve months yet
	]
	followed = [
		Followed("2025/26", date.fromisoformat(day), date.fromisoformat(reached) if reached else None, None)
		for day, reached in entered
	]
	found = shares_of(followed, (6, 12, 24), TODAY)
	assert (found["2025/26", 6].reached, found["2025/26", 6].of) == (2, 5)
	assert (found["2025/26", 12].reached, found["2025/26", 12].of) == (3, 4)
	assert ("2025/26", 24) not in found


def test_the_band_of_a_share_is_wilson_s() -> None:
	"""Newcombe (1998, Statistics in Medicine 17, table I) has 81 of 263, 15 of 148, 0 of 20 and 1 of 29."""
	for reached, of, low, high in (
		(81, 263, 25.5, 36.6), (15, 148, 6.2, 16.0), (0, 20, 0.0, 16.1), (1, 29, 0.6, 17.2),
	):  # fmt: skip
		found = share(reached, of)
		assert (found.low, found.high) == (low, high)
	assert share(0, 0).percent is None


def test_the_band_of_a_rate_is_garwood_s() -> None:
	"""The exact limits of 0, 5 and 10 events are 0 to 3.69, 1.62 to 11.67 and 4.80 to 18.39."""
	for events, low, high in ((0, 0.0, 3.69), (5, 1.62, 11.67), (10, 4.8, 18.39)):
		found = rate(events, 1_000)
		assert (found.rate, found.low, found.high) == (events, low, high)
	assert rate(0, 0).rate is None


def width(found: Share) -> float:
	return (found.high or 0) - (found.low or 0)


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_band_holds_its_share_and_narrows_with_more_children(reached: int, of: int) -> None:
	reached = min(reached, of)
	few, many = share(reached, of), share(reached * 10, of * 10)
	assert width(few) > width(many)
	assert (few.low or 0) <= (few.percent or 0) <= (few.high or 0)
