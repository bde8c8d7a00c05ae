"""Works out the due dates of disclosure requests and complaints with the working days of the child's locality."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.database.dates import as_day
from ppoc.database.retry import on_its_own
from ppoc.retention.deadlines import Due, IsWorking, Question, Request, acknowledge_by, answer_by
from ppoc.retention.retention_period_database import OPEN_MATTERS
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.subjects_database import places_here
from ppoc.translating import translated


def due_of_request(doc: Document) -> Due:
	"""Returns until when a Disclosure Request must be answered."""
	return answer_by(request_of(doc), getdate(nowdate()), working_days_of(doc.child))


def due_of_complaint(doc: Document) -> Due:
	"""Returns until when a Data Complaint must be acknowledged."""
	return acknowledge_by(getdate(doc.received_on), working_days_of(doc.child))


def request_of(doc: Document) -> Request:
	"""Returns a Disclosure Request as plain values."""
	return Request(
		getdate(doc.received_on),
		[Question(row.about, getdate(row.asked_on), as_day(row.settled_on)) for row in doc.questions],
		as_day(doc.extended_on),
	)


def in_words(due: Due) -> str:
	"""Returns how a date was worked out, in the user's language."""
	return " ".join(map(translated, due.reasons))


def working_days_of(child: str) -> IsWorking:
	"""Returns whether a day is a working day where the child is."""
	nation = places_here().nation(frappe.db.get_value("Child", child, "locality"))
	return calendar_here(nation, offices=False).is_working


def count_again() -> None:
	"""Works the date and state of every open request out again: a clock that stands still moves each day."""
	for name in frappe.get_all(
		"Disclosure Request", {"status": ["in", OPEN_MATTERS["Disclosure Request"]]}, pluck="name"
	):
		on_its_own(_count, name, failed=f"The due date of {name} was not worked out")


def _count(name: str) -> None:
	doc = frappe.get_doc("Disclosure Request", name, for_update=True)
	due = due_of_request(doc)
	doc.db_set({"status": due.state, "due_on": due.on, "explanation": in_words(due)}, update_modified=False)
