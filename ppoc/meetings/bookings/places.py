"""Which sitting of a forum a child gets a place in. Plain Python: terms and sittings in, a place or a reason out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from ppoc.timescales.calendars import Calendar, on_weekday
from ppoc.timescales.models import Offset, Unit


@dataclass(frozen=True)
class Terms:
	"""What a forum asks of those who want a place.

	Attributes:
		days: working days before the sitting by which a place is asked for, at the latest.
		weekday: Monday is 0; the deadline is the last such day that is no later, or None.
		by: the time of that day; the whole day where None.
		places: children for whom there is a place in a sitting; 0 is no limit.
		waiting_list: whether those for whom there is no place wait.
		emergencies: whether an emergency gets a place after the deadline, and beyond the places.
	"""

	days: int = 0
	weekday: int | None = None
	by: time | None = None
	places: int = 0
	waiting_list: bool = False
	emergencies: bool = False


@dataclass(frozen=True)
class Sitting:
	"""A coming sitting.

	Attributes:
		taken: places that are given already.
	"""

	meeting: str
	day: date
	start: time
	taken: int = 0


class Why(str, Enum):
	"""Why there is no place."""

	NO_SITTING = "No sitting"
	TOO_LATE = "Too late"
	FULL = "Full"


@dataclass(frozen=True)
class Place:
	"""A place, or why there is none.

	Attributes:
		sitting: the sitting, or None.
		waiting: whether one waits for a place.
		why: what kept it out of the first sitting that was looked at.
		missed: that sitting.
	"""

	sitting: Sitting | None = None
	waiting: bool = False
	why: Why | None = None
	missed: Sitting | None = None


def deadline(sitting: Sitting, terms: Terms, calendar: Calendar) -> datetime | None:
	"""The last moment at which a place in this sitting is asked for, or None where any time will do.

	So many working days before the sitting, the day itself not counted; where the forum names a weekday, the last
	such day that is at least that long before.
	"""
	if not terms.days and terms.weekday is None:
		return None
	day = calendar.count(sitting.day, Offset(terms.days, Unit.WORKING_DAYS), before=True)
	if terms.weekday is not None:
		day = on_weekday(day, terms.weekday, before=True)
	return datetime.combine(day, terms.by or time(23, 59, 59))


def place_in(
	sittings: Iterable[Sitting],
	terms: Terms,
	now: datetime,
	calendar: Calendar,
	emergency: bool = False,
	wanted: str = "",
	asked: datetime | None = None,
) -> Place:
	"""The first sitting with a place that can still be asked for.

	Args:
		sittings: the coming ones; those that have begun are passed over.
		now: when it is asked.
		emergency: it comes to the next sitting, after the deadline and beyond the places, if the forum allows it.
		wanted: the meeting that is asked for; no other one is given then.
		asked: since when one has waited; the deadline looks at this, so that who asked in time moves up after it.
	"""
	found = Place(why=Why.NO_SITTING)
	may_be_late = emergency and terms.emergencies
	for sitting in sorted(sittings, key=lambda s: (s.day, s.start, s.meeting)):
		if datetime.combine(sitting.day, sitting.start) <= now or (wanted and sitting.meeting != wanted):
			continue
		why = None if may_be_late else _in_the_way(sitting, terms, asked or now, calendar)
		if why is None:
			return Place(sitting, why=found.why if found.missed else None, missed=found.missed)
		if found.missed is None:
			found = Place(why=why, missed=sitting)
	waiting = terms.waiting_list and found.why is not Why.TOO_LATE
	return Place(waiting=waiting, why=found.why, missed=found.missed)


def _in_the_way(sitting: Sitting, terms: Terms, now: datetime, calendar: Calendar) -> Why | None:
	last = deadline(sitting, terms, calendar)
	if last and now > last:
		return Why.TOO_LATE
	if terms.places and sitting.taken >= terms.places:
		return Why.FULL
	return None
