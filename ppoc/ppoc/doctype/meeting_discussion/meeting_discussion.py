"""Meeting Discussion."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from ppoc.exceptions import AnswerError, MeetingClosedError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.realtime import tell_meeting
from ppoc.meetings.records.answers import ASKED, fault_of
from ppoc.translating import translated


class MeetingDiscussion(Document):
	"""What one meeting said about one child.

	It is typed field by field while people talk, so a record that is half typed is saved; what a finished one
	needs is asked for when the meeting is closed.
	"""

	def validate(self) -> None:
		"""A closed meeting's discussions stay as they were when it was closed."""
		status = frappe.db.get_value("Meeting", self.meeting, "status", for_update=True)
		if status in ENDED:
			frappe.throw(
				_("This meeting is closed ({0}); what was said in it stays as it is.").format(_(status)),
				MeetingClosedError,
				title=_("Meeting Closed"),
			)
		self.check_answers()
		self.sign_answers()

	def check_answers(self) -> None:
		"""Answers fit their questions, and the questions are those that the template asked."""
		asked = {row.name: _question(row) for row in self._answers_before()}
		if not self.is_new() and asked != {row.name: _question(row) for row in self.answers}:
			frappe.throw(
				_("The questions stay as the template asked them; write the answers only."),
				AnswerError,
				title=_("Questions Changed"),
			)
		for row in self.answers:
			fault = fault_of(row.as_dict())
			if fault:
				frappe.throw(translated(fault), AnswerError, title=_("Answer"))

	def sign_answers(self) -> None:
		"""Who wrote an answer last, and when."""
		before = {row.name: row.answer or "" for row in self._answers_before()}
		for row in self.answers:
			if (row.answer or "") != before.get(row.name, ""):
				row.update({"typed": 1, "answered_by": frappe.session.user, "answered_on": now_datetime()})

	def _answers_before(self) -> list[Document]:
		before = self.get_doc_before_save()
		return before.answers if before else []

	def on_update(self) -> None:
		"""The others in the meeting hear of it."""
		tell_meeting(self.meeting, self, kind="field", discussion=self.name)


def _question(row: Document) -> tuple[object, ...]:
	return tuple(cint(row.get(f)) if f in ("required", "left_out") else row.get(f) or "" for f in ASKED)
