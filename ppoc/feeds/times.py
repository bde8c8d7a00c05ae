"""Times as the site keeps them, without a zone, and as the feed tells them, with one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone


def with_zone(moment: datetime) -> datetime:
	"""A time of the site's with its zone."""
	return moment.replace(tzinfo=ZoneInfo(get_system_timezone()))


def in_site_time(moment: datetime) -> datetime:
	"""A time with a zone, as the site would have kept it."""
	if moment.tzinfo is None:
		return moment
	return moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
