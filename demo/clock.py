"""The clock of the demo: while history is made, it is the day on which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@contextmanager
def clock_at(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
	"""For this process it is `day`, at that time in London, and the clock ticks on from there."""
	import time_machine

	# Handed over in UTC: the process keeps its own time zone, only the moment changes.
	moment = datetime.combine(day, time(hour, minute), tzinfo=LONDON).astimezone(timezone.utc)
	with time_machine.travel(moment, tick=True):
		yield
