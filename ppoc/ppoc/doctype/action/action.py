"""Action."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import ActionDateError, ActionPlanError, ActionWordingError
from ppoc.meeting_statuses import ENDED
from ppoc.meetings.actions.smart_checks import is_empty_talk, questions
from ppoc.plans.rag import rating_database as ratings
from ppoc.translating import translated

MOVED, REOPENED = "Moved", "Reopened"


class Action(Document):
	"""Who does what by when."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.action_review.action_review import ActionReview

		action_owner: DF.Link
		child: DF.Link | None
		closed_in: DF.Link | None
		closed_on: DF.Date | None
		due_on: DF.Date
		forum: DF.Link | None
		locality: DF.Link | None
		outcome: DF.SmallText | None
		plan: DF.Link | None
		priority: DF.Literal["Normal", "Urgent"]
		reviews: DF.Table[ActionReview]
		set_in: DF.Link | None
		set_on: DF.Date | None
		status: DF.Literal["Open", "Done", "No longer needed"]
		team: DF.Link | None
		times_moved: DF.Int
		what: DF.SmallText
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks the action and fills in what follows from it."""
		self.check_plan()
		self.set_place()
		self.check_wording()
		self.check_due_on()
		self.record_review()
		self.stamp_closing()

	def on_update(self) -> None:
		"""Rates the plans of its child again."""
		ratings.work_changed(self)

	def after_delete(self) -> None:
		"""Rates the plans of its child again after the action is deleted."""
		ratings.work_changed(self)

	def check_plan(self) -> None:
		"""Sets the child from the plan; refuses a sibling's plan, which other people may be allowed to see."""
		if not self.plan or not (self.has_value_changed("plan") or self.has_value_changed("child")):
			return
		child = frappe.db.get_value("Permanence Plan", self.plan, "child")
		self.child = self.child or child
		if self.child != child:
			frappe.throw(
				_("The plan of this action belongs to another child. Choose a plan of this child, or none."),
				ActionPlanError,
				title=_("Plan of Another Child"),
			)

	def set_place(self) -> None:
		"""Sets locality and team from the child, or from the meeting if the action is about no child."""
		self.set_on = self.set_on or nowdate()
		source = ("Child", self.child) if self.child else ("Meeting", self.set_in)
		place = frappe.db.get_value(*source, ["locality", "team"], as_dict=True) if source[1] else None
		if place:
			self.locality, self.team = place.locality, place.team

	def check_wording(self) -> None:
		"""Refuses wording that says nothing; anything else is for people to judge."""
		if (self.is_new() or self.has_value_changed("what")) and self.what and is_empty_talk(self.what):
			asked = questions(self.what, True, None, getdate(self.set_on))
			frappe.throw(
				_("“{0}” is not an action. {1}").format(self.what, translated(asked[0].text)),
				ActionWordingError,
				title=_("What Will Be Done?"),
			)

	def check_due_on(self) -> None:
		"""Refuses a due date before the day the action was set."""
		if self.due_on and getdate(self.due_on) < getdate(self.set_on):
			frappe.throw(
				_("An action set on {0} cannot be due on {1}.").format(
					frappe.format(self.set_on, "Date"), frappe.format(self.due_on, "Date")
				),
				ActionDateError,
				title=_("Date Before the Action"),
			)

	def record_review(self) -> None:
		"""Adds a row to the history for each closing, moving and keeping."""
		before = self.get_doc_before_save()
		if before is None or self.flags.taking_back:
			return
		moved = bool(self.due_on and before.due_on and getdate(before.due_on) != getdate(self.due_on))
		moved = moved and not self._is_corrected()
		if moved:
			self.times_moved = (self.times_moved or 0) + 1
		if before.status != self.status:
			self._add_review(REOPENED if self.status == "Open" else self.status, before)
		elif moved or self.flags.kept_as:
			self._add_review(MOVED if moved else self.flags.kept_as, before)

	def stamp_closing(self) -> None:
		"""Records when and where the action was closed; clears this when it is opened again."""
		before = self.get_doc_before_save()
		if self.status == "Open":
			self.closed_on = self.closed_in = None
		elif before is None or before.status != self.status:
			self.closed_on = self.flags.reviewed_on or nowdate()
			self.closed_in = self.flags.meeting

	def _is_corrected(self) -> bool:
		"""Returns whether the meeting that set the action is changing it while it still sits: a slip, not a move."""
		meeting = self.flags.meeting
		if not meeting or meeting != self.set_in:
			return False
		return frappe.db.get_value("Meeting", meeting, "status") not in ENDED

	def _add_review(self, outcome: str, before: Document) -> None:
		self.append(
			"reviews",
			{
				"reviewed_on": self.flags.reviewed_on or nowdate(),
				"meeting": self.flags.meeting,
				"outcome": outcome,
				"due_was": before.due_on,
				"note": self.flags.review_note or (self.outcome if self.status != "Open" else None),
				"reviewed_by": frappe.session.user,
				"by_email": int(bool(self.flags.by_email)),
			},
		)
