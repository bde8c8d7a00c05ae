"""Tracked Placement."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.care_words import keep_codes, refuse_other_status
from ppoc.children.placements import database, weekly
from ppoc.exceptions import PlacementDatesError, PlacementFactsError, PlacementRunningError

KINDS = ("unregulated", "unregistered", "out_of_authority")


class TrackedPlacement(Document):
	"""A place to live that is reviewed every week until it ends."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.tracked_placement_update.tracked_placement_update import TrackedPlacementUpdate

		child: DF.Link
		deprivation_details: DF.SmallText | None
		deprivation_of_liberty: DF.Literal["", "Not needed", "To be applied for", "Applied for", "Order made"]
		director_view: DF.SmallText | None
		end_reason: DF.SmallText | None
		ended_on: DF.Date | None
		ends_when: DF.SmallText | None
		executive_decided_on: DF.Date | None
		executive_decision: DF.SmallText | None
		head_of_service_view: DF.SmallText | None
		last_update_on: DF.Date | None
		legal_status: DF.Autocomplete | None
		locality: DF.Link | None
		needs: DF.SmallText | None
		next_update_on: DF.Date | None
		out_of_authority: DF.Check
		planned_until: DF.Date | None
		reason: DF.SmallText
		regulator_details: DF.SmallText | None
		regulator_told_on: DF.Date | None
		risk_assessed_on: DF.Date | None
		risk_assessment: DF.Data | None
		searches: DF.SmallText | None
		setting: DF.SmallText | None
		staffing: DF.SmallText | None
		started_on: DF.Date
		status: DF.Literal["Tracked", "Ended"]
		still_searching: DF.Check
		team: DF.Link | None
		unregistered: DF.Check
		unregulated: DF.Check
		updates: DF.Table[TrackedPlacementUpdate]
		weekly_cost: DF.Currency
	# end: auto-generated types

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
	def days(self) -> tuple[date, list[date], date | None]:
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
		keep_codes(self)
		refuse_other_status(self, child.legal_status)


def refuse(words: str, error: type[Exception]) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, error, title=_("Tracked Placement"))
	raise AssertionError  # `throw` never returns
