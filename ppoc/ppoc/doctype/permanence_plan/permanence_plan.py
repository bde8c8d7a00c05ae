"""Permanence Plan."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from ppoc.children.own_records_database import set_place
from ppoc.exceptions import (
	ConnectedPersonError,
	ImpossibleDateError,
	OpenPlanError,
	PredictedStartMissingError,
)
from ppoc.plans import database as plans
from ppoc.plans.care_events import plan_stepped
from ppoc.plans.predictions import ACTUAL, OPEN_STATUSES, PREDICTED, date_faults, moves
from ppoc.plans.rag import overrides
from ppoc.plans.rag import rating_database as ratings
from ppoc.translating import translated

DATES = (*PREDICTED, *ACTUAL)


class PermanencePlan(Document):
	"""One route to permanence for one child."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.plan_barrier.plan_barrier import PlanBarrier
		from ppoc.ppoc.doctype.prediction_change.prediction_change import PredictionChange
		from ppoc.ppoc.doctype.rag_override.rag_override import RAGOverride

		achieved_on: DF.Date | None
		actual_finish: DF.Date | None
		actual_start: DF.Date | None
		barriers: DF.Table[PlanBarrier]
		carer: DF.Link | None
		case_system_agrees: DF.Literal["Not checked", "Yes", "No"]
		child: DF.Link
		for_panel: DF.Check
		for_panel_reason: DF.SmallText | None
		locality: DF.Link | None
		plan_kind: DF.Literal["Primary", "Parallel", "Contingency"]
		predicted_finish: DF.Date | None
		predicted_start: DF.Date | None
		predictions: DF.Table[PredictionChange]
		prioritised_at: DF.Link | None
		prioritised_by: DF.Link | None
		prioritised_on: DF.Date | None
		progress: DF.SmallText | None
		rag: DF.Literal["", "Red", "Amber", "Green"]
		rag_by_hand_until: DF.Date | None
		rag_overrides: DF.Table[RAGOverride]
		rag_reason: DF.SmallText | None
		rag_since: DF.Date | None
		removal_reason: DF.SmallText | None
		removed_on: DF.Date | None
		route: DF.Link
		status: DF.Literal[
			"Proposed",
			"Prioritised",
			"Assessment started",
			"Assessment finished",
			"Achieved",
			"No longer prioritised",
		]
		targeted_work_in: DF.Link | None
		team: DF.Link | None
		times_moved: DF.Int
		title: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks the plan and fills in what follows from it."""
		self.set_title()
		set_place(self)
		self.check_other_plans()
		self.check_carer()
		self.check_dates()
		self.stamp_status()
		self.check_predicted_start()
		self.record_predictions()
		ratings.keep_computed(self)
		overrides.keep_rows(self)

	def on_update(self) -> None:
		"""Updates the child's current plan, events and ratings."""
		before = self.get_doc_before_save()
		if before is None or any(before.get(f) != self.get(f) for f in ("status", "route", "plan_kind")):
			plans.keep_current_plan([self.child])
		plan_stepped(self)
		ratings.plan_changed(self)

	def on_trash(self) -> None:
		"""Removes the plan as the child's current plan."""
		plans.keep_current_plan([self.child], without=self.name)

	def after_delete(self) -> None:
		"""Rates the child's other plans again, which may have counted this one."""
		ratings.plan_changed(self)

	def set_title(self) -> None:
		"""Sets the title from child and route, as people say them in meetings."""
		child = frappe.db.get_value("Child", self.child, "full_name") or self.child
		route = frappe.db.get_value("Route", self.route, "short_name") or self.route
		self.title = f"{child}: {route}"

	def check_other_plans(self) -> None:
		"""Allows one open plan per route, and one open primary plan."""
		if self.status not in OPEN_STATUSES:
			return
		for other in plans.other_open_plans(self):
			same_route = other.route == self.route
			if same_route or (other.plan_kind == self.plan_kind == "Primary"):
				message = (
					_("There is an open plan for {0} already: {1}.")
					if same_route
					else _(
						"The child has a primary plan already ({0}: {1}). Make this one parallel or contingency."
					)
				)
				frappe.throw(message.format(other.route, other.name), OpenPlanError, title=_("Open Plan"))

	def check_carer(self) -> None:
		"""Checks that the carer is somebody whom this child knows, and who has not been ruled out."""
		if not self.carer or not self.has_value_changed("carer"):
			return
		person = frappe.db.get_value(
			"Connected Person", self.carer, ["child", "ruled_out", "person_name"], as_dict=True
		)
		if person.child != self.child:
			self.refuse_carer(
				_("{0} is a connected person of another child.").format(frappe.bold(self.carer))
			)
		if person.ruled_out and self.status in OPEN_STATUSES:
			name = frappe.bold(frappe.utils.escape_html(person.person_name))
			self.refuse_carer(
				_("{0} is ruled out. Choose somebody else, or correct that record.").format(name)
			)

	def refuse_carer(self, why: str) -> None:
		"""Refuses the carer with what to put right."""
		frappe.throw(why, ConnectedPersonError, title=_("Carer"))

	def check_dates(self) -> None:
		"""Refuses events in the future and ends before their starts."""
		faults = date_faults({field: self._date(field, self) for field in DATES}, getdate(nowdate()))
		if faults:
			frappe.throw(
				" ".join(translated(fault) for fault in faults),
				ImpossibleDateError,
				title=_("Impossible Date"),
			)

	def stamp_status(self) -> None:
		"""Records who put the child on the list and when, or when it was taken off."""
		before = self.get_doc_before_save()
		was = before.status if before else None
		if self.status == was:
			return
		if self.status == "Prioritised":
			self.prioritised_on = self.flags.decided_on or nowdate()
			self.prioritised_by = frappe.session.user
			self.prioritised_at = self.flags.meeting
			self.removed_on = self.removal_reason = self.targeted_work_in = None
		elif self.status == "No longer prioritised":
			self.removed_on = self.flags.decided_on or nowdate()
			self.for_panel = 0

	def check_predicted_start(self) -> None:
		"""Requires a predicted start if the plan had one or was discussed in a forum that requires it."""
		if self.status != "Prioritised" or self.predicted_start or self.is_new():
			return
		before = self.get_doc_before_save()
		if before and before.status != "Prioritised":
			return
		if (before and before.predicted_start) or plans.was_discussed_where_start_is_asked(self.name):
			frappe.throw(
				_("{0} is prioritised and needs a predicted assessment start.").format(self.title),
				PredictedStartMissingError,
				title=_("Predicted Start Missing"),
			)

	def record_predictions(self) -> None:
		"""Records every change of a predicted date, with who, when and in which meeting."""
		before = self.get_doc_before_save()
		were = {field: self._date(field, before) for field in DATES}
		for move in moves(were, {field: self._date(field, self) for field in DATES}):
			self.append(
				"predictions",
				{
					"changed_on": now_datetime(),
					"date_field": PREDICTED[move.field],
					"was": move.was,
					"became": move.became,
					"changed_by": frappe.session.user,
					"meeting": self.flags.meeting,
				},
			)
			self.times_moved = (self.times_moved or 0) + int(move.is_move)

	def _date(self, field: str, doc: Document | None) -> date | None:
		value = doc.get(field) if doc else None
		return getdate(value) if value else None
