"""Meeting Discussion."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from ppoc.database.locks import held_still
from ppoc.database.times import TimesAsEntered
from ppoc.exceptions import AnswerError, MeetingClosedError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.realtime import tell_meeting
from ppoc.meetings.records.answers import ASKED, fault_of
from ppoc.translating import translated


class MeetingDiscussion(TimesAsEntered):
	"""What one meeting said about one child.

	It is autosaved field by field while people talk, so half-typed records are saved too; what a finished one
	needs is checked when the meeting is closed.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.discussion_answer.discussion_answer import DiscussionAnswer

		agenda_item: DF.Data | None
		answers: DF.Table[DiscussionAnswer]
		barrier_category: DF.Link | None
		barriers: DF.SmallText | None
		challenge: DF.SmallText | None
		child: DF.Link
		deadline: DF.Date | None
		decision_date: DF.Date | None
		decision_reason: DF.SmallText | None
		head_of_service_view: DF.Literal["", "Agreed", "Challenged"]
		item_key: DF.Data | None
		meeting: DF.Link
		plan: DF.Link | None
		plan_decision: DF.Literal[
			"",
			"Carry on",
			"Stop prioritising",
			"Assessment started",
			"Assessment finished",
			"Permanence achieved",
		]
		position: DF.Int
		potential: DF.Literal["", "Potential now", "Potential in the future", "Uncertain", "No potential"]
		prioritise_for: DF.Link | None
		progress: DF.SmallText | None
		purpose: DF.Literal[
			"Talk", "Categorise", "Progress plan", "Introduce", "Step down", "Challenge", "Record"
		]
		rationale: DF.SmallText | None
		review: DF.SmallText | None
		slot_time: DF.Time | None
		state: DF.Literal["To do", "Now", "Done", "Carried over"]
		take_on: DF.Check
		take_on_reason: DF.Data | None
		why_listed: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Refuses changes once the meeting is closed, and checks the answers."""
		status = held_still("Meeting", self.meeting, "status") if self.meeting else None
		if status in ENDED:
			frappe.throw(
				_("This meeting is closed ({0}), so what was said in it cannot be changed.").format(
					_(status)
				),
				MeetingClosedError,
				title=_("Meeting Closed"),
			)
		self.check_answers()
		self.sign_answers()

	def check_answers(self) -> None:
		"""Checks that answers fit their questions and that the questions are still those of the template."""
		asked = {row.name: _question(row) for row in self._answers_before()}
		if not self.is_new() and asked != {row.name: _question(row) for row in self.answers}:
			frappe.throw(
				_("The questions cannot be changed here; write only the answers."),
				AnswerError,
				title=_("Questions Changed"),
			)
		for row in self.answers:
			fault = fault_of(row.as_dict())
			if fault:
				frappe.throw(translated(fault), AnswerError, title=_("Answer"))

	def sign_answers(self) -> None:
		"""Records who wrote an answer last, and when."""
		before = {row.name: row.answer or "" for row in self._answers_before()}
		for row in self.answers:
			if (row.answer or "") != before.get(row.name, ""):
				row.update({"typed": 1, "answered_by": frappe.session.user, "answered_on": now_datetime()})

	def _answers_before(self) -> list[Document]:
		before = self.get_doc_before_save()
		return before.answers if before else []

	def on_update(self) -> None:
		"""Tells other people in the meeting."""
		tell_meeting(self.meeting, self, kind="field", discussion=self.name)


def _question(row: Document) -> tuple[object, ...]:
	return tuple(cint(row.get(f)) if f in ("required", "left_out") else row.get(f) or "" for f in ASKED)
