"""Which days a fortnightly form covers."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.reporting.fortnightly.periods import ReturnPeriod, period_of

BEGUN = date(2026, 9, 1)


@pytest.mark.parametrize(
	("due", "before", "first"),
	[
		(date(2026, 10, 2), date(2026, 9, 18), date(2026, 9, 19)),
		(date(2026, 9, 4), date(2026, 8, 21), BEGUN),
		(date(2026, 10, 2), None, BEGUN),
		(BEGUN, None, BEGUN),
		(date(2026, 8, 28), None, date(2026, 8, 28)),
	],
)
def test_it_begins_the_day_after_the_last_form_was_due_and_not_before_the_schedule(due, before, first):
	assert period_of(due, before, BEGUN) == ReturnPeriod(first, due)
