"""Proposes the next sittings of forums from their schedules, and creates meetings from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate, nowdate

from ppoc.meetings.agenda.clashes import clashes_of
from ppoc.meetings.agenda.database import as_time
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.recurrence import Occurrence
from ppoc.timescales.rhythms_database import (
	HORIZON,
	SCHEDULE_FIELDS,
	days_by_rhythm,
	forums_named,
	host_of,
	hosts_of,
	sittings_of,
)
from ppoc.translating import translated


@dataclass(frozen=True)
class Proposal:
	"""One sitting that has no meeting yet."""

	schedule: str
	forum: str
	locality: str
	team: str
	sitting: Occurrence
	venue: str = ""
	chair: str = ""

	def as_row(self) -> dict[str, Any]:
		"""Returns the proposal as the API answers it."""
		return {
			"schedule": self.schedule,
			"forum": self.forum,
			"locality": self.locality,
			"team": self.team,
			"meeting_date": str(self.sitting.day),
			"start_time": str(self.sitting.start),
			"duration_minutes": self.sitting.minutes,
			"rhythm_date": str(self.sitting.rhythm_day),
			"note": translated(self.sitting.note),
		}


def propose(schedules: list[Any], weeks: int) -> list[Proposal]:
	"""Returns the sittings of these schedules in the coming weeks that have no meeting yet.

	A meeting that was moved or cancelled keeps its place in the rhythm, so it is not proposed again.
	"""
	today = getdate(nowdate())
	until = today + timedelta(weeks=weeks)
	forums = forums_named({schedule.forum for schedule in schedules})
	hosts = hosts_of(forums)
	nations = dict(frappe.get_all("Locality", fields=["name", "nation"], as_list=True))
	meetings = _meetings(schedules, hosts)
	proposals = []
	for schedule in schedules:
		closed = calendar_here(nations.get(schedule.locality)).closed
		host = host_of(schedule, forums[schedule.forum], hosts)
		held = _held(host, meetings) if host else {}
		for sitting in sittings_of(schedule, forums[schedule.forum], host, (today, until), closed, held):
			if sitting.day >= today and not _taken(schedule, sitting, meetings):
				proposals.append(
					Proposal(
						schedule.name,
						schedule.forum,
						schedule.locality,
						schedule.team or "",
						sitting,
						schedule.venue or "",
						schedule.chair or "",
					)
				)
	return sorted(proposals, key=lambda p: (p.sitting.begins, p.forum, p.team))


def create(proposals: Iterable[Proposal]) -> list[str]:
	"""Creates a Proposed meeting for each, and returns their names.

	Somebody else who proposes at the same moment has read the same gaps: whoever comes second waits for the schedule,
	and leaves out what the first has made.
	"""
	made = []
	for proposal in proposals:
		if _made_meanwhile(proposal):
			continue
		row = {**proposal.as_row(), "venue": proposal.venue, "chair": proposal.chair}
		meeting = frappe.get_doc({"doctype": "Meeting", **row})
		meeting.insert()
		made.append(meeting.name)
		note = translated(proposal.sitting.note) if proposal.sitting.note else ""
		for said in filter(None, (note, *clashes_of(meeting))):
			meeting.add_comment("Comment", text=escape_html(said))
	return made


def next_by_rhythm(meeting: Document) -> date | None:
	"""Returns the day on which the forum sits next by its rhythm; none that was cancelled.

	Without a schedule the rhythm is counted from this meeting.
	"""
	place = {"forum": meeting.forum, "locality": meeting.locality, "team": meeting.team or ["is", "not set"]}
	schedules = frappe.get_all("Forum Schedule", {**place, "active": 1}, list(SCHEDULE_FIELDS))
	if not schedules:
		from_here = {**place, "team": meeting.team, "first_sitting": meeting.meeting_date}
		schedules = [frappe._dict(from_here, name="", start_time=meeting.start_time)]
	day = getdate(meeting.meeting_date)
	closed = calendar_here(frappe.db.get_value("Locality", meeting.locality, "nation")).closed
	found = days_by_rhythm(schedules, day + HORIZON, {meeting.locality: closed})
	own = getdate(meeting.rhythm_date) if meeting.rhythm_date else day
	cancelled = {"schedule": schedules[0].name, "status": "Cancelled", "rhythm_date": [">", own]}
	off = set(frappe.get_all("Meeting", cancelled, pluck="rhythm_date"))
	days = found.get(schedules[0].name, [])
	return next((held for slot, held in days if held > day and slot > own and slot not in off), None)


def _made_meanwhile(proposal: Proposal) -> bool:
	"""Returns whether the sitting has a meeting by now. Only reads that lock see what others have just committed.

	The index of Meeting for these two fields keeps the lock off the schedule's other meetings, in which people type.
	"""
	frappe.db.get_value("Forum Schedule", proposal.schedule, "name", for_update=True)
	place = {"schedule": proposal.schedule, "rhythm_date": proposal.sitting.rhythm_day}
	return bool(frappe.db.get_value("Meeting", place, "name", for_update=True, order_by=None))


def schedules_of(**filters: str | None) -> list[Any]:
	"""Returns the active schedules that the session's user may read."""
	given = {field: value for field, value in filters.items() if value}
	return frappe.get_list(
		"Forum Schedule",
		filters={"active": 1, **given},
		fields=["name", "forum", "locality", "team", "first_sitting", "start_time", "venue", "chair"],
		order_by="first_sitting asc, name asc",
		limit=0,
	)


def _held(host: Any, meetings: list[Any]) -> dict[date, Occurrence | None]:
	"""Returns the host's meetings that are held at another time, or None for a cancelled one, by rhythm day."""
	held: dict[date, Occurrence | None] = {}
	for meeting in meetings:
		if meeting.schedule == host.name and meeting.rhythm_date:
			real = Occurrence(
				meeting.rhythm_date,
				meeting.meeting_date,
				as_time(meeting.start_time),
				meeting.duration_minutes or 0,
			)
			held[meeting.rhythm_date] = None if meeting.status == "Cancelled" else real
	return held


def _taken(schedule: Any, sitting: Occurrence, meetings: list[Any]) -> bool:
	"""Returns whether there is a meeting for this place in the rhythm, or one that somebody made on the same day."""
	return any(
		(meeting.schedule == schedule.name and meeting.rhythm_date == sitting.rhythm_day)
		or (
			meeting.forum == schedule.forum
			and meeting.locality == schedule.locality
			and (meeting.team or "") == (schedule.team or "")
			and meeting.meeting_date in (sitting.day, sitting.rhythm_day)
		)
		for meeting in meetings
	)


def _meetings(schedules: list[Any], hosts: dict[Any, Any]) -> list[Any]:
	forums = {schedule.forum for schedule in schedules} | {host.forum for host in hosts.values()}
	since = getdate(nowdate()) - timedelta(days=62)
	meeting = frappe.qb.DocType("Meeting")
	return (
		frappe.qb.from_(meeting)
		.select(
			meeting.name, meeting.forum, meeting.locality, meeting.team, meeting.schedule, meeting.rhythm_date,
			meeting.meeting_date, meeting.start_time, meeting.duration_minutes, meeting.status,
		)
		.where(meeting.forum.isin(sorted(forums) or [""]))
		.where((meeting.meeting_date >= since) | (meeting.rhythm_date >= since))
		.run(as_dict=True)
	)  # fmt: skip
