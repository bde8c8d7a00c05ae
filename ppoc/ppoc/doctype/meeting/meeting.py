"""Meeting."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import add_days, format_date, getdate, now_datetime, nowdate

from ppoc.children.names_in_text_database import refuse_names, restricted_in
from ppoc.database.times import TimesAsEntered
from ppoc.decisions.validation import authorise_by
from ppoc.exceptions import ForumRuleError, MeetingClosedError, MeetingClosingError, NotReviewedError
from ppoc.meeting_statuses import HELD
from ppoc.meetings import care_events, effects
from ppoc.meetings.agenda import database as agendas
from ppoc.meetings.agenda import people
from ppoc.meetings.agenda.clashes import tell_clashes
from ppoc.meetings.agenda.linked_sittings import move_those_before
from ppoc.meetings.agenda.proposals import next_by_rhythm
from ppoc.meetings.bookings import database as bookings
from ppoc.meetings.database import closing_of
from ppoc.meetings.emails import after_meeting
from ppoc.meetings.guards import refuse_unseen_step
from ppoc.meetings.invitations import sending as invitations
from ppoc.meetings.realtime import tell_meeting
from ppoc.meetings.records.database import forget_answers
from ppoc.timescales import recompute_database as due_dates
from ppoc.translating import translated

FILLED_DAYS_AHEAD = 14
"""A proposal further ahead than this has no agenda yet, because it would have changed by then."""

FIXED = ("meeting_date", "start_time", "locality", "team", "chair")
"""Fields that cannot change once a meeting is closed."""

AUTHORISATION = ("authorise_by", "authorised_by", "authorised_on")


class Meeting(TimesAsEntered):
	"""One sitting of a forum."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.meeting_agenda_item.meeting_agenda_item import MeetingAgendaItem
		from ppoc.ppoc.doctype.meeting_attendee.meeting_attendee import MeetingAttendee

		agenda: DF.Table[MeetingAgendaItem]
		any_other_business: DF.SmallText | None
		attendees: DF.Table[MeetingAttendee]
		authorise_by: DF.Datetime | None
		authorised_by: DF.Link | None
		authorised_on: DF.Datetime | None
		cancel_reason: DF.SmallText | None
		chair: DF.Link | None
		circulated_on: DF.Datetime | None
		circulation_reminded_on: DF.Date | None
		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		closing_children: DF.Int
		closing_summary: DF.SmallText | None
		duration_minutes: DF.Int
		forum: DF.Link
		invitation_mark: DF.Data | None
		invitation_sequence: DF.Int
		invited: DF.SmallText | None
		invited_for: DF.Datetime | None
		locality: DF.Link
		meeting_date: DF.Date
		next_meeting_date: DF.Date | None
		note_taker: DF.Link | None
		notes_issued_on: DF.Datetime | None
		previous_meeting: DF.Link | None
		rhythm_date: DF.Date | None
		schedule: DF.Link | None
		start_time: DF.Time
		status: DF.Literal["Proposed", "Planned", "Circulated", "Held", "Notes issued", "Cancelled"]
		targeted_work_sent_on: DF.Datetime | None
		team: DF.Link | None
		title: DF.Data | None
		unreviewed_acknowledged: DF.Check
		venue: DF.Data | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Fills in the agenda and the people from the forum."""
		forum = frappe.get_cached_doc("Forum", self.forum)
		self.duration_minutes = self.duration_minutes or forum.duration_minutes
		if forum.held_by != "Team":
			self.team = None
		if not self.agenda:
			for row in forum.agenda_items:
				self.append("agenda", {field: row.get(field) for field in AGENDA_FIELDS})
		people.seat_members(self, forum)
		previous = agendas.last_sitting(self, held_only=False)
		self.previous_meeting = previous.name if previous else None

	def validate(self) -> None:
		"""Checks the meeting, and what its next status requires."""
		refuse_unseen_step(self)
		self.set_title()
		self.set_item_keys()
		self.check_team()
		self.check_not_closed()
		self.keep_authorisation()
		self.refuse_names()
		self.enter_status()

	def on_update(self) -> None:
		"""Starts what follows from a new status, in the same transaction."""
		if self.flags.closing:
			with due_dates.gathered():
				effects.carry_out(self, self.flags.closing)
		if self._entered():
			after_meeting.follow(self)
		move_those_before(self)
		tell_clashes(self)
		tell_meeting(self.name, self, kind="closed" if self.flags.closing else "agenda")
		due_dates.meeting_changed(self)
		bookings.meeting_changed(self)
		invitations.follow(self)
		care_events.note(self)

	def on_trash(self) -> None:
		"""Deletes the discussions and due dates of a meeting that was not held."""
		if self.status in HELD:
			frappe.throw(
				_("A meeting that was held cannot be deleted."), MeetingClosedError, title=_("Meeting Held")
			)
		forget_answers(frappe.get_all("Meeting Discussion", {"meeting": self.name}, pluck="name"))
		frappe.db.delete("Meeting Discussion", {"meeting": self.name})
		due_dates.forget(self)

	def set_title(self) -> None:
		"""Sets the title from forum, team and day."""
		self.title = f"{self.forum}, {self.team or self.locality}, {format_date(self.meeting_date)}"

	def set_item_keys(self) -> None:
		"""Gives each agenda item its own key, so that it keeps its children when it is renamed or moved."""
		keys = set()
		for row in self.agenda:
			if not row.item_key or row.item_key in keys:
				row.item_key = frappe.generate_hash(length=8)
			keys.add(row.item_key)

	def check_team(self) -> None:
		"""Checks that a forum held by teams has a team, in this locality."""
		held_by = frappe.get_cached_value("Forum", self.forum, "held_by")
		if held_by == "Team" and not self.team:
			frappe.throw(
				_("{0} is held by a team: which one?").format(self.forum), ForumRuleError, title=_("Team")
			)
		if self.team and frappe.get_cached_value("Team", self.team, "locality") != self.locality:
			frappe.throw(
				_("The team {0} does not belong to {1}.").format(self.team, self.locality),
				ForumRuleError,
				title=_("Team"),
			)

	def check_not_closed(self) -> None:
		"""Refuses changes to day, place and chair of a meeting that was held."""
		before = self.get_doc_before_save()
		if before and before.status in HELD and any(self.has_value_changed(field) for field in FIXED):
			frappe.throw(_("This meeting is closed."), MeetingClosedError, title=_("Meeting Closed"))

	def refuse_names(self) -> None:
		"""Refuses names of restricted children on the agenda in what everybody reads who was at the meeting."""
		if self.any_other_business and self.has_value_changed("any_other_business"):
			words = _("Everybody reads this who gets the notes. Write it under the child's own item instead.")
			refuse_names(self, "any_other_business", restricted_in(self.name), words)

	def keep_authorisation(self) -> None:
		"""Keeps the authorisation fields, which only the chair's step sets."""
		if not self.flags.authorising:
			before = self.get_doc_before_save()
			self.update({field: before.get(field) if before else None for field in AUTHORISATION})

	def enter_status(self) -> None:
		"""Prepares what a new status needs."""
		if self.is_new():
			if not self.schedule or getdate(self.meeting_date) <= getdate(
				add_days(nowdate(), FILLED_DAYS_AHEAD)
			):
				agendas.fill_into(self)
		elif self._entered() in ("Planned", "Circulated"):
			agendas.fill_into(self)
			self.set_next_date()
			if self.status == "Circulated":
				self.circulated_on = now_datetime()
		elif self._entered() == "Held":
			self.set_next_date()
			self.prepare_closing()
		elif self._entered() == "Notes issued":
			self.notes_issued_on = now_datetime()

	def set_next_date(self) -> None:
		"""Sets the next sitting, unless a date was typed: the one that is planned, or the day by the rhythm."""
		self.next_meeting_date = (
			self.next_meeting_date or agendas.next_sitting_on(self) or next_by_rhythm(self)
		)

	def prepare_closing(self) -> None:
		"""Plans what closing does, and refuses it while something prevents it."""
		closing = closing_of(self, frappe.session.user, self.get_doc_before_save().status, lock=True)
		if closing.blockers:
			_refuse(
				[translated(remark.words) for remark in closing.blockers],
				MeetingClosingError,
				_("Not Ready to Close"),
			)
		if closing.unreviewed and not self.unreviewed_acknowledged:
			words = [translated(remark.words) for remark in closing.warnings]
			words.append(
				_("Review each, or tick “{0}”.").format(_(self.meta.get_label("unreviewed_acknowledged")))
			)
			_refuse(words, NotReviewedError, _("Actions Not Reviewed"))
		self.closed_on, self.closed_by = now_datetime(), frappe.session.user
		self.authorise_by = authorise_by(self)
		self.closing_summary, self.closing_children = translated(closing.summary), closing.discussed
		self.flags.closing = closing

	def _entered(self) -> str | None:
		"""Returns the status that this save sets, None if it stays the same."""
		before = self.get_doc_before_save()
		return self.status if before and before.status != self.status else None


AGENDA_FIELDS = (
	"title", "minutes", "purpose", "agenda_query", "record_template", "guidance", "show_dashboard",
)  # fmt: skip


def _refuse(words: list[str], error: type[Exception], title: str) -> None:
	lines = "".join(f"<li>{frappe.utils.escape_html(line)}</li>" for line in words)
	frappe.throw(f"<ul>{lines}</ul>", error, title=title)


def on_doctype_update() -> None:
	"""Adds what the form's definition cannot name: an index of two fields, by which proposals look for a sitting."""
	frappe.db.add_index("Meeting", ["schedule", "rhythm_date"])
