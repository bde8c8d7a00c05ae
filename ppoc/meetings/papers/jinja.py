"""Functions that print formats may call. None of them shows the reader more than the reader may see."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.access.references import reads, refuse
from ppoc.ages import age_on
from ppoc.meetings.agenda.database import next_sitting_on
from ppoc.meetings.agenda.proposals import next_by_rhythm
from ppoc.meetings.papers.database import meeting_record, worker_names
from ppoc.meetings.papers.figures import Expected, expected_for
from ppoc.meetings.papers.meeting_record import MeetingRecord
from ppoc.prints.jinja import ppoc_date


def ppoc_meeting(doc: Document) -> MeetingRecord:
	"""Returns the papers of a Meeting for the user who prints it, or for whom the server prints it."""
	return meeting_record(doc, reader_of(doc))


def ppoc_expected(doc: Document) -> list[Expected]:
	"""Returns expected starts and finishes by locality, for the user who prints them."""
	return expected_for(doc, reader_of(doc))


def reader_of(doc: Document) -> str:
	"""Returns the user for whom a print is made. Only the server can set the flag: clients cannot send flags."""
	return doc.flags.get("printed_for") or frappe.session.user


def reader_of_child(doc: Document) -> str:
	"""Returns the user for whom a print of a Child is made.

	Raises:
		HiddenRecordError: that user may not see the child.
	"""
	reader = reader_of(doc)
	if not reads(reader, "Child", doc.name):
		refuse("Child")
	return reader


Person = dict[str, str]


def ppoc_invited(doc: Document) -> list[tuple[str, list[Person]]]:
	"""Returns the people who are asked to come to a Meeting, with their roles, the chair first, below a heading."""
	return [(_("Invited"), [person for _attendance, person in _people(doc)])]


def ppoc_attendance(doc: Document) -> list[tuple[str, list[Person]]]:
	"""Returns who came to a Meeting, who sent apologies and of whom nothing is recorded, each group below a heading."""
	groups: dict[str, list[Person]] = {"Present": [], "Apologies": [], "Absent": [], "": []}
	for attendance, person in _people(doc):
		groups.setdefault(attendance, []).append(person)
	headings = {"": _("Attendance not recorded")}
	found = [(headings.get(name) or _(name), people) for name, people in groups.items() if people]
	return found or ppoc_invited(doc)


def _people(doc: Document) -> list[tuple[str, Person]]:
	names = worker_names(row.worker for row in doc.attendees)
	rows = sorted(doc.attendees, key=lambda row: (not row.chair, row.idx))
	return [
		(row.attendance or "", {"name": names.get(row.worker, ""), "role": row.role or ""}) for row in rows
	]


def ppoc_next_meeting(doc: Document) -> date | None:
	"""Returns the day of the forum's next sitting: as agreed, otherwise as planned, otherwise by the rhythm."""
	return doc.next_meeting_date or next_sitting_on(doc) or next_by_rhythm(doc)


def ppoc_worker(name: str | None) -> str:
	"""Returns a worker's name, "" for none."""
	return worker_names([name or ""]).get(name or "", "")


def ppoc_child_name(name: str | None) -> str:
	"""Returns a child's name if the reader may see the child, otherwise a neutral word."""
	found = frappe.get_list("Child", filters={"name": name}, pluck="full_name", limit=1)
	return found[0] if found else _("A child")


def ppoc_child_facts(name: str | None) -> dict[str, str]:
	"""Returns reference number, and date of birth with age, if the reader may see the child; otherwise empty texts."""
	fields = ["child_id", "date_of_birth", "unborn"]
	found = frappe.get_list("Child", filters={"name": name}, fields=fields, limit=1)
	if not found:
		return {"reference": "", "born": ""}
	[child] = found
	born = "" if child.unborn or not child.date_of_birth else ppoc_date(child.date_of_birth)
	age = age_on(getdate(child.date_of_birth), getdate()) if born else None
	return {"reference": child.child_id or "", "born": _("{0}, age {1}").format(born, age) if born else ""}


def ppoc_whole_authority(doc: Document) -> bool:
	"""Returns whether a Meeting discusses children of all localities; its own locality is only where it is held."""
	return frappe.get_cached_value("Forum", doc.forum, "held_by") == "Authority"
