"""What can be waiting for whom, as data: which rows, their day, what to do about them. Plain Python.

The filters are those of a list, so that a duty's list opens with exactly the rows that it counts. What a list cannot
ask is added in `waiting_database.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ppoc.database.date_filters import from_to, until
from ppoc.decisions.statuses import DECIDED, WAITING
from ppoc.meeting_statuses import CLOSABLE, HELD
from ppoc.messages import Message
from ppoc.plans.potential.rules import REQUEST
from ppoc.plans.predictions import LISTED_STATUSES
from ppoc.timescales.digest import REMINDED
from ppoc.timescales.models import State

AHEAD, WEEKS_AHEAD, MONTH = 7, 14, 30
"""How many days ahead something is shown."""

WEEKS_UNTOLD = 6
"""So long a decision waits for the letter to the child; after that it is old news."""

DONE, WRITE = "done", "write"
"""What can be offered beside a line: to say that it is done, without opening it; to write what is asked for."""

COORDINATOR, MANAGER, SUPERVISOR = "Team Coordinator", "Team Manager", "Practice Supervisor"
WORKER, SUPERVISING = "Social Worker", "Supervising Social Worker"
HEAD, DIRECTOR, PERMANENCE = "Head of Service", "Assistant Director", "Permanence Manager"
OFFICER, ADVISER, SUPPORT = "Independent Reviewing Officer", "Legal Adviser", "Business Support"
PERFORMANCE, PLACEMENTS = "Performance Officer", "Placements Officer"

Filter = list[Any]
"""Operator and value."""
Filters = Mapping[str, Filter]


@dataclass(frozen=True)
class Reader:
	"""The person who asks.

	Attributes:
		user, worker: the login, and the name of their Worker record or "".
		roles, localities: their roles, and the localities that they have access to.
		children: the children whose social worker, supervising social worker or reviewing officer they are.
		today: the day.
	"""

	user: str
	worker: str
	roles: frozenset[str]
	localities: frozenset[str]
	children: tuple[str, ...]
	today: date


@dataclass(frozen=True)
class Duty:
	"""One kind of thing that can be waiting.

	Attributes:
		key: its name here.
		doctype: the DocType of its rows.
		says: what to do, in words; {0} is the text of the row.
		rest: what several of them are called.
		filters: which rows, as a list would be asked for them.
		roles: whose duty it is; everybody's if there are none.
		due, since: the column with the day by which, or since when.
		text: the column with what the row says.
		whose: the column with the worker whose task it is, if that is somebody else.
		about: the column with what the row is about, where that is not a child.
		report: the report that has all of them, where a list cannot ask for them.
		only_worker: whether it takes a Worker record to have such a duty.
		offers: what is offered beside each line, or nothing.
	"""

	key: str
	doctype: str
	says: str
	rest: str
	filters: Callable[[Reader], Filters]
	roles: frozenset[str] = frozenset()
	due: str = ""
	since: str = ""
	text: str = ""
	whose: str = ""
	about: str = ""
	report: str = ""
	only_worker: bool = False
	offers: str = ""

	def is_of(self, reader: Reader) -> bool:
		"""Returns whether the reader can have this duty."""
		if self.only_worker and not reader.worker:
			return False
		return not self.roles or bool(self.roles & reader.roles)


def duties_of(reader: Reader) -> list[Duty]:
	"""Returns the duties that the reader can have."""
	return [duty for duty in DUTIES if duty.is_of(reader)]


def by(*roles: str) -> frozenset[str]:
	"""Returns the roles whose duty something is."""
	return frozenset(roles)


def _until(reader: Reader, days: int = 0) -> Filter:
	return until(reader.today + timedelta(days=days))


def _passed(reader: Reader) -> Filter:
	return _until(reader, -1)


def _within(reader: Reader, days: int, begins: int = 0) -> Filter:
	return from_to(reader.today + timedelta(days=begins), reader.today + timedelta(days=days))


def _one_of(*values: str) -> Filter:
	return ["in", list(values) or [""]]


def _me(reader: Reader) -> Filter:
	return _one_of(reader.worker)


def _my_roles(reader: Reader) -> Filter:
	return _one_of(*sorted(reader.roles))


def _my_places(reader: Reader) -> Filter:
	return _one_of(*sorted(reader.localities))


SET, NOT_SET = ["is", "set"], ["is", "not set"]
OPEN = ["=", "Open"]

PERSONAL = (
	Duty(
		"own_dates",
		"Timescale",
		"{0}",
		Message("Your due dates"),
		lambda _me: {"state": _one_of(*REMINDED)},
		due="due_on",
		text="duty",
		report="My Due Dates",
	),
	Duty(
		"escalated_dates",
		"Timescale",
		Message("escalated to you: {0}"),
		Message("Due dates escalated to you"),
		lambda reader: {
			"state": ["=", State.OVERDUE.value],
			"escalate_to": _my_roles(reader),
			"escalate_on": _until(reader),
			"locality": _my_places(reader),
		},
		due="due_on",
		text="duty",
	),
	Duty(
		"child_dates",
		"Timescale",
		"{0}",
		Message("Overdue dates of your children"),
		lambda reader: {
			"state": ["=", State.OVERDUE.value],
			"child": _one_of(*reader.children),
			"responsible": ["!=", reader.worker],
		},
		due="due_on",
		text="duty",
		only_worker=True,
	),
	Duty(
		"own_actions",
		"Action",
		"{0}",
		Message("Your actions"),
		lambda reader: {"status": OPEN, "action_owner": _me(reader), "due_on": _until(reader, AHEAD)},
		due="due_on",
		text="what",
		only_worker=True,
		offers=DONE,
	),
	Duty(
		"own_flags",
		"Flag",
		"{0}",
		Message("Your flags"),
		lambda reader: {"status": OPEN, "for_worker": _me(reader), "shows_on": _until(reader)},
		due="shows_on",
		text="message",
		only_worker=True,
	),
	Duty(
		"role_flags",
		"Flag",
		"{0}",
		Message("Flags for your role"),
		lambda reader: {
			"status": OPEN,
			"for_worker": NOT_SET,
			"for_role": _my_roles(reader),
			"locality": _my_places(reader),
			"shows_on": _until(reader),
		},
		due="shows_on",
		text="message",
	),
	Duty(
		"own_escalations",
		"Escalation",
		Message("answer what is escalated to you: {0}"),
		Message("Escalated to you"),
		lambda reader: {"status": OPEN, "to_worker": _me(reader)},
		due="answer_due",
		text="blocker",
		only_worker=True,
	),
	Duty(
		"role_escalations",
		"Escalation",
		Message("answer what is escalated to you: {0}"),
		Message("Escalated to your role"),
		lambda reader: {"status": OPEN, "to_worker": NOT_SET, "to_role": _my_roles(reader)},
		due="answer_due",
		text="blocker",
	),
	Duty(
		"reasons_for_officer",
		"Delay Reason",
		Message("read why no plan is agreed"),
		Message("Reasons for delay to read"),
		lambda reader: {"read_by_officer": NOT_SET, "child": _one_of(*reader.children)},
		roles=by(OFFICER),
		since="written_on",
	),
	Duty(
		"untold_children",
		"Panel Decision",
		Message("write to the child about the decision: {0}"),
		Message("Decisions that the child was not told of"),
		lambda reader: {
			"status": _one_of(*DECIDED),
			"child_told_on": NOT_SET,
			"decided_on": _within(reader, 0, -WEEKS_UNTOLD * 7),
			"child": _one_of(*reader.children),
		},
		roles=by(WORKER),
		since="decided_on",
		text="request_type",
	),
	Duty(
		"people_to_ask_again",
		"Connected Person",
		Message("ask again: {0}"),
		Message("Connected people to ask again"),
		lambda reader: {
			"ask_again_on": _until(reader, AHEAD),
			"ruled_out": ["=", 0],
			"child": _one_of(*reader.children),
		},
		roles=by(WORKER),
		due="ask_again_on",
		text="person_name",
	),
	Duty(
		"family_meetings",
		"Family Group Meeting",
		Message("see that the family group meeting is answered and held"),
		Message("Family group meetings on the way"),
		lambda reader: {"stage": _one_of("Offered", "Accepted"), "child": _one_of(*reader.children)},
		roles=by(WORKER),
		due="planned_for",
		since="offered_on",
	),
	Duty(
		"reasons_for_head",
		"Delay Reason",
		Message("read why no plan is agreed"),
		Message("Reasons for delay to read"),
		lambda reader: {"read_by_head": NOT_SET, "locality": _my_places(reader)},
		roles=by(HEAD),
		since="written_on",
	),
	Duty(
		"updates",
		"Meeting Discussion",
		Message("write the update for {0}"),
		Message("Updates for meetings"),
		lambda reader: {"child": _one_of(*reader.children)},
		due="meeting_date",
		text="meeting_title",
		only_worker=True,
		offers=WRITE,
	),
	Duty(
		"chaired",
		"Meeting",
		Message("you chair this meeting"),
		Message("Meetings that you chair"),
		lambda reader: {
			"status": _one_of(*CLOSABLE),
			"chair": _me(reader),
			"meeting_date": _within(reader, AHEAD),
		},
		due="meeting_date",
		about="title",
		only_worker=True,
	),
	Duty(
		"to_authorise_meetings",
		"Meeting",
		Message("authorise what the meeting decided"),
		Message("Meetings to authorise"),
		lambda reader: {
			"status": _one_of(*HELD),
			"chair": _me(reader),
			"authorise_by": SET,
			"authorised_on": NOT_SET,
		},
		due="authorise_by",
		about="title",
		only_worker=True,
	),
	Duty(
		"handovers",
		"Handover",
		Message("accept or refuse the handover"),
		Message("Handovers to answer"),
		lambda reader: {"status": ["=", "Offered"], "receivers": ["like", f"%{reader.user}%"]},
		since="offered_on",
		about="title",
	),
	Duty(
		"imports",
		"Import Run",
		Message("look at the import: it was interrupted"),
		Message("Interrupted imports"),
		lambda reader: {"status": ["=", "Interrupted"], "run_by": _one_of(reader.user)},
		since="started_on",
		about="kind",
	),
)

MEETINGS = (
	Duty(
		"meetings_to_close",
		"Meeting",
		Message("hold the meeting and close it"),
		Message("Meetings to close"),
		lambda reader: {"status": _one_of(*CLOSABLE), "meeting_date": _until(reader)},
		roles=by(COORDINATOR),
		due="meeting_date",
		about="title",
	),
	Duty(
		"agendas",
		"Meeting",
		Message("circulate the agenda"),
		Message("Agendas to circulate"),
		lambda reader: {
			"status": ["=", "Planned"],
			"meeting_date": _within(reader, AHEAD, begins=1),
		},
		roles=by(COORDINATOR, SUPPORT),
		due="meeting_date",
		about="title",
	),
	Duty(
		"notes",
		"Meeting",
		Message("issue the notes"),
		Message("Notes to issue"),
		lambda _reader: {"status": ["=", "Held"]},
		roles=by(COORDINATOR, SUPPORT),
		since="meeting_date",
		about="title",
	),
	Duty(
		"proposed_meetings",
		"Meeting",
		Message("confirm the meeting"),
		Message("Meetings to confirm"),
		lambda reader: {"status": ["=", "Proposed"], "meeting_date": _within(reader, MONTH)},
		roles=by(COORDINATOR, SUPPORT),
		due="meeting_date",
		about="title",
	),
	Duty(
		"forms",
		"Fortnightly Return",
		Message("confirm the fortnightly form"),
		Message("Forms to confirm"),
		lambda _reader: {"status": ["=", "Draft"]},
		roles=by(COORDINATOR),
		due="due_on",
		about="title",
	),
	Duty(
		"missed_forms",
		"Fortnightly Return",
		Message("the team has not confirmed its fortnightly form"),
		Message("Forms not confirmed"),
		lambda reader: {"status": ["=", "Draft"], "due_on": _passed(reader)},
		roles=by(PERFORMANCE),
		due="due_on",
		about="title",
	),
	Duty(
		"places",
		"Booking",
		Message("give or refuse a place: {0}"),
		Message("Places asked for"),
		lambda _reader: {"status": _one_of("Requested", "Waiting list")},
		roles=by(SUPPORT),
		since="requested_on",
		text="forum",
	),
	Duty(
		"incomplete_bookings",
		"Booking",
		Message("papers are missing for {0}"),
		Message("Bookings without all papers"),
		lambda _reader: {"status": ["=", "Booked"], "papers_missing": [">", 0]},
		roles=by(SUPPORT, WORKER, SUPERVISING),
		due="papers_due_on",
		text="forum",
	),
	Duty(
		"case_notes",
		"Case Note",
		Message("copy the case note to the case system"),
		Message("Case notes to copy"),
		lambda _reader: {"copied_on": NOT_SET},
		roles=by(SUPPORT),
		since="note_date",
	),
	Duty(
		"reviews",
		"Effectiveness Review",
		Message("start the next effectiveness review"),
		Message("Effectiveness reviews"),
		lambda reader: {"followed": ["=", 0], "next_review_on": _until(reader, MONTH)},
		roles=by(COORDINATOR, HEAD, DIRECTOR, PERMANENCE, PERFORMANCE),
		due="next_review_on",
		about="locality",
	),
	Duty(
		"draft_reports",
		"Quarterly Oversight Report",
		Message("complete the oversight report"),
		Message("Oversight reports to complete"),
		lambda _reader: {"status": ["=", "Draft"]},
		roles=by(HEAD, PERFORMANCE),
		since="quarter_end",
		about="title",
	),
	Duty(
		"completed_reports",
		"Quarterly Oversight Report",
		Message("sign off the oversight report"),
		Message("Oversight reports to sign off"),
		lambda _reader: {"status": ["=", "Completed"]},
		roles=by(DIRECTOR),
		since="completed_on",
		about="title",
	),
)

PLANS = (
	Duty(
		"late_actions",
		"Action",
		"{0}",
		Message("Overdue actions of others"),
		lambda reader: {"status": OPEN, "due_on": _passed(reader), "action_owner": ["!=", reader.worker]},
		roles=by(COORDINATOR, MANAGER, SUPERVISOR),
		due="due_on",
		text="what",
		whose="action_owner",
	),
	Duty(
		"undated",
		"Permanence Plan",
		Message("no predicted start"),
		Message("Plans without a predicted start"),
		lambda _reader: {"status": ["=", "Prioritised"], "predicted_start": NOT_SET},
		roles=by(COORDINATOR, MANAGER, SUPERVISOR, PERMANENCE),
		since="prioritised_on",
	),
	Duty(
		"uncategorised",
		"Child",
		Message("no decision on potential for permanence"),
		Message("Children to categorise"),
		lambda _reader: {"on_full_care_order": ["=", 1], "potential": ["=", "Not yet categorised"]},
		roles=by(COORDINATOR, MANAGER, SUPERVISOR),
		since="joined_team_on",
	),
	Duty(
		"starts_passed",
		"Permanence Plan",
		Message("the assessment has not started as predicted"),
		Message("Predicted starts passed"),
		lambda reader: {"status": ["=", "Prioritised"], "predicted_start": _passed(reader)},
		roles=by(MANAGER, SUPERVISOR, HEAD, DIRECTOR, PERMANENCE),
		due="predicted_start",
	),
	Duty(
		"finishes_passed",
		"Permanence Plan",
		Message("the assessment has not finished as predicted"),
		Message("Predicted finishes passed"),
		lambda reader: {"status": ["=", "Assessment started"], "predicted_finish": _passed(reader)},
		roles=by(MANAGER, SUPERVISOR, HEAD, PERMANENCE),
		due="predicted_finish",
	),
	Duty(
		"disagreements",
		"Permanence Plan",
		Message("the case system does not have what is recorded here"),
		Message("Case system disagrees"),
		lambda _reader: {"case_system_agrees": ["=", "No"], "status": _one_of(*LISTED_STATUSES)},
		roles=by(MANAGER, SUPERVISOR, HEAD, PERFORMANCE),
		since="actual_start",
	),
	Duty(
		"unplanned",
		"Child",
		Message("no plan agreed by the second review"),
		Message("Children without an agreed plan"),
		lambda _reader: {},
		roles=by(OFFICER, PERMANENCE),
		since="held_on",
		report="Children without a Plan",
	),
	Duty(
		"home_orders",
		"Child",
		Message("at home on a care order: consider whether it is still needed"),
		Message("Children at home on a care order"),
		lambda _reader: {},
		roles=by(OFFICER, HEAD),
		since="since",
		report="At Home on a Care Order",
	),
	Duty(
		"placements",
		"Tracked Placement",
		Message("write the weekly update on the placement"),
		Message("Weekly updates of placements"),
		lambda reader: {"status": ["=", "Tracked"], "next_update_on": _until(reader, AHEAD)},
		roles=by(WORKER, SUPERVISING, PLACEMENTS),
		due="next_update_on",
	),
	Duty(
		"unmet_needs",
		"Unmet Need",
		Message("nobody could offer: {0}"),
		Message("Open unmet needs"),
		lambda _reader: {"status": OPEN},
		roles=by(PLACEMENTS),
		since="noted_on",
		text="need",
	),
)

REQUESTS = (
	Duty(
		"no_potential",
		"Panel Decision",
		Message("agree or challenge: no potential"),
		Message("No potential: to be agreed"),
		lambda _reader: {"request_type": _one_of(REQUEST), "status": _one_of(*WAITING)},
		roles=by(HEAD),
		since="requested_on",
	),
	Duty(
		"to_authorise",
		"Panel Decision",
		Message("authorise the decision: {0}"),
		Message("Decisions to authorise"),
		lambda _reader: {"status": ["=", "Decided"], "authorise_by": SET},
		roles=by(HEAD, DIRECTOR),
		due="authorise_by",
		text="request_type",
	),
	Duty(
		"unauthorised",
		"Panel Decision",
		Message("the chair has not authorised the decision: {0}"),
		Message("Decisions not authorised"),
		lambda _reader: {"status": ["=", "Decided"], "authorise_by": SET},
		roles=by(SUPPORT),
		due="authorise_by",
		text="request_type",
	),
	Duty(
		"incomplete_requests",
		"Panel Decision",
		Message("documents are missing: {0}"),
		Message("Requests without all documents"),
		lambda _reader: {"status": _one_of(*WAITING), "missing_documents": [">", 0]},
		roles=by(SUPPORT, WORKER, SUPERVISING),
		since="requested_on",
		text="request_type",
	),
	Duty(
		"deadlines",
		"Panel Decision",
		Message("deadline of the decision: {0}"),
		Message("Deadlines on the way to court"),
		lambda reader: {"tracker": SET, "off_tracker_on": NOT_SET, "deadline": _until(reader, WEEKS_AHEAD)},
		roles=by(ADVISER),
		due="deadline",
		text="request_type",
	),
	Duty(
		"disclosures",
		"Disclosure Request",
		Message("answer the disclosure request"),
		Message("Disclosure requests"),
		lambda _reader: {"status": _one_of("Waiting for identity", "Clock stopped", "In hand")},
		roles=by(ADVISER, SUPPORT),
		due="due_on",
	),
	Duty(
		"complaints",
		"Data Complaint",
		Message("answer the complaint"),
		Message("Data complaints"),
		lambda _reader: {"status": _one_of("Received", "Acknowledged")},
		roles=by(ADVISER, SUPPORT),
		due="due_on",
	),
)

DUTIES: tuple[Duty, ...] = (*PERSONAL, *MEETINGS, *PLANS, *REQUESTS)
