"""Rows inside case records, which are seen and changed with their record."""

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
	"""A row of a table in a case record; users who see the record see it.

	In later releases of version 15, a row opened on its own has no parent loaded, and Frappe then only checks
	that the user may read some record of that DocType. So the parent is fetched here.
	"""

	parenttype: str

	if hasattr(Document, "parent_doc"):
		parent_doc = Document.parent_doc.getter(_record_of)

	def before_validate(self) -> None:
		"""Makes a row change only with its record, so that the record's checks, history and timestamp apply.

		Raises:
			SharingRefusedError: the row is written without its record.
		"""
		frappe.throw(
			_("Change this row in its {0}. A row cannot be changed on its own.").format(_(self.parenttype)),
			SharingRefusedError,
			title=_("Part of a record"),
		)
