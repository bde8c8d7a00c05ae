"""Times as the site keeps them, without a zone, and as the feed tells them, with one."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone

EARLIEST = 1990
AHEAD = 20
"""Years to which the changes of clocks are known; before and after, the offset of the first and the last."""

STEP = timedelta(days=7)
"""Shorter than clocks ever keep an offset."""

SECOND = timedelta(seconds=1)

Change = tuple[datetime, str]
"""A local time, and the offset from UTC that holds from then on, as "+01:00"."""


def site_zone() -> ZoneInfo:
	"""The zone that the site keeps its times in."""
	return ZoneInfo(get_system_timezone())


def in_site_time(moment: datetime) -> datetime:
	"""A time with a zone, as the site would have kept it."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(site_zone()).replace(tzinfo=None)


@lru_cache(maxsize=4)
def changes(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
	"""When clocks changed and will change in a zone, as known in a year; first the offset before all changes.

	A local time that happens twice, when clocks go back, is taken as the first of the two; one that never happens, as
	before the clocks went forward.
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
	"""The first second with the later offset."""
	was = _offset(before, zone)
	while after - before > SECOND:
		middle = before + (after - before) // 2 // SECOND * SECOND
		before, after = (middle, after) if _offset(middle, zone) == was else (before, middle)
	return after


def _offset(local: datetime, zone: ZoneInfo) -> str:
	return local.replace(tzinfo=zone).isoformat().removeprefix(local.isoformat())
