"""Panel Decision."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, nowdate

from ppoc.exceptions import RationaleMissingError
from ppoc.potential.rules import CHALLENGED, NONE, NONE_AGREED, REQUEST

EFFECT = {"Agreed": NONE_AGREED, "Challenged": CHALLENGED}
"""What a decision makes of a potential of "No potential"."""


class PanelDecision(Document):
	"""A request to the panel and what the panel said."""

	def before_insert(self) -> None:
		"""Who asks and when."""
		self.requested_by = self.requested_by or frappe.session.user
		self.requested_on = self.requested_on or nowdate()

	def validate(self) -> None:
		"""Who decided and authorised, and why a challenge was made."""
		before = self.get_doc_before_save()
		if self.decision == "Challenged" and not (self.decision_reason or "").strip():
			frappe.throw(
				_("Say what the Head of Service challenges: the next Identification Meeting works on it."),
				RationaleMissingError,
				title=_("Reason Missing"),
			)
		was = before.status if before else None
		if self.status == "Decided" != was:
			self.decided_by = self.flags.decided_by or frappe.session.user
			self.decided_on = self.flags.decided_on or nowdate()
		elif self.status == "Authorised" != was:
			self.authorised_by, self.authorised_on = frappe.session.user, now_datetime()

	def on_update(self) -> None:
		"""A decision changes the child's potential, by the child's own workflow."""
		before = self.get_doc_before_save()
		decided = self.status == "Decided" and (before is None or before.status != "Decided")
		if decided and self.request_type == REQUEST and self.decision in EFFECT:
			self.change_potential()

	def change_potential(self) -> None:
		"""Agreed or challenged; a child who was given another category meanwhile keeps it."""
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
