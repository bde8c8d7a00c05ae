"""Where a child can be offered and who has the child afterwards: plain values."""

from __future__ import annotations

import pytest

from ppoc.children.handovers.offers import Allocation, fault_of, moved_since

HERE = Allocation("North", "North 1", "Wanda")


@pytest.mark.parametrize(
	("to", "then"),
	[
		(Allocation("North", "North 1", "Will"), Allocation("North", "North 1", "Will")),
		(Allocation("North", "North 2"), Allocation("North", "North 2")),
		(Allocation("South", "South 1", "Sue"), Allocation("South", "South 1", "Sue")),
		(Allocation("South"), Allocation("South")),
	],
)
def test_the_former_worker_stays_only_within_the_team(to, then):
	assert HERE.goes_to(to) == then
	assert fault_of(HERE, to) == ""


@pytest.mark.parametrize("to", [Allocation(), HERE, Allocation("North", "North 1")])
def test_a_child_is_offered_to_somebody_else(to):
	assert fault_of(HERE, to)


def test_another_worker_in_the_same_team_is_no_move():
	assert not moved_since(HERE, Allocation("North", "North 1", "Will"))
	assert moved_since(HERE, Allocation("North", "North 2", "Wanda"))
