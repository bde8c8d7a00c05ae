"""Tracked Placement."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.children.placements import database, weekly
from ppoc.exceptions import PlacementDatesError, PlacementFactsError, PlacementRunningError

KINDS = ("unregulated", "unregistered", "out_of_authority")


class TrackedPlacement(Document):
	"""A place to live that is reviewed every week until it ends."""

	def validate(self) -> None:
		"""Checks the placement and sets its state."""
		if not any(self.get(kind) for kind in KINDS):
			refuse(
				_("Why is it tracked? Tick unregulated, unregistered or out of the authority."),
				PlacementFactsError,
			)
		if self.ended_on and not (self.end_reason or "").strip():
			refuse(_("Say how it ended: where the child lives now."), PlacementFactsError)
		if fault := weekly.fault_of(*self.days, getdate(nowdate())):
			refuse(_(fault), PlacementDatesError)
		self.set_state()
		if self.status == "Tracked" and (other := database.running(self.child, self.name or "")):
			words = _("This child's placement {0} is tracked already. End it first.")
			refuse(words.format(other), PlacementRunningError)

	def on_update(self) -> None:
		"""Updates the child's events from the placement."""
		database.keep_events(self, weekly.happenings(*self.days))

	def on_trash(self) -> None:
		"""Refuses deletion, because the placement is evidence."""
		refuse(_("Tracked placements cannot be deleted. End the placement instead."), PlacementFactsError)

	@property
	def days(self) -> tuple:
		"""The days on which it started, had updates, and ended."""
		updates = [getdate(row.update_on) for row in self.updates]
		return getdate(self.started_on), updates, getdate(self.ended_on) if self.ended_on else None

	def set_state(self) -> None:
		"""Sets what follows from the days and the child."""
		started, updates, ended = self.days
		self.status = "Ended" if ended else "Tracked"
		self.last_update_on = max(updates) if updates else None
		self.next_update_on = weekly.next_update(started, updates, ended)
		child = frappe.db.get_value("Child", self.child, ["locality", "team", "legal_status"], as_dict=True)
		self.locality, self.team = child.locality, child.team
		self.legal_status = self.legal_status or child.legal_status


def refuse(words: str, error: type[Exception]) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, error, title=_("Tracked Placement"))
	raise AssertionError  # `throw` never returns
