"""A child's times in care and what came of each, worked out by hand from short histories."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.imports.ssda903.timeline import Episode
from ppoc.outcomes.care_periods import CarePeriod, RouteCodes, care_periods

pytestmark = pytest.mark.requirement("Y9")
CODES = RouteCodes({"E45": "Special guardianship", "E4A": "Reunification"}, {"U1": "Long-term fostering"})
TODAY = date(2026, 11, 30)


def episode(start: str, end: str | None = None, why: str = "X1", place: str = "U6", **more: str) -> Episode:
	return Episode(
		date.fromisoformat(start),
		placement=place,
		ended_on=date.fromisoformat(end) if end else None,
		reason_ended=why if end else None,
		**{"reason_new_episode": "P", "legal_status": "C2", "placement_postcode": place, **more},
	)


def test_moves_routes_and_the_return_to_care_are_read_from_the_episodes() -> None:
	first, second = care_periods(
		[
			episode("2024-01-10", "2024-03-01", reason_new_episode="S"),
			episode("2024-03-01", "2024-09-01", place="U1"),
			episode("2024-09-01", "2025-01-05", "E45", place="U1", reason_new_episode="L"),
			episode("2026-02-01", reason_new_episode="S"),
		],
		TODAY,
		CODES,
	)
	assert (first.known_from, first.entered, first.ended_on) == (date(2024, 1, 10), True, date(2025, 1, 5))
	assert first.moves == (date(2024, 3, 1),)
	assert first.reached == {
		"Long-term fostering": date(2024, 3, 1),
		"Special guardianship": date(2025, 1, 5),
	}
	assert (first.left_by, first.permanent_on) == ("Special guardianship", date(2024, 3, 1))
	assert first.back_on == date(2026, 2, 1)
	assert (second.known_from, second.ended_on, second.reached, second.back_on) == (
		date(2026, 2, 1), None, {}, None,
	)  # fmt: skip


def test_what_happened_later_is_not_known_yet() -> None:
	history = [episode("2024-01-10", "2025-01-05", "E45", reason_new_episode="S"), episode("2026-02-01")]
	(period,) = care_periods(history, date(2024, 6, 1), CODES)
	assert (period.ended_on, period.reached) == (None, {})
	(period,) = care_periods(history, date(2025, 6, 1), CODES)
	assert (period.left_by, period.back_on) == ("Special guardianship", None)


def test_care_that_began_before_anything_is_known_is_no_entry() -> None:
	(period,) = care_periods([episode("2026-04-01", reason_new_episode="L")], TODAY, CODES)
	assert (period.entered, period.known_from) == (False, date(2026, 4, 1))


def test_short_breaks_are_no_time_in_care() -> None:
	assert (
		care_periods([episode("2026-04-01", legal_status="V4", reason_new_episode="S")], TODAY, CODES) == []
	)


def test_leaving_for_no_family_is_no_permanence() -> None:
	(period,) = care_periods(
		[episode("2024-01-10", "2025-01-05", "E8", reason_new_episode="S")], TODAY, CODES
	)
	assert (period.left_by, dict(period.reached)) == ("", {})


@pytest.mark.parametrize(
	("first", "last", "days"),
	[
		("2026-01-01", "2026-01-31", 22),  # from the 10th
		("2026-02-01", "2026-02-28", 4),  # until the 4th: the day of leaving is not one
		("2026-02-05", "2026-02-28", 0),
		("2025-01-01", "2026-01-09", 0),
		("2026-01-10", "2026-01-10", 1),
	],
)
def test_days_in_care(first: str, last: str, days: int) -> None:
	period = CarePeriod(date(2026, 1, 10), ended_on=date(2026, 2, 5))
	assert period.days_between(date.fromisoformat(first), date.fromisoformat(last)) == days


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_days_in_care_are_those_counted_one_by_one(start: date, lasts: int, first: date, span: int) -> None:
	end, last = start + timedelta(lasts), first + timedelta(span)
	period = CarePeriod(start, ended_on=end)
	one_by_one = sum(start <= first + timedelta(number) < end for number in range(span + 1))
	assert period.days_between(first, last) == one_by_one
