"""Waits for what goes on in the background."""

from __future__ import annotations

import time

import redis

from ppoc.tests.faults.activities import Council
from ppoc.tests.faults.kinds import JOBS, Fault

JOBS_WITHIN = 90.0
UNFINISHED = ("queued", "started", "deferred", "scheduled")


def until_idle(council: Council) -> list[Fault]:
	"""Waits for the jobs; those that nobody does any more are given up, as a worker does after some minutes."""
	deadline = time.monotonic() + JOBS_WITHIN
	queue = redis.from_url(council.stack.queue_url)
	while unfinished := _unfinished(queue) or council.inside.call("jobs.due"):
		council.stack.revive()
		if set(unfinished.values()) == {"started"} and not council.stack.left_running():
			council.inside.call("jobs.give_up_abandoned")
		if time.monotonic() > deadline:
			return [(JOBS, str(unfinished))]
		time.sleep(0.1)
	return []


def _unfinished(queue: redis.Redis) -> dict[str, str]:
	"""Returns the jobs that are not done, with their status."""
	statuses = {key.decode(): (queue.hget(key, "status") or b"").decode() for key in queue.keys("rq:job:*")}
	return {key: status for key, status in statuses.items() if status in UNFINISHED}
