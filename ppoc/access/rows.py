"""Rows inside case records: they are seen and changed with their record."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document

from ppoc.exceptions import SharingRefusedError


def _record_of(row: Document) -> Document | None:
	at_hand = Document.parent_doc.fget(row)
	if at_hand or not (row.parenttype and row.parent and frappe.db.exists(row.parenttype, row.parent)):
		return at_hand
	return frappe.get_doc(row.parenttype, row.parent)


class CaseRow(Document):
	"""A row of a table in a case record, which is seen by those who see the record.

	From a release of version 15 on, a row that was opened by itself has no record at hand, and the platform then
	asks only whether the person may read any record of that kind. So the record is fetched.
	"""

	if hasattr(Document, "parent_doc"):
		parent_doc = Document.parent_doc.getter(_record_of)

	def before_validate(self) -> None:
		"""A row changes with its record, so that the record's checks, history and timestamp hold.

		Raises:
			SharingRefusedError: somebody writes the row without its record.
		"""
		frappe.throw(
			_("Change this row in its {0}: rows are not written by themselves.").format(_(self.parenttype)),
			SharingRefusedError,
			title=_("Part of a record"),
		)
