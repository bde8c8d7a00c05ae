"""Nightly jobs for agendas. Each may run twice, or a day late, without harm."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, nowdate

from ppoc.database.retry import begins_again, on_its_own
from ppoc.meetings.agenda import database, proposals

WEEKS_AHEAD = 8

PROPOSAL_DAYS = 14
"""A proposed meeting this close gets an agenda."""


@begins_again(waits=True)
def propose_meetings() -> None:
	"""Keeps eight weeks of proposed meetings ahead for every active schedule, as the scheduler's user."""
	proposals.create(proposals.propose(proposals.schedules_of(), WEEKS_AHEAD))


def refresh_agendas() -> None:
	"""Fills the agendas of meetings up to tomorrow again, and those of proposed meetings that are close."""
	today = nowdate()
	meeting = frappe.qb.DocType("Meeting")
	near = (meeting.status == "Proposed") & (meeting.meeting_date <= add_days(today, PROPOSAL_DAYS))
	tomorrow = meeting.status.isin(["Planned", "Circulated"]) & (meeting.meeting_date <= add_days(today, 1))
	wanted = (
		frappe.qb.from_(meeting)
		.select(meeting.name)
		.where((meeting.meeting_date >= today) & (near | tomorrow))
	)
	for (name,) in wanted.run():
		on_its_own(_refill, name, failed=f"Agenda of {name} was not filled")


def _refill(name: str) -> None:
	meeting = frappe.get_doc("Meeting", name, for_update=True)
	database.fill_into(meeting)
	meeting.save()
