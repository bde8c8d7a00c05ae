"""Works out when a forum sits next. Plain Python: a rhythm and a calendar in, sittings out.

A rhythm counts from its first sitting: every n weeks on the same weekday, or every n months on the same
weekday of the month (a fifth weekday means the last one). A forum without its own rhythm sits directly before
every n-th sitting of another, so that it ends when the other begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from ppoc.messages import Message
from ppoc.timescales.calendars import WEEKDAYS

LAST = -1
"""The last such weekday of a month."""


class RhythmUnit(str, Enum):
	"""The unit in which a rhythm counts."""

	WEEK = "Week"
	MONTH = "Month"


@dataclass(frozen=True)
class Rhythm:
	"""A forum's own rhythm for one team or locality."""

	first_sitting: date
	start: time
	minutes: int
	unit: RhythmUnit = RhythmUnit.WEEK
	interval: int = 1


@dataclass(frozen=True)
class Occurrence:
	"""One sitting.

	Attributes:
		rhythm_day: the day by the rhythm; it identifies the sitting even if that is held on another day.
		day: the day it is held.
		note: why it is held on another day, or "".
	"""

	rhythm_day: date
	day: date
	start: time
	minutes: int
	note: str = ""

	@property
	def begins(self) -> datetime:
		"""Day and time of the beginning."""
		return datetime.combine(self.day, self.start)

	@property
	def ends(self) -> datetime:
		"""Day and time of the end."""
		return self.begins + timedelta(minutes=self.minutes)


def sittings(rhythm: Rhythm, since: date, until: date, closed: Mapping[date, str]) -> list[Occurrence]:
	"""Returns the sittings whose rhythm day is in the period, both ends included.

	Args:
		closed: bank holidays, with the name of each.
	"""
	return [
		_on_working_day(Occurrence(day, day, rhythm.start, rhythm.minutes), closed)
		for day in rhythm_days(rhythm, since, until)
	]


def sittings_before(
	host: Rhythm,
	nth: int,
	minutes: int,
	starts_with: date,
	since: date,
	until: date,
	closed: Mapping[date, str],
	held: Mapping[date, Occurrence | None] | None = None,
) -> list[Occurrence]:
	"""Returns the sittings of a forum that sits directly before every `nth` sitting of the host.

	Args:
		host: the rhythm of the forum it sits before.
		minutes: how long it lasts; it ends when the host begins.
		starts_with: the first host sitting on or after this day has one before it, then every `nth`.
		held: by rhythm day, host sittings that are held at another time, or None for a cancelled one.
	"""
	hosts = sittings(host, min(starts_with, since), until, closed)
	hosts = [sitting for sitting in hosts if sitting.rhythm_day >= starts_with][:: max(nth, 1)]
	found = []
	for sitting in hosts:
		real = (held or {}).get(sitting.rhythm_day, sitting)
		if real is not None and sitting.rhythm_day >= since:
			found.append(_before(real, minutes))
	return found


def _before(host: Occurrence, minutes: int) -> Occurrence:
	begins = host.begins - timedelta(minutes=minutes)
	return replace(host, day=begins.date(), start=begins.time(), minutes=minutes)


def rhythm_days(rhythm: Rhythm, since: date, until: date) -> Iterator[date]:
	"""Yields the days of the rhythm in the period, both ends included, before any is moved off a holiday."""
	first, interval = rhythm.first_sitting, max(rhythm.interval, 1)
	if rhythm.unit is RhythmUnit.WEEK:
		rule = rrule(WEEKLY, dtstart=first, interval=interval)
	else:
		week = (first.day - 1) // 7 + 1
		same_weekday = weekday(first.weekday(), week if week < 5 else LAST)
		rule = rrule(MONTHLY, dtstart=first, interval=interval, byweekday=same_weekday)
	for moment in rule.between(_midnight(since), _midnight(until), inc=True):
		yield moment.date()


def _midnight(day: date) -> datetime:
	return datetime.combine(day, time())


def _on_working_day(sitting: Occurrence, closed: Mapping[date, str]) -> Occurrence:
	if not _is_closed(sitting.day, closed):
		return sitting
	day = sitting.day
	while _is_closed(day, closed):
		day += timedelta(days=1)
	why = closed.get(sitting.day, "weekend")
	was = sitting.rhythm_day
	note = Message("Moved from {0} {1}: {2}.", Message(WEEKDAYS[was.weekday()]), was, Message(why))
	return replace(sitting, day=day, note=note)


def _is_closed(day: date, closed: Mapping[date, str]) -> bool:
	return day.weekday() >= 5 or day in closed
