"""Booking."""

from __future__ import annotations

from typing import Any, Final, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, now_datetime

from ppoc.database.times import TimesAsEntered
from ppoc.exceptions import BookingRefusedError
from ppoc.meeting_statuses import HELD
from ppoc.meetings.bookings import database
from ppoc.meetings.bookings.places import PlaceOffer, deadline
from ppoc.meetings.bookings.wording import not_earlier

REQUESTED: Final = "Requested"
BOOKED: Final = "Booked"
WAITING: Final = "Waiting list"
ENDED = ("Refused", "Withdrawn")


class Booking(TimesAsEntered):
	"""A child's place in a sitting of a forum. Places are given by the steps below, which set the status;
	nobody types them."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.booking_paper.booking_paper import BookingPaper

		answer_reason: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		approval_role: DF.Link | None
		child: DF.Link
		child_id: DF.Data | None
		emergency: DF.Check
		emergency_decision: DF.SmallText | None
		forum: DF.Link
		meeting: DF.Link | None
		meeting_date: DF.Date | None
		papers: DF.Table[BookingPaper]
		papers_due_on: DF.Date | None
		papers_missing: DF.Int
		place_note: DF.SmallText | None
		presenter: DF.Link | None
		request: DF.Link | None
		requested_by: DF.Link | None
		requested_on: DF.Datetime | None
		retrospective: DF.Check
		start_time: DF.Time | None
		status: DF.Literal["Requested", "Booked", "Waiting list", "Refused", "Withdrawn"]
		tell: DF.Data | None
		wanted: DF.Link | None
		what_for: DF.SmallText
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who books the place, and gives it at once unless somebody has to agree first."""
		self.update(dict.fromkeys(GIVEN))
		self.status, self.requested_by, self.requested_on = REQUESTED, frappe.session.user, now_datetime()
		forum = self.forum_doc()
		if not forum.takes_requests:
			stop(_("{0} does not take requests for a place.").format(frappe.bold(self.forum)))
		child = frappe.get_doc("Child", self.child)
		child.check_permission("read")
		self.approval_role = forum.approval_role or None
		self.presenter = self.presenter or child.social_worker
		self.check_not_twice()
		if not self.approval_role:
			self.take_place(forum)

	def validate(self) -> None:
		"""Checks that the record is consistent, and sets the papers and their due dates."""
		if self.request and frappe.db.get_value("Panel Decision", self.request, "child") != self.child:
			stop(_("The request is about another child."))
		if self.wanted and frappe.db.get_value("Meeting", self.wanted, "forum") != self.forum:
			stop(_("The meeting asked for belongs to another forum."))
		if self.emergency and not (self.emergency_decision or "").strip():
			stop(_("Say what was decided in the emergency, by whom and when."))
		self.keep_given()
		database.lay_out_papers(self, self.forum_doc())
		missing = [row for row in self.papers if not (row.received_on or row.attachment)]
		due = [row.due_on for row in missing if row.due_on]
		self.papers_missing, self.papers_due_on = len(missing), min(due, default=None)
		self.tell = database.email_of(self.presenter, self.child)

	def on_update(self) -> None:
		"""Puts the request that the forum is to decide into the same sitting."""
		if self.status == BOOKED and self.request and self.has_value_changed("meeting"):
			asked = frappe.get_doc("Panel Decision", self.request)
			if asked.status == "Requested":
				asked.db_set("meeting", self.meeting)
				asked.add_comment("Info", _("A place was given at {0}: {1}.").format(self.forum, self.name))

	def on_trash(self) -> None:
		"""Refuses deletion: who asked for what is kept."""
		stop(_("Bookings are kept. Withdraw it instead."))

	# steps

	def approve(self) -> None:
		"""Approves the booking, as the forum requires, and gives the place at once.

		Raises:
			BookingRefusedError: it was answered already, the user does not have the role, or there is no
				place.
		"""
		self.check_answer()
		self.answer(_("Agreed"))
		self.take_place(self.forum_doc())
		self.save()

	def refuse(self, reason: str) -> None:
		"""Refuses the booking, with a reason that the person who made it reads."""
		self.check_answer()
		self.end("Refused", reason)

	def withdraw(self, reason: str) -> None:
		"""Withdraws the booking when the place is not needed any more; the next one waiting moves up."""
		self.check_permission("write")
		if self.status in ENDED:
			stop(_("This booking has ended already."))
		self.end("Withdrawn", reason)

	def try_again(self) -> None:
		"""Gives a waiting booking a place if there is one now."""
		if self.status == WAITING and database.find_place(self, self.forum_doc()).sitting:
			self.take_place(self.forum_doc())
			self.save_by_itself()

	def follow_meeting(self, meeting: Document, cancelled: bool) -> None:
		"""Moves the booking along with its sitting, or finds another place or waits if the sitting was cancelled."""
		if cancelled:
			self.wanted = self.meeting = self.meeting_date = self.start_time = None
			self.take_place(self.forum_doc(), or_wait=True)
			self.place_note = _("The meeting on {0} was cancelled. {1}").format(
				format_date(meeting.meeting_date), self.place_note or ""
			)
		else:
			self.meeting_date, self.start_time = meeting.meeting_date, meeting.start_time
			self.place_note = _("The meeting was moved to {0}.").format(format_date(meeting.meeting_date))
		self.save_by_itself()

	# parts of the steps

	def forum_doc(self) -> Document:
		"""Returns the forum with its terms and papers."""
		return frappe.get_cached_doc("Forum", self.forum)

	def check_not_twice(self) -> None:
		"""Allows one open booking for each child and forum."""
		open_ones = {"child": self.child, "forum": self.forum, "status": ["not in", ENDED]}
		for other in frappe.get_all("Booking", filters=open_ones, fields=["name", "meeting", "status"]):
			status = frappe.db.get_value("Meeting", other.meeting, "status") if other.meeting else None
			if status not in HELD:
				stop(_("This child has a booking for {0} already: {1}.").format(self.forum, other.name))

	def check_answer(self) -> None:
		"""Checks that the booking is answered once, by the role that the forum names, with write permission."""
		self.check_permission("write")
		if self.status != REQUESTED:
			stop(_("This booking has already been answered."))
		if not self.approval_role or self.approval_role not in frappe.get_roles():
			stop(_("This can only be answered by: {0}.").format(frappe.bold(_(self.approval_role or ""))))

	def answer(self, reason: str) -> None:
		"""Records who answered and when."""
		self.answered_by, self.answered_on, self.answer_reason = frappe.session.user, now_datetime(), reason
		self.flags.step = True

	def end(self, status: Literal["Refused", "Withdrawn"], reason: str) -> None:
		"""Refuses or withdraws the booking with a reason; its place is free again."""
		if not (reason or "").strip():
			stop(_("Say why; the person who asked will read it."))
		self.answer(reason.strip())
		self.status = status
		self.save()
		database.move_up(self.forum)

	def take_place(self, forum: Document, or_wait: bool = False) -> None:
		"""Takes a place in a sitting or on the waiting list, or refuses with a message that says what to do."""
		found = database.find_place(self, forum)
		self.flags.step = True
		if found.sitting:
			self.status, self.meeting = BOOKED, found.sitting.meeting
			self.meeting_date, self.start_time = found.sitting.day, found.sitting.start
			self.retrospective = int(bool(self.emergency))
			self.place_note = self.missed_words(found, forum)
		elif found.waiting or or_wait:
			self.status, self.place_note = WAITING, self.missed_words(found, forum)
		else:
			stop(self.missed_words(found, forum))

	def missed_words(self, found: PlaceOffer, forum: Document) -> str:
		"""Returns why there was no earlier sitting."""
		terms, calendar = database.terms_of(forum), database.calendar_for(self.child)
		return not_earlier(found, self.forum, forum.slots, lambda sitting: deadline(sitting, terms, calendar))

	def keep_given(self) -> None:
		"""Keeps fields that only a step may set, whatever the form sends."""
		before = self.get_doc_before_save()
		if before and not self.flags.step:
			self.update({field: before.get(field) for field in GIVEN})

	def save_by_itself(self) -> None:
		"""Saves because of a change to another record, whose user may have no permission on this one."""
		self.flags.step = True
		self.flags.ignore_permissions = True  # as said above: it follows from a step
		self.save()


GIVEN = (
	"status",
	"approval_role",
	"requested_by",
	"requested_on",
	"meeting",
	"meeting_date",
	"start_time",
	"retrospective",
	"place_note",
	"answered_by",
	"answered_on",
	"answer_reason",
)


def stop(said: str) -> Any:
	"""Throws the reason as a BookingRefusedError."""
	frappe.throw(said, BookingRefusedError, title=_("Booking"))
