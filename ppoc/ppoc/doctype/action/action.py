"""Action."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import ActionDateError, ActionPlanError, ActionWordingError
from ppoc.meetings.actions.smart_checks import is_empty_talk, questions
from ppoc.translating import translated

MOVED, KEPT, REOPENED = "Moved", "Kept", "Reopened"


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
		"""What an action promises."""
		self.check_plan()
		self.set_place()
		self.check_wording()
		self.check_due_on()
		self.record_review()
		self.stamp_closing()

	def check_plan(self) -> None:
		"""A plan brings its child; a sibling's plan, which others may see, is none to hang this child's action on."""
		if not self.plan or not (self.has_value_changed("plan") or self.has_value_changed("child")):
			return
		child = frappe.db.get_value("Permanence Plan", self.plan, "child")
		self.child = self.child or child
		if self.child != child:
			frappe.throw(
				_("The plan of this action is another child's. Choose a plan of this child, or none."),
				ActionPlanError,
				title=_("Plan of Another Child"),
			)

	def set_place(self) -> None:
		"""Locality and team are the child's, or the meeting's where it concerns no child."""
		self.set_on = self.set_on or nowdate()
		source = ("Child", self.child) if self.child else ("Meeting", self.set_in)
		place = frappe.db.get_value(*source, ["locality", "team"], as_dict=True) if source[1] else None
		if place:
			self.locality, self.team = place.locality, place.team

	def check_wording(self) -> None:
		"""Empty talk is refused; anything else is for people to judge."""
		if (self.is_new() or self.has_value_changed("what")) and self.what and is_empty_talk(self.what):
			asked = questions(self.what, True, None, getdate(self.set_on))
			frappe.throw(
				_("“{0}” is no action. {1}").format(self.what, translated(asked[0].text)),
				ActionWordingError,
				title=_("What Is to Be Done?"),
			)

	def check_due_on(self) -> None:
		"""Nothing is due before it was set."""
		if self.due_on and getdate(self.due_on) < getdate(self.set_on):
			frappe.throw(
				_("An action set on {0} cannot be due on {1}.").format(
					frappe.format(self.set_on, "Date"), frappe.format(self.due_on, "Date")
				),
				ActionDateError,
				title=_("Date Before the Action"),
			)

	def record_review(self) -> None:
		"""Each closing, moving and keeping is one row of the history."""
		before = self.get_doc_before_save()
		if before is None:
			return
		moved = bool(self.due_on and before.due_on and getdate(before.due_on) != getdate(self.due_on))
		if moved:
			self.times_moved = (self.times_moved or 0) + 1
		if before.status != self.status:
			self._add_review(REOPENED if self.status == "Open" else self.status, before)
		elif moved or self.flags.kept:
			self._add_review(MOVED if moved else KEPT, before)

	def stamp_closing(self) -> None:
		"""When and where it was closed; cleared when it is opened again."""
		before = self.get_doc_before_save()
		if self.status == "Open":
			self.closed_on = self.closed_in = None
		elif before is None or before.status != self.status:
			self.closed_on = self.flags.reviewed_on or nowdate()
			self.closed_in = self.flags.meeting

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
			},
		)
