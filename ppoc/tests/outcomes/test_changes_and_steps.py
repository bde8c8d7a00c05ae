"""Moves, changes of social worker and steps of one child, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.outcomes.care_periods import CarePeriod
from ppoc.outcomes.changes import CareChanges, changes_in
from ppoc.outcomes.steps import Milestones

pytestmark = pytest.mark.requirement("Y9")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def day(month: int, number: int = 1, year: int = 2026) -> date:
	return date(year, month, number)


def test_moves_count_in_the_span_and_the_first_worker_is_no_change() -> None:
	period = CarePeriod(day(6, year=2025), moves=(day(7, year=2025), day(2), day(3)))
	found = changes_in(period, [day(5), day(9)], FIRST, LAST)
	assert (found.days, found.moves) == (365, 2)
	assert (found.worker_days, found.worker_changes) == (245, 1)


def test_without_episodes_or_workers_there_is_no_rate_of_zero() -> None:
	found = changes_in(CarePeriod(day(6, year=2025)), [], FIRST, LAST)
	assert (found.days, found.moves, found.worker_days, found.care_days) == (0, 0, 0, 365)


def test_a_change_of_worker_after_care_is_none_in_care() -> None:
	period = CarePeriod(day(1), ended_on=day(3), moves=())
	assert changes_in(period, [day(1), day(2), day(5)], FIRST, LAST).worker_changes == 1


def test_permanence_counts_on_its_day() -> None:
	period = CarePeriod(day(1), reached={"Adoption": day(5), "Long-term fostering": day(3)}, moves=())
	assert changes_in(period, [], day(3), day(3, 31)).permanent == 1
	assert changes_in(period, [], day(4), LAST).permanent == 0


def test_sums() -> None:
	together = CareChanges(days=1, moves=2)
	together.add(CareChanges(days=10, moves=20, permanent=1))
	assert together == CareChanges(days=11, moves=22, permanent=1)


def test_each_step_ends_with_the_next_or_waits() -> None:
	found = dict(Milestones(day(1), agreed_on=day(2), prioritised_on=day(3), started_on=day(4)).waits(day(6)))
	assert found["Came into care until plan agreed"] == (31, True)
	assert found["Prioritised until assessment started"] == (31, True)
	assert found["Assessment started until finished"] == (61, False)
	assert found["Came into care until permanence"] == (151, False)
	assert "Assessment finished until permanence" not in found


def test_who_leaves_care_waits_until_then() -> None:
	found = dict(Milestones(day(1), left_on=day(2)).waits(day(6)))
	assert found["Came into care until permanence"] == (31, False)
	assert found["Came into care until plan agreed"] == (31, False)


def test_a_step_before_the_one_before_it_is_not_counted() -> None:
	found = dict(Milestones(day(1), agreed_on=day(4), prioritised_on=day(2)).waits(day(6)))
	assert "Plan agreed until prioritised" not in found
