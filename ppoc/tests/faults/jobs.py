"""What waits in the queue and what became of it. Runs inside the site; see `inside`."""

from __future__ import annotations

import time
from datetime import timedelta

import frappe
import psutil
from frappe.utils import add_days, nowdate
from frappe.utils.background_jobs import get_queues, get_redis_conn
from rq.registry import StartedJobRegistry
from rq.worker import Worker

AN_HOUR = int(timedelta(hours=1).total_seconds())


def due() -> dict[str, str]:
	"""Returns scheduled jobs that are due and have not begun."""
	filters = {"stopped": 0, "last_execution": ["<", add_days(nowdate(), -1)]}
	return dict.fromkeys(frappe.get_all("Scheduled Job Type", filters, pluck="method"), "due")


def give_up_abandoned() -> int:
	"""Does what a worker does some minutes after another has died: it moves the dead one's jobs to the failed ones.

	Returns:
		How many jobs were abandoned.
	"""
	connection, given_up = get_redis_conn(), 0
	working = {
		worker.get_current_job_id()
		for worker in Worker.all(connection=connection)
		if worker.pid and psutil.pid_exists(worker.pid)
	}
	for queue in get_queues():
		registry = StartedJobRegistry(queue=queue)
		dead = [
			job
			for job in registry.get_job_ids()
			if job.partition(":")[0] not in working and job not in working
		]
		if dead and not working - {None}:
			registry.cleanup(timestamp=int(time.time()) + AN_HOUR)
			given_up += len(dead)
	return given_up
