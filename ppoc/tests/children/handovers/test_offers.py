"""Where a child can be offered and who has the child afterwards: plain values."""

from __future__ import annotations

import pytest

from ppoc.children.handovers.offers import Place, fault_of, moved_since

HERE = Place("North", "North 1", "Wanda")


@pytest.mark.parametrize(
	("to", "then"),
	[
		(Place("North", "North 1", "Will"), Place("North", "North 1", "Will")),
		(Place("North", "North 2"), Place("North", "North 2")),
		(Place("South", "South 1", "Sue"), Place("South", "South 1", "Sue")),
		(Place("South"), Place("South")),
	],
)
def test_the_former_worker_stays_only_within_the_team(to, then):
	assert HERE.goes_to(to) == then
	assert fault_of(HERE, to) == ""


@pytest.mark.parametrize("to", [Place(), HERE, Place("North", "North 1")])
def test_a_child_is_offered_to_somebody_else(to):
	assert fault_of(HERE, to)


def test_another_worker_in_the_same_team_is_no_move():
	assert not moved_since(HERE, Place("North", "North 1", "Will"))
	assert moved_since(HERE, Place("North", "North 2", "Wanda"))
