"""Times as the site keeps them, without a zone, and as the feed tells them, with one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone


def site_zone() -> ZoneInfo:
	"""The zone that the site keeps its times in."""
	return ZoneInfo(get_system_timezone())


def in_site_time(moment: datetime) -> datetime:
	"""A time with a zone, as the site would have kept it."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(site_zone()).replace(tzinfo=None)
