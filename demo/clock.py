"""The demo's clock: while the history is made, the date is the day on which each thing happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@contextmanager
def clock_at(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
	"""Set this process's clock to `day` at that time in London; it goes on ticking from there."""
	import time_machine

	# Given in UTC, because the process keeps its own time zone and only the moment changes.
	moment = datetime.combine(day, time(hour, minute), tzinfo=LONDON).astimezone(timezone.utc)
	with time_machine.travel(moment, tick=True):
		yield
