"""Gives places in the sittings of a forum, and gives new ones when a sitting moves or is cancelled."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, get_time, getdate, now_datetime, nowdate

from ppoc.access.rules import may_see
from ppoc.database.retry import on_its_own
from ppoc.meetings.bookings.places import BookableMeeting, PlaceOffer, Terms, deadline, place_in
from ppoc.timescales.calendars import WEEKDAYS, Calendar
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.models import Offset, Unit, chosen

BOOKED, WAITING = "Booked", "Waiting list"
COMING = ("Proposed", "Planned", "Circulated")


def terms_of(forum: Document) -> Terms:
	"""Returns the forum's terms for booking a place."""
	weekday = forum.request_deadline_weekday
	return Terms(
		days=forum.request_deadline_days or 0,
		weekday=WEEKDAYS.index(weekday) if weekday in WEEKDAYS else None,
		by=get_time(str(forum.request_deadline_time)) if forum.request_deadline_time else None,
		places=forum.slots or 0,
		waiting_list=bool(forum.waiting_list),
		emergencies=bool(forum.emergency_allowed),
	)


def calendar_for(child: str) -> Calendar:
	"""Returns the calendar of working days for the child's locality."""
	locality = frappe.db.get_value("Child", child, "locality")
	return calendar_here(frappe.db.get_value("Locality", locality, "nation") if locality else None)


def find_place(booking: Document, forum: Document) -> PlaceOffer:
	"""Returns a place for the booking. The coming sittings stay locked until the end of the transaction, so
	that two bookings at the same time do not get the same place."""
	return place_in(
		sittings_for(booking, forum, hold=True),
		terms_of(forum),
		now_datetime().replace(tzinfo=None),
		calendar_for(booking.child),
		emergency=bool(booking.emergency),
		wanted=booking.wanted or "",
		asked=_asked(booking),
	)


def _asked(booking: Document) -> datetime | None:
	"""Returns when a waiting booking was made and agreed; None for one made now."""
	if booking.status != WAITING:
		return None
	since = get_datetime(booking.answered_on or booking.requested_on)
	return since.replace(tzinfo=None) if since else None


def sittings_for(
	booking: Document | frappe._dict, forum: Document, hold: bool = False
) -> list[BookableMeeting]:
	"""Returns the coming sittings of the forum for the child's locality or team.

	Args:
		booking: the booking of a child; its own place does not count as taken.
		forum: the forum.
		hold: whether to lock them and read committed values, in order to give a place.
	"""
	meeting = frappe.qb.DocType("Meeting")
	query = (
		frappe.qb.from_(meeting)
		.select(meeting.name, meeting.meeting_date, meeting.start_time)
		.where(meeting.forum == forum.name)
		.where(meeting.meeting_date >= nowdate())
		.where(meeting.status.isin(COMING))
		.orderby(meeting.name)
	)
	child = frappe.db.get_value("Child", booking.child, ["locality", "team"], as_dict=True)
	if forum.held_by != "Authority":
		query = query.where(meeting.locality == child.locality)
	if forum.held_by == "Team":
		query = query.where(meeting.team == child.team)
	rows = (query.for_update() if hold else query).run(as_dict=True)
	taken = _taken([row.name for row in rows], booking.name, hold)
	return [
		BookableMeeting(
			row.name, row.meeting_date, get_time(str(row.start_time or "10:00:00")), taken[row.name]
		)
		for row in rows
	]


def _taken(meetings: list[str], but: str | None, hold: bool) -> Counter[str]:
	"""Returns the number of places taken in each meeting."""
	if not meetings:
		return Counter()
	booking = frappe.qb.DocType("Booking")
	query = (
		frappe.qb.from_(booking)
		.select(booking.name, booking.meeting)
		.where(booking.meeting.isin(meetings))
		.where(booking.status == BOOKED)
	)
	rows = (query.for_update() if hold else query).run()
	return Counter(meeting for name, meeting in rows if name != but)


def lay_out_papers(booking: Document, forum: Document) -> None:
	"""Writes a row for each paper that the forum requires from the child's service, with its due date for
	this sitting."""
	team = frappe.db.get_value("Child", booking.child, "team")
	service = (frappe.db.get_value("Team", team, "service") if team else "") or ""
	calendar = calendar_for(booking.child)
	here = {row.document: row for row in booking.papers}
	rows = []
	for paper in _own_or_general(forum.papers, service):
		row = here.pop(paper.document, None) or booking.append("papers", {"document": paper.document})
		row.update({field: paper.get(field) for field in ("required", "prepared_by", "how")})
		row.due_on = _due(paper, booking, forum, calendar)
		rows.append(row)
	# papers that have arrived stay, whatever the forum requires now
	booking.set("papers", [*rows, *(row for row in here.values() if row.received_on or row.attachment)])


def _own_or_general(papers: list[Document], service: str) -> list[Document]:
	"""Returns the papers for a service; one with a deadline for this service replaces the general one."""
	own = {paper.document for paper in papers if paper.service and paper.service == service}
	return [
		paper
		for paper in papers
		if paper.service == service or (not paper.service and paper.document not in own)
	]


def _due(paper: Document, booking: Document, forum: Document, calendar: Calendar) -> Any:
	if not booking.meeting_date:
		return None
	day, days = getdate(booking.meeting_date), paper.due_days or 0
	unit = chosen(Unit, paper.days_unit) or Unit.CALENDAR_DAYS
	terms = terms_of(forum)
	if days and unit is Unit.WORKING_DAYS and days == terms.days:  # the same deadline, so also on its weekday
		last = deadline(BookableMeeting(booking.meeting or "", day, time()), terms, calendar)
		return last.date() if last else None
	return calendar.count(day, Offset(days, unit), before=True)


def email_of(presenter: str | None, child: str) -> str:
	"""Returns the presenter's email address, "" for a presenter who may not see the child."""
	if not presenter:
		return ""
	worker = frappe.db.get_value("Worker", presenter, ["email", "user", "active"], as_dict=True)
	if not worker or not worker.active:
		return ""
	if worker.user:
		seen = bool(may_see(worker.user, "Child", [child]))
	else:
		seen = not frappe.db.get_value("Child", child, "restricted")
	return (worker.email or worker.user or "") if seen else ""


def waiting_for(forum: str) -> list[str]:
	"""Returns the bookings on the forum's waiting list, the longest waiting first."""
	return frappe.get_all(
		"Booking",
		filters={"forum": forum, "status": WAITING},
		order_by="requested_on asc, name asc",
		pluck="name",
	)


def of_meeting(meeting: str) -> list[str]:
	"""Returns the bookings with a place in a sitting, the earliest first."""
	return frappe.get_all(
		"Booking",
		filters={"meeting": meeting, "status": BOOKED},
		order_by="requested_on asc, name asc",
		pluck="name",
	)


def meeting_changed(meeting: Document) -> None:
	"""Moves bookings along with a Meeting that has moved, or finds new places if it was cancelled. Runs after
	saving."""
	before = meeting.get_doc_before_save()
	if before is None:
		move_up(meeting.forum)
		return
	cancelled = meeting.status == "Cancelled" != before.status
	moved = any(str(meeting.get(f)) != str(before.get(f)) for f in ("meeting_date", "start_time"))
	if cancelled or moved:
		for name in of_meeting(meeting.name):
			booking = frappe.get_doc("Booking", name)
			booking.follow_meeting(meeting, cancelled)


def move_up(forum: str) -> None:
	"""Gives places that have become free to bookings on the waiting list."""
	for name in waiting_for(forum):
		frappe.get_doc("Booking", name).try_again()


def move_all_up() -> None:
	"""Gives places in newly proposed sittings to bookings on the waiting list. Runs daily."""
	for forum in frappe.get_all("Booking", filters={"status": WAITING}, pluck="forum", distinct=True):
		on_its_own(move_up, forum, failed=f"Places of {forum} were not moved up")
