"""Counts calendar days, working days of a nation, weeks and months.

The starting day is never counted, neither forwards nor backwards. Months keep the day of the month, or take the last
day of a shorter month. Working days are Monday to Friday except the nation's bank holidays, which come from the
`holidays` package.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta

from ppoc.timescales.models import Offset, Unit

SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
FIRST_DAY, LAST_DAY = date(1995, 1, 1), date(2060, 12, 31)
DAYS_OF_MONTH = 30.4375
MOST_YEARS = 25
"""No offset is longer than childhood and the support that follows it."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ImplausibleDateError(ValueError):
	"""The date is outside the years in which a child of today could have events."""

	def __init__(self, day: date) -> None:
		self.day = day
		super().__init__(f"{day} is not between {FIRST_DAY} and {LAST_DAY}")


def bank_holidays(nation: str | None, first_year: int, last_year: int) -> dict[date, str]:
	"""Returns the nation's bank holidays in these years, with their names."""
	years = range(first_year, last_year + 1)
	return dict(
		holidays.country_holidays("GB", subdiv=SUBDIVISIONS.get(nation or "England", "ENG"), years=years)
	)


class Calendar:
	"""The working days of one nation.

	Args:
		closed: bank holidays, with the name of each.
		first_year, last_year: the years that it covers.
		closures: days on which the offices are closed besides, with the reason for each.
	"""

	def __init__(
		self,
		closed: Mapping[date, str],
		first_year: int,
		last_year: int,
		closures: Mapping[date, str] | None = None,
	) -> None:
		self.closures = {day: why for day, why in (closures or {}).items() if day not in closed}
		self.closed = {**self.closures, **closed}
		first, last = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
		shut = {day.toordinal() for day in self.closed}
		# 1 January of the year 1, ordinal 1, was a Monday
		self.working = [day for day in range(first, last + 1) if (day - 1) % 7 < 5 and day not in shut]

	def is_working(self, day: date) -> bool:
		"""Returns whether the day is a working day."""
		return day.weekday() < 5 and day not in self.closed

	def count(self, day: date, offset: Offset, before: bool = False) -> date:
		"""Returns the day that lies `offset` after a day, or before it.

		Raises:
			ImplausibleDateError: the day, or the result, lies outside the years that the calendar covers.
		"""
		if not FIRST_DAY <= day <= LAST_DAY:
			raise ImplausibleDateError(day)
		sign = -1 if before else 1
		if offset.unit is Unit.WORKING_DAYS:
			return self._working(day, sign * offset.amount)
		if offset.unit is Unit.MONTHS:
			return months_after(day, sign * offset.amount)
		return day + timedelta(days=sign * offset.amount * (7 if offset.unit is Unit.WEEKS else 1))

	def _working(self, day: date, amount: int) -> date:
		here = day.toordinal()
		if amount == 0:
			return day
		at = (
			bisect_right(self.working, here) + amount - 1
			if amount > 0
			else bisect_left(self.working, here) + amount
		)
		if not 0 <= at < len(self.working):
			raise ImplausibleDateError(day)
		return date.fromordinal(self.working[at])

	def skipped(self, since: date, until: date) -> list[tuple[date, str]]:
		"""Returns the non-working days strictly between two days, each with its name."""
		first, last = sorted((since, until))
		days = (first + timedelta(days=number) for number in range(1, (last - first).days))
		return [
			(day, self.closed.get(day) or WEEKDAYS[day.weekday()]) for day in days if not self.is_working(day)
		]


class CalendarThroughTime(Calendar):
	"""The working days of a child who moved to another nation: a date is counted with those of its own time.

	Args:
		now: the calendar that counts now.
		past: earlier calendars, each with the day from which it no longer counts, in order.
	"""

	def __init__(self, now: Calendar, past: Sequence[tuple[date, Calendar]]) -> None:
		self.now, self.past = now, past
		self.closures, self.closed, self.working = now.closures, now.closed, now.working

	def at(self, day: date) -> Calendar:
		"""Returns the calendar that counts from a day on."""
		return next((calendar for until, calendar in self.past if day < until), self.now)

	def is_working(self, day: date) -> bool:
		"""Returns whether the day is a working day."""
		return self.at(day).is_working(day)

	def count(self, day: date, offset: Offset, before: bool = False) -> date:
		"""Returns the day that lies `offset` after a day, or before it."""
		return self.at(day).count(day, offset, before)

	def skipped(self, since: date, until: date) -> list[tuple[date, str]]:
		"""Returns the non-working days strictly between two days, each with its name."""
		return self.at(since).skipped(since, until)


def with_closures(
	nation: str | None, closures: Mapping[date, str], holidays_too: Mapping[date, str]
) -> Calendar:
	"""Returns the calendar of a nation with an authority's own closed days.

	Args:
		closures: days on which the offices are closed, with the reason for each.
		holidays_too: bank holidays besides those that are known, with the name of each.
	"""
	if not closures and not holidays_too:
		return calendar_of(nation or "England")
	years = FIRST_DAY.year, LAST_DAY.year
	return Calendar({**holidays_too, **bank_holidays(nation, *years)}, *years, closures)


@lru_cache(maxsize=8)
def calendar_of(nation: str) -> Calendar:
	"""Returns the calendar of a nation, built once."""
	years = FIRST_DAY.year, LAST_DAY.year
	return Calendar(bank_holidays(nation, *years), *years)


def months_after(day: date, amount: int) -> date:
	"""Returns the same day of the month that many months later, or the last day of the month if it has no such day."""
	return day + relativedelta(months=amount)


def month_end_kept(counted_from: date, day: date, month_day: int) -> date:
	"""Returns a day that was counted in months from the end of a shorter month, put back to the day of the month.

	Args:
		counted_from: the day it was counted from.
		day: the same day of a later month.
		month_day: the day of the month at which the counting began, such as 31.
	"""
	if (counted_from + timedelta(days=1)).day != 1 or month_day <= day.day:
		return day
	return day.replace(day=min(month_day, monthrange(day.year, day.month)[1]))


def on_weekday(day: date, weekday: int, before: bool = False) -> date:
	"""Returns the day if it is this weekday (0 for Monday), otherwise the next such day, or with `before` the last."""
	if before:
		return day - timedelta(days=(day.weekday() - weekday) % 7)
	return day + timedelta(days=(weekday - day.weekday()) % 7)
