"""Prepares and fills in the forms that are due, before their coordinator comes to work."""

from __future__ import annotations

import frappe

from ppoc.database.retry import on_its_own
from ppoc.reporting.fortnightly import database


def prepare_due() -> None:
	"""Creates a draft for each schedule whose form is due soon or overdue, unless there is one. Runs daily."""
	for schedule in database.schedules_due():
		on_its_own(_prepare, schedule, failed=f"Fortnightly form of {schedule} was not prepared")


def _prepare(schedule: str) -> None:
	doc = frappe.new_doc("Fortnightly Return", forum_schedule=schedule)
	doc.set_period()
	if not frappe.db.exists("Fortnightly Return", f"FR-{schedule}-{doc.due_on}"):
		doc.insert(ignore_permissions=True)  # the job prepares it for the team
