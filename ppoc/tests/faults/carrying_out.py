"""Carries out an activity, with a fault in the middle or without one, and looks for what it left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ppoc.tests.faults.activities import Activity
from ppoc.tests.faults.closing import Closing, Mail
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.kinds import Fault
from ppoc.tests.faults.loads import Pack, Return, Workbook
from ppoc.tests.faults.night import Night
from ppoc.tests.faults.typing_in import MeetingScreen, Tracker

ACTIVITIES: dict[str, type[Activity]] = {
	each.name: each for each in (MeetingScreen, Tracker, Closing, Mail, Return, Workbook, Pack, Night)
}
ANSWERS_WITHIN = 90.0


def undisturbed(activity: Activity) -> float:
	"""Carries it out with nothing in its way; returns how long it took."""
	activity.prepare()
	until_idle(activity.council)
	began = time.monotonic()
	activity.act()
	faults = until_idle(activity.council) if activity.jobs else []
	took = time.monotonic() - began
	faults += after(activity)
	assert faults == [], faults
	assert activity.acknowledged, f"{activity.name}: nothing was acknowledged"
	return took


def with_a_fault(activity: Activity, moment: float, break_it: Callable[[], None]) -> list[Fault]:
	"""Carries it out; so many seconds after it began, `break_it` does something and mends it again."""
	activity.prepare()
	acting = threading.Thread(target=activity.act, daemon=True)
	acting.start()
	time.sleep(moment)
	break_it()
	acting.join(ANSWERS_WITHIN)
	assert not acting.is_alive(), "somebody still waits for an answer"
	return [*until_idle(activity.council), *after(activity)]


def after(activity: Activity) -> list[Fault]:
	"""Does what people do afterwards, and returns what is wrong in the end."""
	council = activity.council
	activity.settle()
	faults = [*until_idle(council), *activity.faults()]
	faults += council.inside.faults("checks.audit_faults")
	faults += council.inside.faults("checks.orphans")
	council.inside.call("checks.put_away")
	return faults
