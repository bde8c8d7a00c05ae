"""Nightly jobs for emails: jobs that never ran, and agendas that should have gone out."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe.utils import add_days, nowdate

from ppoc.database.dates import NO_DATE
from ppoc.database.retry import begins_again, on_its_own
from ppoc.meeting_statuses import HELD
from ppoc.meetings.emails import circulation, notes, targeted_work

LOOKS_BACK_DAYS = 14


def send_missed() -> None:
	"""Sends what a lost background job left unsent; nobody gets the same email twice.

	So somebody who was added to a circulated meeting later gets its agenda too.
	"""
	since = add_days(nowdate(), -LOOKS_BACK_DAYS)
	for name in _held_and_unsent(since):
		_send(targeted_work.send, name)
	ahead = {"status": "Circulated", "meeting_date": [">=", nowdate()]}
	for name in frappe.get_all("Meeting", ahead, pluck="name"):
		_send(circulation.send, name)
	for name in frappe.get_all(
		"Meeting", {"status": "Notes issued", "notes_issued_on": [">=", since]}, pluck="name"
	):
		_send(notes.send, name)


@begins_again(waits=True)
def remind_coordinators() -> None:
	"""Reminds note takers of agendas that are due."""
	circulation.remind_coordinators()


def _held_and_unsent(since: str) -> list[str]:
	forums = frappe.get_all("Forum", filters={"sends_targeted_work": 1}, pluck="name")
	return frappe.get_all(
		"Meeting",
		filters={
			"forum": ["in", forums or [""]],
			"status": ["in", HELD],
			"closed_on": [">=", since],
			"targeted_work_sent_on": NO_DATE,
		},
		pluck="name",
	)


def _send(send: Callable[[str], int], meeting: str) -> None:
	on_its_own(send, meeting, failed=f"Letter of {meeting} was not sent")
