"""Escalation."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from ppoc.exceptions import EscalationAnswerError, EscalationStateError
from ppoc.plans.rag import rating_database as ratings


class Escalation(Document):
	"""A blocker raised with a role; open until somebody in that role answers."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Link | None
		answer: DF.SmallText | None
		answer_due: DF.Date | None
		answered_by: DF.Link | None
		answered_on: DF.Date | None
		barrier_category: DF.Link | None
		blocker: DF.SmallText
		child: DF.Link | None
		locality: DF.Link | None
		meeting: DF.Link | None
		plan: DF.Link | None
		raised_by: DF.Link | None
		raised_on: DF.Date | None
		status: DF.Literal["Open", "Answered"]
		team: DF.Link | None
		to_role: DF.Link
		to_worker: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who raised it and when."""
		self.raised_by, self.raised_on = frappe.session.user, nowdate()
		self.status, self.answered_by, self.answered_on = "Open", None, None
		if self.answer:
			frappe.throw(
				_("An escalation must be raised before it can be answered."),
				EscalationStateError,
				title=_("Answer"),
			)

	def validate(self) -> None:
		"""Sets the locality and team, and records an answer."""
		self.set_place()
		self.take_answer()

	def on_update(self) -> None:
		"""Rates the plans of its child again."""
		ratings.work_changed(self)

	def after_delete(self) -> None:
		"""Rates the plans of its child again after the escalation is deleted."""
		ratings.work_changed(self)

	def set_place(self) -> None:
		"""Sets locality and team from the child, or from the meeting in which it was raised."""
		if self.plan and not self.child:
			self.child = frappe.db.get_value("Permanence Plan", self.plan, "child")
		source = ("Child", self.child) if self.child else ("Meeting", self.meeting)
		place = frappe.db.get_value(*source, ["locality", "team"], as_dict=True) if source[1] else None
		if place:
			self.locality, self.team = place.locality, place.team

	def take_answer(self) -> None:
		"""Records an answer by the role or person asked; an answer cannot be changed."""
		before = self.get_doc_before_save()
		if before is None:
			return
		was, now = (before.answer or "").strip(), (self.answer or "").strip()
		self.status, self.answered_by, self.answered_on = (
			before.status,
			before.answered_by,
			before.answered_on,
		)
		if was == now:
			return
		if before.status == "Answered":
			frappe.throw(
				_("This was answered on {0}. Raise a new escalation for a new question.").format(
					frappe.format(before.answered_on, "Date")
				),
				EscalationStateError,
				title=_("Answered Already"),
			)
		self.check_who_answers(before)
		self.status, self.answered_by, self.answered_on = "Answered", frappe.session.user, nowdate()

	def check_who_answers(self, before: Document) -> None:
		"""Checks that the user has the role asked, or is the person named."""
		named = before.to_worker and frappe.db.get_value("Worker", before.to_worker, "user")
		if before.to_role in frappe.get_roles() or (named and named == frappe.session.user):
			return
		frappe.throw(
			_("This was put to the {0}; only they can answer.").format(_(before.to_role)),
			EscalationAnswerError,
			title=_("Not Yours to Answer"),
		)
