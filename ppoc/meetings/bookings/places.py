"""Works out in which sitting a child gets a place. Plain Python: terms and sittings in, a place or a reason out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from ppoc.timescales.calendars import Calendar, on_weekday
from ppoc.timescales.models import Offset, Unit


@dataclass(frozen=True)
class Terms:
	"""A forum's terms for booking a place.

	Attributes:
		days: working days before the sitting by which a place must be booked.
		weekday: Monday is 0; the deadline is the last such day that is no later; None for any day.
		by: the time on that day; None for the whole day.
		places: how many children have a place in a sitting; 0 for no limit.
		waiting_list: whether bookings without a place wait.
		emergencies: whether an emergency gets a place after the deadline, and beyond the limit.
	"""

	days: int = 0
	weekday: int | None = None
	by: time | None = None
	places: int = 0
	waiting_list: bool = False
	emergencies: bool = False


@dataclass(frozen=True)
class BookableMeeting:
	"""A coming sitting.

	Attributes:
		taken: places that are already taken.
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
class PlaceOffer:
	"""A place, or why there is none.

	Attributes:
		sitting: the sitting, or None.
		waiting: whether the booking waits for a place.
		why: why it got no place in the first sitting considered.
		missed: that sitting.
	"""

	sitting: BookableMeeting | None = None
	waiting: bool = False
	why: Why | None = None
	missed: BookableMeeting | None = None


def deadline(sitting: BookableMeeting, terms: Terms, calendar: Calendar) -> datetime | None:
	"""Returns the last moment at which a place in this sitting can be booked, or None if there is no deadline.

	It is this many working days before the sitting, not counting the day itself; if the forum names a
	weekday, the last such day that is at least that long before.
	"""
	if not terms.days and terms.weekday is None:
		return None
	day = calendar.count(sitting.day, Offset(terms.days, Unit.WORKING_DAYS), before=True)
	if terms.weekday is not None:
		day = on_weekday(day, terms.weekday, before=True)
	return datetime.combine(day, terms.by or time(23, 59, 59))


def place_in(
	sittings: Iterable[BookableMeeting],
	terms: Terms,
	now: datetime,
	calendar: Calendar,
	emergency: bool = False,
	wanted: str = "",
	asked: datetime | None = None,
) -> PlaceOffer:
	"""Returns the first sitting with a place that can still be booked.

	Args:
		sittings: the coming ones; those that have begun are skipped.
		now: when the place is requested.
		emergency: it gets a place after the deadline and beyond the limit, if the forum allows that.
		wanted: the meeting that is requested; no other one is given then.
		asked: since when the booking has waited; the deadline is compared with this, so that a booking made
			in time moves up after it.
	"""
	found = PlaceOffer(why=Why.NO_SITTING)
	may_be_late = emergency and terms.emergencies
	for sitting in sorted(sittings, key=lambda s: (s.day, s.start, s.meeting)):
		if datetime.combine(sitting.day, sitting.start) <= now or (wanted and sitting.meeting != wanted):
			continue
		why = None if may_be_late else _in_the_way(sitting, terms, asked or now, calendar)
		if why is None:
			return PlaceOffer(sitting, why=found.why if found.missed else None, missed=found.missed)
		if found.missed is None:
			found = PlaceOffer(why=why, missed=sitting)
	waiting = terms.waiting_list and found.why is not Why.TOO_LATE
	return PlaceOffer(waiting=waiting, why=found.why, missed=found.missed)


def _in_the_way(sitting: BookableMeeting, terms: Terms, now: datetime, calendar: Calendar) -> Why | None:
	last = deadline(sitting, terms, calendar)
	if last and now > last:
		return Why.TOO_LATE
	if terms.places and sitting.taken >= terms.places:
		return Why.FULL
	return None
