"""Reads the rhythms of forums: a schedule's own, or that of the forum directly before which it sits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from typing import Any

import frappe
from frappe.utils import get_time, getdate

from ppoc.timescales.calendars import WEEKDAYS
from ppoc.timescales.models import chosen
from ppoc.timescales.recurrence import (
	WEEKS_OF_MONTH,
	Occurrence,
	OnClosedDay,
	Rhythm,
	RhythmUnit,
	sittings,
	sittings_before,
)

FORUM_FIELDS = (
	"name",
	"every",
	"interval",
	"weekday",
	"week_of_month",
	"on_closed_day",
	"duration_minutes",
	"directly_before",
	"before_every_nth",
)
SCHEDULE_FIELDS = ("name", "forum", "locality", "team", "first_sitting", "start_time")
Place = tuple[str, str, str]
HORIZON = timedelta(days=400)
"""So far ahead a forum's next sitting is looked for."""


def rhythm_of(schedule: Any, forum: Any) -> Rhythm:
	"""Returns the rhythm of a schedule by its forum."""
	return Rhythm(
		first_sitting=getdate(schedule.first_sitting),
		start=get_time(str(schedule.start_time)) if schedule.start_time else time(),
		minutes=forum.duration_minutes or 0,
		unit=chosen(RhythmUnit, forum.every) or RhythmUnit.WEEK,
		interval=forum.interval or 1,
		weekday=WEEKDAYS.index(forum.weekday) if forum.weekday in WEEKDAYS else None,
		week=WEEKS_OF_MONTH.get(forum.week_of_month or ""),
		on_closed_day=chosen(OnClosedDay, forum.on_closed_day) or _usual(forum),
	)


def _usual(forum: Any) -> OnClosedDay:
	"""A weekly forum meets earlier, so that it is still in its week; others later."""
	weekly = forum.every == RhythmUnit.WEEK.value and (forum.interval or 1) == 1
	return OnClosedDay.EARLIER if weekly else OnClosedDay.LATER


def forums_named(names: Collection[str]) -> dict[str, Any]:
	"""Returns the forums with what their rhythm needs, by name."""
	rows = frappe.get_all("Forum", filters={"name": ["in", sorted(names) or [""]]}, fields=list(FORUM_FIELDS))
	return {row.name: row for row in rows}


def hosts_of(forums: Mapping[str, Any]) -> dict[Place, Any]:
	"""Returns forum, locality and team → the schedule that other forums sit before, with its forum's values."""
	names = {forum.directly_before for forum in forums.values() if forum.directly_before}
	if not names:
		return {}
	values = forums_named(names)
	rows = frappe.get_all(
		"Forum Schedule",
		filters={"forum": ["in", sorted(names)], "active": 1},
		fields=list(SCHEDULE_FIELDS),
	)
	for row in rows:
		row.forum_values = values[row.forum]
	return {(row.forum, row.locality, row.team or ""): row for row in rows}


def days_by_rhythm(
	schedules: Collection[Any], until: date, closed: Mapping[str, Mapping[date, str]]
) -> dict[str, list[tuple[date, date]]]:
	"""Returns, for each schedule, the days by its rhythm and on which day each sitting is to be held.

	Args:
		schedules: rows of Forum Schedule with `SCHEDULE_FIELDS`.
		until: the last day.
		closed: locality → its closed days.
	"""
	forums = forums_named({schedule.forum for schedule in schedules})
	hosts = hosts_of(forums)
	found = {}
	for schedule in schedules:
		forum, shut = forums[schedule.forum], closed[schedule.locality]
		host = host_of(schedule, forum, hosts)
		if host or not forum.directly_before:
			span = (getdate(schedule.first_sitting), until)
			found[schedule.name] = [
				(one.rhythm_day, one.day) for one in sittings_of(schedule, forum, host, span, shut)
			]
	return found


def host_of(schedule: Any, forum: Any, hosts: Mapping[Place, Any]) -> Any:
	"""Returns the schedule of the forum directly before which this one sits; None without one."""
	if not forum.directly_before:
		return None
	return hosts.get((forum.directly_before, schedule.locality, schedule.team or ""))


def sittings_of(
	schedule: Any,
	forum: Any,
	host: Any,
	span: tuple[date, date],
	closed: Mapping[date, str],
	held: Mapping[date, Occurrence | None] | None = None,
) -> list[Occurrence]:
	"""Returns the sittings of a schedule by its forum's own rhythm, or by that of the forum before which it sits.

	Args:
		schedule: a row of Forum Schedule with `SCHEDULE_FIELDS`.
		forum: its forum, of `forums_named`.
		host: the schedule of the forum before which it sits, of `host_of`.
		span: first and last day.
		closed: the closed days of the locality.
		held: the host's sittings that are held at another time, see `sittings_before`.
	"""
	if not forum.directly_before:
		return sittings(rhythm_of(schedule, forum), *span, closed)
	if not host:
		return []
	return sittings_before(
		rhythm_of(host, host.forum_values),
		forum.before_every_nth or 1,
		forum.duration_minutes or 0,
		getdate(schedule.first_sitting),
		*span,
		closed,
		held,
	)
