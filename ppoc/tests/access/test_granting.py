"""Periods of access, without a site."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.access.periods import AccessPeriod

MAY = AccessPeriod(date(2026, 5, 1), date(2026, 5, 31))
FROM_JUNE = AccessPeriod(date(2026, 6, 1))


@pytest.mark.parametrize(
	("one", "other", "meet"),
	[
		(MAY, FROM_JUNE, False),
		(MAY, AccessPeriod(date(2026, 5, 31)), True),
		(MAY, AccessPeriod(date(2026, 1, 1), date(2026, 5, 1)), True),
		(MAY, AccessPeriod(date(2026, 1, 1), date(2026, 4, 30)), False),
		(FROM_JUNE, AccessPeriod(date(2030, 1, 1), date(2030, 1, 1)), True),
		(MAY, MAY, True),
	],
)
def test_two_periods_meet_when_they_share_a_day(one: AccessPeriod, other: AccessPeriod, meet: bool) -> None:
	assert one.meets(other) is meet
	assert other.meets(one) is meet


def test_first_and_last_day_count() -> None:
	assert [MAY.holds(date(2026, 4, 30)), MAY.holds(date(2026, 5, 1)), MAY.holds(date(2026, 5, 31))] == [
		False,
		True,
		True,
	]
	assert FROM_JUNE.holds(date(2099, 1, 1))


def test_a_period_that_ends_first_is_backwards() -> None:
	assert AccessPeriod(date(2026, 5, 2), date(2026, 5, 1)).backwards
	assert not MAY.backwards
