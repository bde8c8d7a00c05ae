"""The weekly updates of a tracked placement: plain values."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.children.placements.weekly import (
	BEGUN,
	ENDED,
	UPDATED,
	Happening,
	fault_of,
	happenings,
	next_update,
)

BEGUN_ON, FIRST, SECOND, TODAY = date(2026, 9, 4), date(2026, 9, 10), date(2026, 9, 18), date(2026, 9, 21)


def test_the_next_update_is_due_on_the_friday_of_the_week_after_the_last():
	assert next_update(BEGUN_ON, [], None) == date(2026, 9, 11)
	assert next_update(BEGUN_ON, [SECOND, FIRST], None) == date(2026, 9, 25)
	assert next_update(BEGUN_ON, [FIRST], SECOND) is None


def test_it_leaves_its_beginning_its_updates_and_its_end():
	assert happenings(BEGUN_ON, [FIRST], SECOND) == {
		Happening(BEGUN, BEGUN_ON),
		Happening(UPDATED, FIRST),
		Happening(ENDED, SECOND),
	}


@pytest.mark.parametrize(
	("updates", "ended"),
	[
		([], date(2026, 9, 3)),
		([], date(2026, 9, 22)),
		([FIRST, FIRST], None),
		([date(2026, 9, 22)], None),
		([date(2026, 9, 3)], None),
		([SECOND], FIRST),
	],
)
def test_impossible_days_are_refused(updates, ended):
	assert fault_of(BEGUN_ON, updates, ended, TODAY)


def test_possible_days_are_not():
	assert fault_of(BEGUN_ON, [FIRST, SECOND], TODAY, TODAY) == ""
