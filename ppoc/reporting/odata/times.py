"""Converts times as the site stores them, without a zone, to times with one, as the feed shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone

EARLIEST = 1990
AHEAD = 20
"""Years ahead for which clock changes are known; outside the range, the first or the last offset applies."""

STEP = timedelta(days=7)
"""Shorter than any offset ever lasts."""

SECOND = timedelta(seconds=1)

Change = tuple[datetime, str]
"""A local time, and the offset from UTC that applies from then on, such as "+01:00"."""


def site_zone() -> ZoneInfo:
	"""Returns the time zone of the site."""
	return ZoneInfo(get_system_timezone())


def in_site_time(moment: datetime) -> datetime:
	"""Returns a time with a zone as the site would have stored it."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(site_zone()).replace(tzinfo=None)


@lru_cache(maxsize=4)
def changes(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
	"""Returns when clocks change in a zone, as known in a year; the first entry is the offset before all changes.

	A local time that happens twice, when clocks go back, is taken as the first of the two; one that never
	happens, as if the clocks had not gone forward yet.
	"""
	before, last = datetime(EARLIEST, 1, 1), datetime(year + AHEAD, 1, 1)
	found = [(before, _offset(before, zone))]
	while before < last:
		after = before + STEP
		if _offset(after, zone) != found[-1][1]:
			found.append((_change(before, after, zone), _offset(after, zone)))
		before = after
	return tuple(found)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
	"""Returns the first second with the later offset."""
	was = _offset(before, zone)
	while after - before > SECOND:
		middle = before + (after - before) // 2 // SECOND * SECOND
		before, after = (middle, after) if _offset(middle, zone) == was else (before, middle)
	return after


def _offset(local: datetime, zone: ZoneInfo) -> str:
	return local.replace(tzinfo=zone).isoformat().removeprefix(local.isoformat())
