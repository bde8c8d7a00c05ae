"""Forum."""

from __future__ import annotations

import frappe
from frappe import _

from ppoc.database.times import TimesAsEntered
from ppoc.exceptions import ForumRuleError
from ppoc.meetings.agenda.people import lines_of

REQUEST_FIELDS = (
	"slots",
	"approval_role",
	"waiting_list",
	"emergency_allowed",
	"request_deadline_days",
	"request_deadline_weekday",
)


class Forum(TimesAsEntered):
	"""A kind of meeting, as data."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.forum_agenda_item.forum_agenda_item import ForumAgendaItem
		from ppoc.ppoc.doctype.forum_member.forum_member import ForumMember
		from ppoc.ppoc.doctype.forum_paper.forum_paper import ForumPaper

		active: DF.Check
		agenda_items: DF.Table[ForumAgendaItem]
		agenda_print_format: DF.Link | None
		approval_role: DF.Link | None
		authorise_within_hours: DF.Int
		authorised_event_type: DF.Link | None
		before_every_nth: DF.Int
		circulate_days_before: DF.Int
		circulated_event_type: DF.Link | None
		directly_before: DF.Link | None
		duration_minutes: DF.Int
		emergency_allowed: DF.Check
		event_type: DF.Link | None
		every: DF.Literal["Week", "Month"]
		forum_name: DF.Data
		held_by: DF.Literal["Team", "Locality", "Authority"]
		interval: DF.Int
		invite_reviewing_officers: DF.Check
		members: DF.Table[ForumMember]
		on_closed_day: DF.Literal["", "Held earlier", "Held later", "Left out"]
		notes_due_days: DF.Int
		notes_due_unit: DF.Literal["Working days", "Calendar days"]
		notes_event_type: DF.Link | None
		notes_print_format: DF.Link | None
		pack: DF.Link | None
		papers: DF.Table[ForumPaper]
		planned_event_type: DF.Link | None
		purpose: DF.SmallText | None
		request_deadline_days: DF.Int
		request_deadline_time: DF.Time | None
		request_deadline_weekday: DF.Literal[
			"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
		]
		requires_predicted_start: DF.Check
		sends_targeted_work: DF.Check
		slot_minutes: DF.Int
		slots: DF.Int
		source: DF.Data | None
		start_time: DF.Time | None
		takes_requests: DF.Check
		takes_to: DF.Link | None
		venue: DF.Data | None
		waiting_list: DF.Check
		week_of_month: DF.Literal["", "First", "Second", "Third", "Fourth", "Last"]
		weekday: DF.Literal["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		writes_case_notes: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks that the forum does not contradict itself."""
		for fault in (
			*self.rhythm_faults(),
			*self.member_faults(),
			*self.agenda_faults(),
			*self.request_faults(),
			*self.paper_faults(),
		):
			frappe.throw(fault, ForumRuleError, title=_("Forum"))

	def rhythm_faults(self) -> list[str]:
		"""Returns what is wrong with its rhythm, as sentences."""
		faults = []
		if (self.interval or 0) < 1 and not self.directly_before:
			faults.append(_("How many weeks or months apart? Enter 1 or more."))
		if (self.duration_minutes or 0) < 1:
			faults.append(_("How long does it last? Enter 1 minute or more."))
		if self.directly_before:
			if self._leads_back(self.directly_before):
				faults.append(_("It cannot be held directly before itself."))
			if (self.before_every_nth or 0) < 1:
				faults.append(
					_("Before which of its meetings? Enter 1 for each, 2 for every second one, or more.")
				)
		if self.takes_to and self.takes_to == self.name:
			faults.append(_("It cannot take children on to itself."))
		return faults

	def member_faults(self) -> list[str]:
		"""Returns faults in its members: one chair, each role or post once, items that are on the agenda."""
		faults = [
			_("Member in row {0}: choose a role, or write what the post is called.").format(row.idx)
			for row in self.members
			if not row.role and not (row.post or "").strip()
		]
		seats = [" ".join(filter(None, [row.role, row.post])) for row in self.members]
		faults += [
			_("The role {0} is there twice.").format(seat)
			for seat in sorted({s for s in seats if seats.count(s) > 1})
		]
		if sum(1 for row in self.members if row.chair) > 1:
			faults.append(_("Only one role can chair."))
		faults += [
			_("{0} cannot be both chair and vice chair.").format(row.post or row.role)
			for row in self.members
			if row.chair and row.vice_chair
		]
		return faults + self._item_faults()

	def _item_faults(self) -> list[str]:
		titles = {row.title for row in self.agenda_items}
		faults = []
		for row in self.members:
			if row.attends != "For these items":
				continue
			named = lines_of(row.items)
			if not named:
				faults.append(_("{0}: say for which agenda items.").format(row.post or row.role))
			faults += [
				_("{0}: there is no agenda item “{1}”.").format(row.post or row.role, title)
				for title in named
				if title not in titles
			]
		return faults

	def agenda_faults(self) -> list[str]:
		"""Returns faults in its agenda: items that discuss children need a query, items that only talk have none."""
		faults = []
		for row in self.agenda_items:
			if row.purpose == "Talk" and row.agenda_query:
				faults.append(
					_("Row {0}: an item of the kind Talk has no children; choose another kind.").format(
						row.idx
					)
				)
			if row.purpose == "Record" and not row.record_template:
				faults.append(_("Row {0}: what is written down? Choose a record template.").format(row.idx))
			if row.purpose == "Talk" and row.record_template:
				faults.append(
					_("Row {0}: an item of the kind Talk has no children to record anything about.").format(
						row.idx
					)
				)
			if row.purpose != "Talk" and not row.agenda_query:
				faults.append(_("Row {0}: which children? Choose an agenda query.").format(row.idx))
		return faults

	def request_faults(self) -> list[str]:
		"""Returns faults in its booking rules: they need requests, and a waiting list needs a limit."""
		faults = []
		if not self.takes_requests:
			faults += [
				_("It does not take requests for a place, so clear “{0}”.").format(
					_(self.meta.get_label(field))
				)
				for field in REQUEST_FIELDS
				if self.get(field)
			]
		elif self.waiting_list and not self.slots and not self.slot_minutes:
			faults.append(_("When is it full? Enter the places at a meeting, or the minutes for each child."))
		if (self.slots or 0) * (self.slot_minutes or 0) > (self.duration_minutes or 0):
			faults.append(
				_("{0} places of {1} minutes each do not fit into {2} minutes.").format(
					self.slots, self.slot_minutes, self.duration_minutes
				)
			)
		return faults

	def paper_faults(self) -> list[str]:
		"""Returns faults in its papers: a document has one deadline for a service."""
		asked = [(row.document, (row.service or "").strip()) for row in self.papers]
		return [
			_("The paper “{0}” is there twice for the same service.").format(document)
			for document, service in sorted({one for one in asked if asked.count(one) > 1})
		]

	def _leads_back(self, forum: str | None) -> bool:
		before = dict(frappe.get_all("Forum", fields=["name", "directly_before"], as_list=True))
		seen = {self.name}
		while forum and forum not in seen:
			seen.add(forum)
			forum = before.get(forum)
		return bool(forum)
