"""Reads schedules and counts meetings, to say how forums kept their rhythm."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Max, Sum
from frappe.utils import getdate, nowdate
from pypika.queries import QueryBuilder

from ppoc.access import database as access
from ppoc.agendas.database import HELD, as_time
from ppoc.agendas.rhythm import Rhythm, Unit
from ppoc.insight.rhythm_kept import Kept, Key, Sat, Schedule, kept
from ppoc.insight.scoped_database import scoped

PASSED = ("Proposed", "Planned", "Circulated")
CANCELLED = "Cancelled"


def kept_for_reader(since: date, until: date, place: dict[str, str]) -> list[Kept]:
	"""How forums kept their rhythm in the localities that the session's user has access to.

	Args:
		place: locality, team or forum that narrow it.
	"""
	_meeting, query = scoped("Meeting")
	user = frappe.session.user
	localities = None if access.sees_all(user) else access.localities_of(user)
	rows = kept(_schedules(place), _sat(query, since, until, place), since, _no_later_than_today(until))
	return [row for row in rows if localities is None or row.locality in localities]


def kept_in(locality: str, since: date, until: date) -> list[Kept]:
	"""The same of one locality, whoever asks: its Effectiveness Review keeps these numbers, which name no child."""
	place = {"locality": locality}
	query = frappe.qb.from_(frappe.qb.DocType("Meeting"))
	sat = _sat(query, since, until, place)
	return kept(_schedules(place), sat, since, _no_later_than_today(until))


def rhythm_in_words(rhythm: Rhythm | None, nth: int = 0) -> str:
	"""Every 2 weeks; monthly; "" for none."""
	if rhythm is None:
		return ""
	number = rhythm.interval * (nth or 1)
	if rhythm.unit is Unit.WEEK:
		return _("Weekly") if number == 1 else _("Every {0} weeks").format(number)
	return _("Monthly") if number == 1 else _("Every {0} months").format(number)


def _no_later_than_today(day: date) -> date:
	return min(day, getdate(nowdate()))


def _sat(query: QueryBuilder, since: date, until: date, place: dict[str, str]) -> dict[Key, Sat]:
	meeting = frappe.qb.DocType("Meeting")
	for name, value in place.items():
		query = query.where(meeting[name] == value)
	team, is_held = Coalesce(meeting.team, ""), meeting.status.isin(HELD)
	today = getdate(nowdate())
	query = (
		query.where(meeting.meeting_date.between(since, until))
		.select(meeting.forum, Coalesce(meeting.locality, ""), team)
		.select(Sum(Case().when(is_held, 1).else_(0)))
		.select(Sum(Case().when(meeting.status == CANCELLED, 1).else_(0)))
		.select(Sum(Case().when(meeting.status.isin(PASSED) & (meeting.meeting_date < today), 1).else_(0)))
		.select(Max(Case().when(is_held, meeting.meeting_date)))
		.groupby(meeting.forum, Coalesce(meeting.locality, ""), team)
	)
	return {
		(forum, locality, team): Sat(int(held), int(cancelled), int(not_closed), last and getdate(last))
		for forum, locality, team, held, cancelled, not_closed, last in query.run()
		if held or cancelled or not_closed
	}


def _schedules(place: dict[str, str]) -> list[Schedule]:
	"""The active schedules, each with its own rhythm or that of the sitting it comes before."""
	rows = _active()
	hosts = {(row.forum, row.locality, row.team): row for row in rows}
	found = []
	for row in rows:
		if any(row[name] != value for name, value in place.items()):
			continue
		own = hosts.get((row.directly_before, row.locality, row.team)) if row.directly_before else row
		if own:
			nth = (row.before_every_nth or 1) if row.directly_before else 0
			key = (row.forum, row.locality, row.team)
			found.append(Schedule(key, _rhythm(own), getdate(row.first_sitting), nth))
	return found


def _active() -> list[Any]:
	schedule, forum = frappe.qb.DocType("Forum Schedule"), frappe.qb.DocType("Forum")
	return (
		frappe.qb.from_(schedule)
		.join(forum)
		.on(forum.name == schedule.forum)
		.where((schedule.active == 1) & schedule.first_sitting.notnull())
		.select(schedule.forum, Coalesce(schedule.locality, "").as_("locality"))
		.select(Coalesce(schedule.team, "").as_("team"), schedule.first_sitting, schedule.start_time)
		.select(forum.every, forum.interval, forum.duration_minutes)
		.select(forum.directly_before, forum.before_every_nth)
		.run(as_dict=True)
	)


def _rhythm(row: Any) -> Rhythm:
	return Rhythm(
		first_sitting=getdate(row.first_sitting),
		start=as_time(row.start_time),
		minutes=row.duration_minutes,
		unit=Unit(row.every),
		interval=row.interval or 1,
	)
