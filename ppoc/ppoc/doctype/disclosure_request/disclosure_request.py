"""Disclosure Request."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from ppoc.exceptions import DisclosureError
from ppoc.retention import papers_database as papers
from ppoc.retention.deadlines import IDENTITY, faults
from ppoc.retention.due_dates_database import due_of_request, in_words, request_of
from ppoc.translating import translated

SENT = "Sent"
STAMPS = ("sent_by", "sent_digest")


class DisclosureRequest(Document):
	"""Somebody asks for what is held about a child (UK GDPR, article 15)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.disclosure_question.disclosure_question import DisclosureQuestion
		from ppoc.ppoc.doctype.disclosure_redaction.disclosure_redaction import DisclosureRedaction
		from ppoc.ppoc.doctype.disclosure_search.disclosure_search import DisclosureSearch

		asked_by: DF.Data
		child: DF.Link
		closed_as: DF.Literal["", "Refused", "Withdrawn"]
		closed_on: DF.Date | None
		closed_reason: DF.SmallText | None
		due_on: DF.Date | None
		entitled: DF.SmallText | None
		explanation: DF.SmallText | None
		extended_on: DF.Date | None
		extension_reason: DF.SmallText | None
		questions: DF.Table[DisclosureQuestion]
		reached_by: DF.SmallText | None
		received_on: DF.Date
		redactions: DF.Table[DisclosureRedaction]
		relation: DF.Literal["The child or young person", "A parent", "A solicitor", "Somebody else"]
		searches: DF.Table[DisclosureSearch]
		sent_by: DF.Link | None
		sent_digest: DF.Data | None
		sent_how: DF.Data | None
		sent_on: DF.Date | None
		status: DF.Literal["Waiting for identity", "Clock stopped", "In hand", "Sent", "Refused", "Withdrawn"]
		third_parties_checked: DF.Check
		wanted: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Checks the steps, and works out state and due date."""
		before = self.get_doc_before_save()
		self.keep_what_was_sent(before)
		for field in STAMPS:
			self.set(field, before.get(field) if before else None)
		self.check_dates()
		self.check_redactions()
		due = due_of_request(self)
		self.check_extension(due.tell_by)
		self.update({"due_on": due.on, "explanation": in_words(due), "status": due.state})
		self.end(before)

	def on_trash(self) -> None:
		"""Refuses deletion: a request is refused or withdrawn with a reason."""
		refuse(_("A request cannot be deleted. End it with a reason."))

	def keep_what_was_sent(self, before: Document | None) -> None:
		"""Refuses changes once it was sent: what was sent and when stays on record."""
		if before and before.sent_on and self.has_changed(before):
			refuse(_("This request was answered. It cannot be changed; enter a new one."))

	def has_changed(self, before: Document) -> bool:
		"""Returns whether the user changed any field."""
		return any(
			str(self.get(field.fieldname) or "") != str(before.get(field.fieldname) or "")
			for field in self.meta.fields
			if field.fieldtype not in ("Table", "Section Break", "Column Break") and not field.read_only
		) or any(
			[row.as_dict(no_default_fields=True) for row in self.get(table)]
			!= [row.as_dict(no_default_fields=True) for row in before.get(table)]
			for table in ("questions", "searches", "redactions")
		)

	def check_dates(self) -> None:
		"""Refuses dates that cannot be true."""
		found = [translated(one) for one in faults(request_of(self), getdate(nowdate()))]
		for day in (self.sent_on, self.closed_on):
			if day and not getdate(self.received_on) <= getdate(day) <= getdate(nowdate()):
				found.append(_("The day of the end must lie between the day of receipt and today."))
		if found:
			refuse(" ".join(found))

	def check_redactions(self) -> None:
		"""Refuses a row that blacks out nothing."""
		for row in self.redactions:
			words = row.kind == "Words everywhere"
			if not (row.words or "").strip() if words else not row.record:
				refuse(_("Row {0} under “Blacked out” does not say what.").format(row.idx))
			if row.kind == "A field" and not row.field:
				refuse(_("Row {0} under “Blacked out” does not say which field.").format(row.idx))

	def check_extension(self, tell_by: object) -> None:
		"""Warns of an extension of which the person was told too late."""
		if self.extended_on and not (self.extension_reason or "").strip():
			refuse(_("Say why it takes longer: the person has to be told the reason."))
		if self.extended_on and tell_by and getdate(self.extended_on) > getdate(tell_by):
			frappe.msgprint(
				_("The person was told too late, so the extension does not count."), indicator="orange"
			)

	def end(self, before: Document | None) -> None:
		"""Sets the last state."""
		if self.sent_on and self.closed_as:
			refuse(_("Either it was sent, or it ended without sending."))
		if self.sent_on:
			self.check_ready()
			self.set("status", SENT)
			if not (before and before.sent_on):
				self.sent_by, self.sent_digest = frappe.session.user, papers.digest(papers.data(self))
		elif self.closed_as:
			if not ((self.closed_reason or "").strip() and self.closed_on):
				refuse(_("Say why and when it ended."))
			self.set("status", self.closed_as)

	def check_ready(self) -> None:
		"""Refuses to mark a request as sent before the steps that come first."""
		if any(row.about == IDENTITY and not row.settled_on for row in self.questions):
			refuse(_("Settle the identity first: nothing may be sent before."))
		if not self.searches:
			refuse(_("Say where it was searched."))
		if not self.third_parties_checked:
			refuse(_("Read the whole preview and tick that all third parties are marked."))
		if not (self.sent_how or "").strip():
			refuse(_("Say how it was sent."))


def refuse(words: str) -> NoReturn:
	"""Throws the message."""
	frappe.throw(words, DisclosureError, title=_("Disclosure Request"))
	raise AssertionError  # `throw` never returns
