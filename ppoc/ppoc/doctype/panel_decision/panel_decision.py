"""Panel Decision."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, nowdate

from ppoc.decisions import consequences, readiness_database, validation
from ppoc.decisions.database import route_of, write_route
from ppoc.exceptions import RationaleMissingError
from ppoc.meetings.bookings.database import COMING, email_of
from ppoc.plans.potential.rules import CHALLENGED, NONE, NONE_AGREED, REQUEST

EFFECT = {"Agreed": NONE_AGREED, "Challenged": CHALLENGED}
"""The child's new potential after a decision on "No potential"."""


class PanelDecision(Document):
	"""A request to the panel and the panel's decision."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.decision_carried_on.decision_carried_on import DecisionCarriedOn
		from ppoc.ppoc.doctype.decision_document.decision_document import DecisionDocument
		from ppoc.ppoc.doctype.readiness_answer.readiness_answer import ReadinessAnswer

		agreed_with: DF.Link | None
		asks_cost: DF.Check
		asks_placement: DF.Check
		asks_policy: DF.Data | None
		authorise_by: DF.Datetime | None
		authorised_by: DF.Link | None
		authorised_on: DF.Datetime | None
		carried_on: DF.Table[DecisionCarriedOn]
		child: DF.Link
		child_told_on: DF.Date | None
		cost: DF.Currency
		deadline: DF.Date | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision: DF.Literal["", "Agreed", "Not agreed", "Challenged"]
		decision_reason: DF.SmallText | None
		discussion: DF.Link | None
		documents: DF.Table[DecisionDocument]
		emergency: DF.Check
		emergency_decided_by: DF.Data | None
		emergency_decided_on: DF.Date | None
		emergency_decision: DF.SmallText | None
		exit_plan: DF.SmallText | None
		followed: DF.SmallText | None
		gaps: DF.Int
		meeting: DF.Link | None
		missing_documents: DF.Int
		no_cost: DF.Check
		off_tracker_on: DF.Date | None
		placement_option: DF.Link | None
		policy_answer: DF.Literal["", "Within", "Over and above"]
		rationale: DF.SmallText
		readiness: DF.Table[ReadinessAnswer]
		request: DF.SmallText | None
		request_group: DF.Data | None
		request_type: DF.Link
		requested_by: DF.Link | None
		requested_on: DF.Date | None
		retrospective: DF.Check
		review: DF.SmallText | None
		route_forum: DF.Link | None
		route_role: DF.Link | None
		route_rule: DF.Link | None
		route_state: DF.Literal["", "Routed", "To be stated", "Conflict", "No rule"]
		status: DF.Literal["Requested", "Listed", "Decided", "Authorised", "Withdrawn", "Refused"]
		tell: DF.Data | None
		tracker: DF.Data | None
		who_decides: DF.Data | None
		why_not_further_up: DF.SmallText | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who makes the request and when."""
		self.requested_by = self.requested_by or frappe.session.user
		self.requested_on = self.requested_on or nowdate()

	def validate(self) -> None:
		"""Works out who decides, checks the step, and records who took it."""
		before = self.get_doc_before_save()
		was = before.status if before else None
		validation.check_fixed(self, before)
		self.check_reasons()
		if not self.agreed_with and self.status in ("Requested", "Listed", "Decided"):
			self.follow_the_list(was)
		self.tell = self.whom_to_tell()
		if self.status == "Decided" != was:
			self.decided_by = self.flags.decided_by or frappe.session.user
			self.decided_on = self.flags.decided_on or nowdate()
			self.authorise_by = validation.authorise_by(self.meeting)
		elif self.status == "Authorised" != was:
			self.authorised_by, self.authorised_on = frappe.session.user, now_datetime()

	def whom_to_tell(self) -> str:
		"""Returns the address of a listed child's social worker (D5.3), "" if a booking for this request has
		told them."""
		if self.status != "Listed" or not self.meeting or frappe.db.exists("Booking", {"request": self.name}):
			return ""
		if frappe.db.get_value("Meeting", self.meeting, "status") not in COMING:
			return ""
		return email_of(frappe.db.get_value("Child", self.child, "social_worker"), self.child)

	def check_reasons(self) -> None:
		"""Requires a reason for a challenge and for a refusal."""
		if self.decision == "Challenged" and not (self.decision_reason or "").strip():
			frappe.throw(
				_("Say what the Head of Service challenges: the next Identification Meeting works on it."),
				RationaleMissingError,
				title=_("Reason Missing"),
			)
		if self.status == "Refused" and not (self.decision_reason or "").strip():
			frappe.throw(
				_("Say why the request is refused, for those who asked."),
				RationaleMissingError,
				title=_("Reason Missing"),
			)

	def follow_the_list(self, was: str | None) -> None:
		"""Writes the delegation list's route onto the request, and checks that the step follows it.

		A decided request keeps the route that it had when it was decided.
		"""
		if not self.request_type or self.status == was == "Decided":
			return
		found = route_of(self)
		write_route(self, found)
		readiness_database.look(self)
		validation.check_request(self, found)
		validation.check_step(self, found, was)

	def on_update(self) -> None:
		"""Changes the child's potential through the child's own workflow, and starts what else the rule says."""
		before = self.get_doc_before_save()
		decided = self.status == "Decided" and (before is None or before.status != "Decided")
		if decided and self.request_type == REQUEST and self.decision in EFFECT:
			self.change_potential()
		if self.retrospective and self.status == "Requested":
			self.come_afterwards()
		consequences.follow(self, before)

	def come_afterwards(self) -> None:
		"""Lists a decision made outside in an emergency for the next sitting (D2.3)."""
		self.db_set("status", "Listed")
		self.add_comment("Workflow", _("Listed"))

	def change_potential(self) -> None:
		"""Sets the child's potential to agreed or challenged, unless the child has another category by now."""
		child = frappe.get_doc("Child", self.child)
		allowed = (NONE, NONE_AGREED) if self.decision == "Challenged" else (NONE,)
		if child.potential not in allowed:
			return
		child.potential = EFFECT[self.decision]
		child.flags.update(
			{
				"meeting": self.meeting,
				"decided_on": self.decided_on,
				"history_rationale": self.decision_reason,
			}
		)
		child.save()
