"""Child."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate, nowdate

from ppoc.access import rules
from ppoc.access.sharing import refuse_nobody
from ppoc.care_codes import WITH_PARENTS
from ppoc.care_words import keep_codes, refuse_other_status
from ppoc.children.duplicates.database import keep_merged_read_only
from ppoc.children.numbers import keep_numbers
from ppoc.exceptions import (
	CareFactsError,
	ChildIDTakenError,
	ImpossibleDateError,
	RationaleMissingError,
	WrongTeamError,
)
from ppoc.plans.care_events import child_categorised
from ppoc.plans.potential import database as potential
from ppoc.plans.potential.rules import CARE_FACTS, NOT_YET, birth_fault
from ppoc.plans.rag import rating_database as ratings
from ppoc.timescales import recompute_database as due_dates
from ppoc.timescales.past_facts_database import note_past
from ppoc.translating import translated


class Child(Document):
	"""A child known to the service."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.child_allowed_person.child_allowed_person import ChildAllowedPerson
		from ppoc.ppoc.doctype.child_identifier.child_identifier import ChildIdentifier
		from ppoc.ppoc.doctype.child_worker.child_worker import ChildWorker
		from ppoc.ppoc.doctype.potential_decision.potential_decision import PotentialDecision

		adoption_order_on: DF.Date | None
		allowed_people: DF.Table[ChildAllowedPerson]
		care_ended_on: DF.Date | None
		care_facts_by_hand: DF.Check
		care_started_on: DF.Date | None
		child_id: DF.Data
		current_plan: DF.Link | None
		current_route: DF.Link | None
		date_of_birth: DF.Date | None
		date_of_death: DF.Date | None
		ethnicity: DF.Autocomplete | None
		first_name: DF.Data | None
		for_panel: DF.Check
		for_panel_reason: DF.SmallText | None
		full_name: DF.Data | None
		identifiers: DF.Table[ChildIdentifier]
		joined_team_on: DF.Date | None
		last_name: DF.Data | None
		left_care_by: DF.Link | None
		legal_status: DF.Autocomplete | None
		locality: DF.Link
		looked_after: DF.Check
		merged_into: DF.Link | None
		mother_of_child: DF.Check
		next_due: DF.Data | None
		next_due_on: DF.Date | None
		nhs_number: DF.Data | None
		on_full_care_order: DF.Check
		overdue_count: DF.Int
		placed_with_parents: DF.Check
		placement: DF.Autocomplete | None
		placement_since: DF.Date | None
		potential: DF.Literal[
			"Not yet categorised",
			"Potential now",
			"Potential in the future",
			"Uncertain",
			"No potential",
			"No potential agreed",
			"Challenged",
		]
		potential_decided_by: DF.Link | None
		potential_decided_on: DF.Date | None
		potential_history: DF.Table[PotentialDecision]
		potential_rationale: DF.SmallText | None
		potential_review_on: DF.Date | None
		restricted: DF.Check
		restriction_reason: DF.SmallText | None
		reviewing_officer: DF.Link | None
		sex: DF.Literal["", "Male", "Female", "Unknown"]
		sibling_group: DF.Link | None
		social_worker: DF.Link | None
		supervising_social_worker: DF.Link | None
		team: DF.Link | None
		timescales_change_on: DF.Date | None
		timescales_past: DF.LongText | None
		timescales_stamp: DF.Data | None
		unaccompanied: DF.Check
		unborn: DF.Check
		upn: DF.Data | None
		workers: DF.Table[ChildWorker]
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Sets a new child's potential to not yet categorised."""
		self.potential = self.potential or NOT_YET

	def validate(self) -> None:
		"""Checks the child's record and fills in what follows from it."""
		self.set_name()
		self.check_child_id()
		keep_numbers(self)
		self.check_dates()
		self.check_team()
		keep_codes(self)
		if not (self.flags.care_facts_from_return or self.flags.care_words_as_sent):
			refuse_other_status(self)
		self.note_joining_the_team()
		self.keep_care_facts()
		self.placed_with_parents = int(bool(self.looked_after) and self.placement == WITH_PARENTS)
		self.record_potential()
		refuse_nobody(self)
		keep_merged_read_only(self)
		due_dates.keep_computed(self)
		note_past(self)

	def on_update(self) -> None:
		"""Updates the child's plans, actions, requests to the panel, due dates and ratings."""
		potential.follow(self)
		self.move_open_work()
		child_categorised(self)
		due_dates.child_changed(self)
		ratings.due_dates_changed(self)

	def on_trash(self) -> None:
		"""Deletes the child's due dates."""
		due_dates.forget(self)

	def set_name(self) -> None:
		"""Sets the name as shown; a statutory return has none, so the ID is used until there is one."""
		name = " ".join(part.strip() for part in (self.first_name, self.last_name) if part and part.strip())
		self.child_id = (self.child_id or "").strip()
		self.full_name = name or _("Child {0}").format(self.child_id)

	def check_child_id(self) -> None:
		"""Checks that no other child has this ID; a merged record keeps its ID but does not count."""
		if self.merged_into or not self.child_id:
			return
		same = {"child_id": self.child_id, "merged_into": ["is", "not set"], "name": ["!=", self.name or ""]}
		other = frappe.db.get_value("Child", same, "name")
		if not other:
			return
		if rules.may_see_children(frappe.session.user, [other]):
			words = _("The ID {0} belongs to another child ({1}). Open that record, or correct the ID.")
		else:
			words = _("The ID {0} cannot be used. Check it, or ask the team that looks after your data.")
		frappe.throw(words.format(frappe.bold(self.child_id), other), ChildIDTakenError, title=_("ID Taken"))

	def check_dates(self) -> None:
		"""Refuses a birth in the future or an impossible age."""
		born, died = (getdate(value) if value else None for value in (self.date_of_birth, self.date_of_death))
		fault = birth_fault(born, bool(self.unborn), died, getdate(nowdate()))
		if fault and self._changed("date_of_birth", "date_of_death", "unborn"):
			frappe.throw(translated(fault), ImpossibleDateError, title=_("Impossible Date"))

	def check_team(self) -> None:
		"""Checks that the team belongs to the locality."""
		if not self.team or not self._changed("team", "locality"):
			return
		locality = frappe.db.get_value("Team", self.team, "locality")
		if locality != self.locality:
			frappe.throw(
				_("The team {0} belongs to {1}, not to {2}.").format(self.team, locality, self.locality),
				WrongTeamError,
				title=_("Wrong Team"),
			)

	def note_joining_the_team(self) -> None:
		"""Sets the day from which the child is new to the team's caseload."""
		before = self.get_doc_before_save()
		if not self.team:
			self.joined_team_on = None
		elif before is None:
			self.joined_team_on = self.joined_team_on or nowdate()
		elif before.team != self.team:
			typed = self.joined_team_on and getdate(self.joined_team_on) != getdate(
				before.joined_team_on or "1900-01-01"
			)
			self.joined_team_on = self.joined_team_on if typed else nowdate()

	def keep_care_facts(self) -> None:
		"""Refuses typed changes to facts from the statutory return, unless `care_facts_by_hand` is ticked.

		A child without a legal status can be given one at any time: the next return corrects it.
		"""
		if self.care_facts_by_hand or self.flags.care_facts_from_return:
			return
		before = self.get_doc_before_save()
		fixed = [field for field in CARE_FACTS if before and (field != "legal_status" or before.legal_status)]
		if any(_differs(self, before, field) for field in fixed):
			frappe.throw(
				_(
					"Legal status, placement and dates of care come from the statutory return. Tick"
					" “{0}” to fill them in here."
				).format(_(self.meta.get_label("care_facts_by_hand"))),
				CareFactsError,
				title=_("From the Return"),
			)

	def record_potential(self) -> None:
		"""Requires a reason for every decision on potential, and adds it to the history with who, when and where."""
		before = self.get_doc_before_save()
		was = before.potential if before else NOT_YET
		if self.potential == was:
			return
		if not (self.potential_rationale or "").strip():
			frappe.throw(
				_("Say why {0} is now “{1}”: the reason is kept with the decision.").format(
					self.full_name, _(self.potential)
				),
				RationaleMissingError,
				title=_("Reason Missing"),
			)
		potential.stamp(self)

	def move_open_work(self) -> None:
		"""Moves open plans and actions with the child to another team or locality."""
		before = self.get_doc_before_save()
		if before and (before.team != self.team or before.locality != self.locality):
			potential.move_open_work(self.name, self.locality, self.team)

	def _changed(self, *fields: str) -> bool:
		return self.is_new() or any(self.has_value_changed(field) for field in fields)


def _differs(doc: Document, before: Document, field: str) -> bool:
	"""Returns whether a fact has changed, however each value is written."""
	return cstr(doc.get(field) or "") != cstr(before.get(field) or "") and not _same_day(doc, before, field)


def _same_day(doc: Document, before: Document, field: str) -> bool:
	"""Returns whether two values are the same date, however each is written."""
	if doc.meta.get_field(field).fieldtype != "Date" or not (doc.get(field) and before.get(field)):
		return False
	return getdate(doc.get(field)) == getdate(before.get(field))
