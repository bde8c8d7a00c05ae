"""Processes of a real site are killed at random moments. Nothing acknowledged is lost, and nothing is half done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ppoc.tests.faults.activities import ACTIVITIES, Council
from ppoc.tests.faults.kills import Kill, kill_of

SEEDS = 60


@pytest.mark.parametrize("kill", [kill_of(seed, tuple(ACTIVITIES)) for seed in range(SEEDS)], ids=str)
def test_a_killed_process_loses_nothing(
	kill: Kill, council: Council, usual_seconds: Callable[[str], float]
):
	seconds = usual_seconds(kill.activity)
	activity = ACTIVITIES[kill.activity](council)
	t0 = time.monotonic()
	activity.prepare()
	t1 = time.monotonic()
	acting = threading.Thread(target=activity.act, daemon=True)
	acting.start()
	time.sleep(kill.moment * seconds)
	was_busy = acting.is_alive()
	council.stack.kill(kill.part, kill.what)
	time.sleep(kill.down)
	t2 = time.monotonic()
	council.stack.start(kill.part)
	t3 = time.monotonic()
	acting.join(60)
	assert not acting.is_alive(), "somebody still waits for an answer"
	t4 = time.monotonic()
	activity.settle()
	t5 = time.monotonic()
	faults = [*activity.faults(), *council.inside.call("checks.audit_faults")]
	t6 = time.monotonic()
	orphans = council.inside.call("checks.orphans")
	print(seconds, was_busy, activity.acknowledged, [round(b - a, 2) for a, b in zip([t0, t1, t2, t3, t4, t5, t6], [t1, t2, t3, t4, t5, t6, time.monotonic()])])
	assert faults == []
	assert orphans == []
