"""What stands in the inspection file of a child, as far as its reader may see it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.meeting_statuses import HELD
from ppoc.meetings.one_page.story import CHOSEN, WORDS
from ppoc.meetings.papers.database import listed
from ppoc.meetings.papers.jinja import reader_of_child
from ppoc.meetings.papers.record_tables import (
	CHOICE,
	DAY,
	Cells,
	Section,
	family_group_meetings,
	table,
	table_of,
	text_of,
)
from ppoc.messages import Message
from ppoc.translating import translated

SECTIONS = (
	Section(
		Message("Time in care"),
		"Care Episode",
		"started_on asc, name asc",
		(
			Cells(("started_on",), Message("From"), 13, DAY),
			Cells(("ended_on",), Message("Until"), 13, DAY),
			Cells(("legal_status",), Message("Legal status"), 20),
			Cells(("placement",), Message("Placement"), 30),
			Cells(("reason_ended",), Message("Why it ended"), 24),
		),
	),
	Section(
		Message("Permanence plans"),
		"Permanence Plan",
		"creation asc, name asc",
		(
			Cells(("route", "plan_kind", "status"), Message("Plan"), 18, CHOICE),
			Cells(("prioritised_on",), Message("Prioritised"), 14, DAY),
			Cells(("predicted_start", "actual_start"), Message("Start predicted, start"), 14, DAY),
			Cells(("predicted_finish", "actual_finish"), Message("Finish predicted, finish"), 14, DAY),
			Cells(("achieved_on",), Message("Achieved"), 14, DAY),
			Cells(("progress",), Message("Progress"), 26),
		),
	),
	Section(
		Message("Due dates"),
		"Timescale",
		"due_on asc, name asc",
		(
			Cells(("duty",), Message("Duty"), 39, CHOICE),
			Cells(("cause",), Message("Counted from"), 19, CHOICE),
			Cells(("due_on",), Message("Due"), 14, DAY),
			Cells(("satisfied_on",), Message("Done"), 14, DAY),
			Cells(("state",), Message("Now"), 14, CHOICE),
		),
	),
	Section(
		Message("Requests and decisions"),
		"Panel Decision",
		"requested_on asc, name asc",
		(
			Cells(("request_type",), Message("Request"), 24, CHOICE),
			Cells(("requested_on",), Message("Asked"), 14, DAY),
			Cells(("decision", "status"), Message("Decision"), 18, CHOICE),
			Cells(("decided_on",), Message("Decided"), 14, DAY),
			Cells(("decision_reason",), Message("Reason"), 30),
		),
	),
	Section(
		Message("Actions"),
		"Action",
		"set_on asc, name asc",
		(
			Cells(("what",), Message("Action"), 38),
			Cells(("action_owner",), Message("Who"), 18),
			Cells(("due_on",), Message("Due"), 14, DAY),
			Cells(("closed_on",), Message("Closed"), 14, DAY),
			Cells(("status",), Message("Now"), 16, CHOICE),
		),
	),
	Section(
		Message("Why no plan was agreed"),
		"Delay Reason",
		"written_on asc, name asc",
		(
			Cells(("written_on",), Message("Written"), 14, DAY),
			Cells(("reason",), Message("Why"), 29),
			Cells(("next_step",), Message("What is done"), 29),
			Cells(("read_by_officer_on",), Message("Read by the reviewing officer"), 14, DAY),
			Cells(("read_by_head_on",), Message("Read by the head of service"), 14, DAY),
		),
	),
	family_group_meetings("creation asc, name asc"),
	Section(
		Message("Adults who matter to the child"),
		"Connected Person",
		"person_name asc, name asc",
		(
			Cells(("person_name",), Message("Name"), 20),
			Cells(("relation",), Message("Relation"), 18, CHOICE),
			Cells(("standing",), Message("Where they stand"), 20, CHOICE),
			Cells(("last_asked_on",), Message("Last asked"), 14, DAY),
			Cells(("offer_details", "ruled_out_why"), Message("More about it"), 28),
		),
	),
	Section(
		Message("Letters to the child"),
		"Letter to Child",
		"creation asc, name asc",
		(
			Cells(("given_on",), Message("Given"), 14, DAY),
			Cells(("letter_text",), Message("Letter"), 56),
			Cells(("child_said",), Message("What the child said"), 30),
		),
	),
	Section(
		Message("What happened"),
		"Care Event",
		"event_date asc, name asc",
		(
			Cells(("event_date",), Message("Date"), 13, DAY),
			Cells(("event_type",), Message("Event"), 40, CHOICE),
			Cells(("details",), Message("Details"), 47, CHOICE),  # often the name of a route or a potential
		),
	),
)


def ppoc_inspection_file(doc: Document) -> list[dict[str, Any]]:
	"""Returns the sections of a child's file for the user who prints it, or for whom the server prints it.

	Returns:
		For each section that has rows: `head`, `headings`, `shares` of the width in %, and `rows` of texts.

	Raises:
		HiddenRecordError: that user may not see the child.
	"""
	reader = reader_of_child(doc)
	found = [table_of(section, doc.name, reader) for section in SECTIONS]
	return [section for section in (*found, _discussions(doc.name, reader)) if section["rows"]]


TALKS = (
	Cells(("meeting_date",), Message("Date"), 13, DAY),
	Cells(("forum",), Message("Meeting"), 27, CHOICE),
	Cells(("words",), Message("What was said"), 60),
)


def _discussions(child: str, reader: str) -> dict[str, Any]:
	"""Returns what was said of the child in meetings that were held."""
	fields = ["name", "meeting", *(field for field, _label in WORDS)]
	talks = listed("Meeting Discussion", reader, {"child": child, "state": "Done"}, fields)
	names = sorted({talk.meeting for talk in talks})
	held = {"name": ["in", names], "status": ["in", list(HELD)]}
	meetings = {row.name: row for row in listed("Meeting", reader, held, ["name", "forum", "meeting_date"])}
	said = [
		frappe._dict(meetings[talk.meeting], words=_words(talk)) for talk in talks if talk.meeting in meetings
	]
	said.sort(key=lambda row: (row.meeting_date, row.name))
	return table(
		Message("Discussed in meetings"), TALKS, ([text_of(row, column) for column in TALKS] for row in said)
	)


def _words(talk: Any) -> str:
	lines = (
		(label, _(talk[field]) if field in CHOSEN else talk[field]) for field, label in WORDS if talk[field]
	)
	return "\n".join(f"{translated(label)}: {text}" for label, text in lines)
