"""Processes of a real site are killed at random moments. Nothing acknowledged is lost, and nothing is half done."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ppoc.tests.faults.activities import Council
from ppoc.tests.faults.carrying_out import ACTIVITIES, with_a_fault
from ppoc.tests.faults.kills import Kill, kill_of
from ppoc.tests.faults.kinds import Fault

SEEDS = 200


@pytest.mark.parametrize("activity", list(ACTIVITIES))
def test_undisturbed_nothing_is_wrong(activity: str, usual_seconds: Callable[[str], float]):
	assert usual_seconds(activity) > 0


@pytest.mark.parametrize("kill", [kill_of(seed, tuple(ACTIVITIES)) for seed in range(SEEDS)], ids=str)
def test_a_killed_process_loses_nothing(
	kill: Kill, council: Council, usual_seconds: Callable[[str], float], count: Callable[[list[Fault]], None]
):
	def kill_it() -> None:
		council.stack.kill(kill.part, kill.what)
		time.sleep(kill.down)
		council.stack.start(kill.part)

	moment = kill.moment * usual_seconds(kill.activity)
	faults = with_a_fault(ACTIVITIES[kill.activity](council), moment, kill_it)
	count(faults)
	assert faults == []
