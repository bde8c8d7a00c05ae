"""Letter to Child."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from ppoc.children.own_records_database import refuse_future, refuse_siblings_names, set_place
from ppoc.exceptions import ChildLetterError
from ppoc.meetings.child_letters.database import LETTER, LINKS, tell_the_decision
from ppoc.plans.care_events import keep_in_step


class LettertoChild(Document):
	"""A letter in plain words about a decision, and what the child said to it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		checked: DF.Check
		child: DF.Link
		child_said: DF.SmallText | None
		discussion: DF.Link | None
		given_how: DF.Literal[
			"",
			"Read together",
			"Read out to the child",
			"Handed over",
			"Posted",
			"Kept for when the child is older",
		]
		given_on: DF.Date | None
		letter_text: DF.Text
		locality: DF.Link | None
		panel_decision: DF.Link | None
		said_on: DF.Date | None
		team: DF.Link | None
		written_by: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Records who writes it."""
		self.written_by = frappe.session.user

	def validate(self) -> None:
		"""Sets the place, and checks that a letter that was given is complete and stays as it was."""
		set_place(self)
		instead = _(
			"Others read this who may not see that child. Write “your brother” or “your sister” instead."
		)
		refuse_siblings_names(self, ("letter_text", "child_said"), instead)
		self.check_about()
		self.check_given()
		self.check_said()

	def check_about(self) -> None:
		"""Checks that it is about a decision on this child, and the only letter about it."""
		for doctype, field in LINKS.items():
			about = self.get(field)
			if not about:
				continue
			if frappe.db.get_value(doctype, about, "child") != self.child:
				self.refuse(_("{0} is about another child.").format(frappe.bold(about)))
			other = frappe.db.exists(LETTER, {field: about, "name": ["!=", self.name or ""]})
			if other:
				self.refuse(_("There is a letter about it already: {0}.").format(other))

	def check_given(self) -> None:
		"""Checks what has to hold when the letter is given, and that its text does not change afterwards."""
		before = self.get_doc_before_save()
		if before and before.given_on and self.has_value_changed("letter_text"):
			self.refuse(
				_("This letter was given to the child on {0}. Write a new one.").format(
					format_date(before.given_on)
				)
			)
		if not self.given_on:
			return
		self.check_passed("given_on")
		if not self.given_how:
			self.refuse(_("Say how the child got it."))
		if not self.checked:
			self.refuse(
				_("Read the letter once more, and tick that every sentence may be read by the child.")
			)

	def check_said(self) -> None:
		"""Checks that what the child said has a day, and the other way round."""
		if bool((self.child_said or "").strip()) != bool(self.said_on):
			self.refuse(_("What the child said and its day go together."))
		self.check_passed("said_on")

	def check_passed(self, field: str) -> None:
		"""Checks that a day has come."""
		refuse_future(
			self.get(field), _(self.meta.get_label(field)), ChildLetterError, _("Letter to the Child")
		)

	def refuse(self, why: str) -> None:
		"""Refuses the letter with what to put right."""
		frappe.throw(why, ChildLetterError, title=_("Letter to the Child"))

	def on_update(self) -> None:
		"""Says on the request and in the timeline when the child was told."""
		tell_the_decision(self)
		keep_in_step(self, {"Letter given to the child": getdate(self.given_on) if self.given_on else None})
