"""A night in which the clock is put forward or back. Runs inside the site; see `inside`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import frappe
from freezegun import freeze_time

from ppoc.tests.faults import checks
from ppoc.tests.faults.kinds import LOST, Fault
from ppoc.tests.faults.night import JOBS
from ppoc.timescales import nightly

BATCH = 1
A_WHILE = timedelta(seconds=20)


def night_across(change: str, made: dict[str, Any]) -> Iterator[Fault]:
	"""Does the jobs of a night; the clock changes in the middle of the pass over the due dates, and again in each job.

	Args:
		change: the moment of the change, in UTC.
	"""
	moment = datetime.fromisoformat(change).replace(tzinfo=timezone.utc)
	before = moment - A_WHILE
	with freeze_time(before) as clock:
		began = checks.clock()
		tell, moved = nightly._tell, list[str]()

		def tell_and_move(*arguments: Any) -> None:
			tell(*arguments)
			if not moved:
				clock.move_to(moment + A_WHILE)
				moved.append(checks.clock())

		vars(nightly).update(_tell=tell_and_move)
		try:
			log = nightly.run_pass(batch=BATCH)
		finally:
			vars(nightly).update(_tell=tell)
		frappe.db.commit()
		if frappe.db.get_value("Timescale Pass", log, "status") != "Done":
			yield LOST, f"the pass {log} did not end"
		if abs(datetime.fromisoformat(moved[0]) - datetime.fromisoformat(began)) < timedelta(minutes=30):
			yield LOST, f"the clock did not change: {began}, {moved[0]}"
		for job in JOBS:
			for side in (before, moment + A_WHILE):
				clock.move_to(side)
				frappe.get_attr(job)()
				frappe.db.commit()
		yield from checks.night_faults(began, **made)
