"""Papers, agendas, notes and authorisations of meetings, compared with their due dates.

The forum sets what is due when: days before a sitting for the agenda, days after it for the notes, hours
for the chair to authorise. Papers are those of the bookings in the sitting.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import getdate, now_datetime, nowdate

from ppoc.access.scoped_query import Row, scoped
from ppoc.reporting.figures.date_ranges import LATE, NOT_DUE, ON_TIME, OVERDUE, place_of, standing
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.models import Offset, Unit

LEFT_OUT = ("Proposed", "Cancelled")
BOOKED = ("Booked",)
KINDS = ("agenda", "papers", "notes", "authorised")


def paperwork(filters: Row) -> list[Row]:
	"""Returns a row for each meeting in the period that the reader may see, the latest first.

	Returns:
		For each of agenda, papers, notes and authorised: the due date, the day it was done, and whether it
			was on time.
	"""
	today, now, rows = getdate(nowdate()), now_datetime(), _meetings(filters)
	papers = _papers([row.meeting for row in rows])
	due_days: dict[tuple[Any, ...], tuple[date | None, date | None]] = {}
	for row in rows:
		asked = (row.meeting_date, row.pop("nation"), row.pop("ahead"), row.pop("after"), row.pop("unit"))
		if asked not in due_days:
			due_days[asked] = _due_days(*asked)
		row.agenda_due, row.notes_due = due_days[asked]
		agenda, notes = row.agenda_done, row.notes_done
		row.agenda_done = agenda = agenda and agenda.date()
		row.notes_done = notes = notes and notes.date()
		row.agenda = standing(row.agenda_due, agenda, today)
		row.notes = standing(row.notes_due, notes, today)
		row.authorised = standing(row.authorised_due, row.authorised_done, now)
		row.papers_asked, row.papers_came, late, missing = papers.get(row.meeting, (0, 0, 0, 0))
		row.papers = _standing_of_papers(row.papers_asked, row.papers_came, late, missing)
	return rows


def _meetings(filters: Row) -> list[Any]:
	meeting, query = scoped("Meeting")
	forum, locality = frappe.qb.DocType("Forum"), frappe.qb.DocType("Locality")
	query = (
		query.join(forum)
		.on(forum.name == meeting.forum)
		.left_join(locality)
		.on(locality.name == meeting.locality)
		.where(meeting.meeting_date.between(filters["from_date"], filters["to_date"]))
		.where(meeting.status.notin(LEFT_OUT))
		.select(meeting.name.as_("meeting"), meeting.meeting_date, meeting.forum, meeting.locality, meeting.team)
		.select(meeting.status, meeting.circulated_on.as_("agenda_done"), meeting.notes_issued_on.as_("notes_done"))
		.select(meeting.authorise_by.as_("authorised_due"), meeting.authorised_on.as_("authorised_done"))
		.select(forum.circulate_days_before.as_("ahead"), forum.notes_due_days.as_("after"))
		.select(forum.notes_due_unit.as_("unit"), locality.nation)
		.orderby(meeting.meeting_date, order=frappe.qb.desc)
		.orderby(meeting.name)
	)  # fmt: skip
	for name, value in place_of(filters, "locality", "team", "forum").items():
		query = query.where(meeting[name] == value)
	return query.run(as_dict=True)


def _due_days(
	day: date, nation: str | None, ahead: int, after: int, unit: str
) -> tuple[date | None, date | None]:
	"""Returns when the agenda and notes of a sitting are due; None if its forum does not require them."""
	agenda = day - timedelta(days=ahead) if ahead else None
	if not after:
		return agenda, None
	counted = Unit.CALENDAR_DAYS if unit == Unit.CALENDAR_DAYS.value else Unit.WORKING_DAYS
	return agenda, calendar_here(nation or "England").count(day, Offset(after, counted))


def _papers(meetings: list[str]) -> dict[str, tuple[int, int, int, int]]:
	"""Returns meeting → required papers of its bookings: how many, how many arrived, arrived late, are overdue."""
	if not meetings:
		return {}
	booking, query = scoped("Booking")
	paper = frappe.qb.DocType("Booking Paper")
	there = paper.received_on.notnull() | (Coalesce(paper.attachment, "") != "")
	overdue = paper.received_on.isnull() & (Coalesce(paper.attachment, "") == "") & (paper.due_on < nowdate())

	def count(condition: Any) -> Any:
		return Sum(Case().when(condition, 1).else_(0))

	rows = (
		query.join(paper)
		.on((paper.parent == booking.name) & (paper.parenttype == "Booking"))
		.where(booking.meeting.isin(meetings))
		.where(booking.status.isin(BOOKED) & (paper.required == 1))
		.select(
			booking.meeting, Count("*"), count(there), count(paper.received_on > paper.due_on), count(overdue)
		)
		.groupby(booking.meeting)
		.run()
	)
	return {
		meeting: (int(asked), int(came or 0), int(late or 0), int(missing or 0))
		for meeting, asked, came, late, missing in rows
	}


def _standing_of_papers(asked: int, came: int, late: int, missing: int) -> str:
	"""Returns the standing of the worst paper."""
	if not asked:
		return ""
	if missing:
		return OVERDUE
	return NOT_DUE if came < asked else LATE if late else ON_TIME
