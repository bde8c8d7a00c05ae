"""Reads schedules and counts meetings, to report how well forums kept their rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Max, Sum
from frappe.utils import getdate, nowdate
from pypika.queries import QueryBuilder

from ppoc.access import rules as access
from ppoc.access.scoped_query import scoped
from ppoc.meeting_statuses import HELD
from ppoc.reporting.figures.rhythm_kept import Kept, Key, Sat, Schedule, kept
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.recurrence import Rhythm, RhythmUnit
from ppoc.timescales.rhythms_database import FORUM_FIELDS, rhythm_of

PASSED = ("Proposed", "Planned", "Circulated")
CANCELLED = "Cancelled"
KEYS = ("forum", "locality", "team")


def kept_for_reader(since: date, until: date, place: dict[str, str]) -> list[Kept]:
	"""Returns how well forums kept their rhythm in the localities that the session's user has access to.

	Args:
		place: locality, team or forum to narrow it by.
	"""
	_meeting, query = scoped("Meeting")
	user = frappe.session.user
	localities = None if access.sees_all(user) else access.localities_of(user)
	sat = _sat(query, since, until, place)  # includes meetings elsewhere that the user was invited to
	if localities is not None:
		sat = {key: found for key, found in sat.items() if key[1] in localities}
	return kept(_schedules(place, localities), sat, since, _no_later_than_today(until))


def kept_in(locality: str, since: date, until: date) -> list[Kept]:
	"""Returns the same for one locality, without a permission check: its Effectiveness Review stores the
	counts, which name no child."""
	place = {"locality": locality}
	query = frappe.qb.from_(frappe.qb.DocType("Meeting"))
	sat = _sat(query, since, until, place)
	return kept(_schedules(place), sat, since, _no_later_than_today(until))


def rhythm_in_words(rhythm: Rhythm | None, nth: int = 0) -> str:
	"""Returns the rhythm in words, such as "Every 2 weeks" or "Monthly"; "" for none."""
	if rhythm is None:
		return ""
	number = rhythm.interval * (nth or 1)
	if rhythm.unit is RhythmUnit.WEEK:
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
		(forum, locality, team): Sat(int(held), int(cancelled), int(not_closed), last)
		for forum, locality, team, held, cancelled, not_closed, last in query.run()
		if held or cancelled or not_closed
	}


def _schedules(place: dict[str, str], localities: Iterable[str] | None = None) -> list[Schedule]:
	"""Returns the active schedules, each with its own rhythm or that of the forum it sits before."""
	rows = {tuple(row[name] for name in KEYS): row for row in _active(place.get("locality"), localities)}
	nations = dict(frappe.get_all("Locality", fields=["name", "nation"], as_list=True))
	found = []
	for key, row in rows.items():
		if any(value != key[KEYS.index(name)] for name, value in place.items()):
			continue
		before = row.directly_before
		own = rows.get((before, *key[1:])) if before else row
		if own:
			nth = (row.before_every_nth or 1) if before else 0
			closed = calendar_here(nations.get(row.locality)).closed
			found.append(Schedule(key, rhythm_of(own, own), row.first_sitting, nth, closed))
	return found


def _active(locality: str | None, localities: Iterable[str] | None) -> Iterable[Any]:
	"""Returns the active schedules, each with what its forum says of the rhythm."""
	schedule, forum = frappe.qb.DocType("Forum Schedule"), frappe.qb.DocType("Forum")
	query = (
		frappe.qb.from_(schedule)
		.join(forum)
		.on(forum.name == schedule.forum)
		.where((schedule.active == 1) & schedule.first_sitting.notnull())
		.select(schedule.forum, Coalesce(schedule.locality, "").as_("locality"))
		.select(Coalesce(schedule.team, "").as_("team"), schedule.first_sitting, schedule.start_time)
		.select(*(forum[name] for name in FORUM_FIELDS if name != "name"))
	)
	if locality:
		query = query.where(schedule.locality == locality)
	if localities is not None:
		query = query.where(schedule.locality.isin([*localities, ""]))
	return query.run(as_dict=True)
