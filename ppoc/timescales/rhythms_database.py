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
	OnClosedDay,
	Rhythm,
	RhythmUnit,
	sittings,
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
		first = getdate(schedule.first_sitting)
		nth = 1
		host = schedule
		if forum.directly_before:
			host = hosts.get((forum.directly_before, schedule.locality, schedule.team or ""))
			nth = max(forum.before_every_nth or 1, 1)
		if not host:
			continue
		rhythm = rhythm_of(host, host.get("forum_values") or forum)
		days = [(one.rhythm_day, one.day) for one in sittings(rhythm, first, until, shut)]
		found[schedule.name] = days[::nth]
	return found
