"""Works out when a forum sits next. Plain Python: a rhythm and a calendar in, sittings out.

A rhythm counts from its first sitting: every n weeks on the same weekday, or every n months on the same
weekday of the month (a fifth weekday means the last one), unless the forum names the weekday or the week. A forum
without its own rhythm sits directly before every n-th sitting of another, so that it ends when the other begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from ppoc.messages import Message
from ppoc.timescales.calendars import WEEKDAYS

DAY = timedelta(days=1)
LAST = -1
"""The last such weekday of a month."""


class RhythmUnit(str, Enum):
	"""The unit in which a rhythm counts."""

	WEEK = "Week"
	MONTH = "Month"


class OnClosedDay(str, Enum):
	"""What becomes of a sitting that falls on a closed day."""

	EARLIER = "Held earlier"
	LATER = "Held later"
	LEFT_OUT = "Left out"


WEEKS_OF_MONTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": LAST}


@dataclass(frozen=True)
class Rhythm:
	"""A forum's own rhythm for one team or locality.

	Attributes:
		first_sitting: the day from which it counts.
		weekday: Monday is 0; None for the weekday of the first sitting.
		week: of a monthly rhythm, which such weekday of the month, `LAST` for the last; None for that of the first
			sitting.
		on_closed_day: what becomes of a sitting on a closed day.
	"""

	first_sitting: date
	start: time
	minutes: int
	unit: RhythmUnit = RhythmUnit.WEEK
	interval: int = 1
	weekday: int | None = None
	week: int | None = None
	on_closed_day: OnClosedDay = OnClosedDay.LATER


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
		closed: bank holidays and other closed days, with the name of each.
	"""
	found = []
	for day in rhythm_days(rhythm, since, until):
		sitting = _on_working_day(
			Occurrence(day, day, rhythm.start, rhythm.minutes), closed, rhythm.on_closed_day
		)
		if sitting and not (sitting.day != day and _is_taken(rhythm, day, sitting.day)):
			found.append(sitting)
	return found


def _is_taken(rhythm: Rhythm, day: date, moved: date) -> bool:
	"""Returns whether a sitting would move onto its neighbour's day, or past it; then it is left out."""
	between = (moved, day - DAY) if moved < day else (day + DAY, moved)
	return any(True for _day in rhythm_days(rhythm, *between))


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
	first, interval = first_day(rhythm), max(rhythm.interval, 1)
	if rhythm.unit is RhythmUnit.WEEK:
		rule = rrule(WEEKLY, dtstart=first, interval=interval)
	else:
		week = rhythm.week or (first.day - 1) // 7 + 1
		same_weekday = weekday(first.weekday(), week if week < 5 else LAST)
		# counted from the first of the month, so that no month is left out when its day is before that of the first one
		rule = rrule(MONTHLY, dtstart=first.replace(day=1), interval=interval, byweekday=same_weekday)
		since = max(since, first)
	for moment in rule.between(_midnight(since), _midnight(until), inc=True):
		yield moment.date()


def first_day(rhythm: Rhythm) -> date:
	"""Returns the first day from the first sitting on that is on the rhythm's weekday, in its week of the month."""
	first = rhythm.first_sitting
	if rhythm.weekday is not None:
		first += timedelta(days=(rhythm.weekday - first.weekday()) % 7)
	if rhythm.unit is RhythmUnit.MONTH and rhythm.week:
		while not _is_in_week(first, rhythm.week):
			first += timedelta(days=7)
	return first


def _is_in_week(day: date, week: int) -> bool:
	if week == LAST:
		return (day + timedelta(days=7)).month != day.month
	return (day.day - 1) // 7 + 1 == week


def _midnight(day: date) -> datetime:
	return datetime.combine(day, time())


def _on_working_day(sitting: Occurrence, closed: Mapping[date, str], how: OnClosedDay) -> Occurrence | None:
	if not _is_closed(sitting.day, closed):
		return sitting
	if how is OnClosedDay.LEFT_OUT:
		return None
	day, step = sitting.day, -DAY if how is OnClosedDay.EARLIER else DAY
	while _is_closed(day, closed):
		day += step
	why = closed.get(sitting.day, "weekend")
	was = sitting.rhythm_day
	note = Message("Moved from {0} {1}: {2}.", Message(WEEKDAYS[was.weekday()]), was, Message(why))
	return replace(sitting, day=day, note=note)


def _is_closed(day: date, closed: Mapping[date, str]) -> bool:
	return day.weekday() >= 5 or day in closed
