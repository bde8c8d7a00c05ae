"""Case Note."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import CaseNoteFixedError

FIXED = ("note", "subject", "note_date", "child", "meeting", "copied_on")


class CaseNote(Document):
	"""The note that goes onto the child's file in the case system."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		child: DF.Link
		copied_on: DF.Datetime | None
		meeting: DF.Link | None
		note: DF.Text
		note_date: DF.Date
		subject: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Allows one note per child and meeting, and keeps a copied note as it was copied."""
		self.check_not_copied()
		self.check_only_one()

	def check_not_copied(self) -> None:
		"""Refuses changes once the note is in the case system, where the text stays the same."""
		before = self.get_doc_before_save()
		if before and before.copied_on and any(self.has_value_changed(field) for field in FIXED):
			frappe.throw(
				_("This note was copied to the case system on {0}. To correct it, write a new note.").format(
					frappe.format(before.copied_on, "Datetime")
				),
				CaseNoteFixedError,
				title=_("Copied Already"),
			)

	def check_only_one(self) -> None:
		"""Allows one note per meeting and child."""
		if not self.is_new() or not self.meeting:
			return
		other = frappe.db.exists("Case Note", {"child": self.child, "meeting": self.meeting})
		if other:
			frappe.throw(
				_("This meeting has a note on this child already: {0}.").format(other),
				CaseNoteFixedError,
				title=_("Note Exists"),
			)
