"""The check that every call on a meeting begins with."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


def meeting_for(name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""The meeting, if the session's user may do this with it; locked for the transaction where asked.

	Raises:
		frappe.PermissionError: the user may not.
	"""
	meeting = frappe.get_doc("Meeting", name, for_update=for_update)
	meeting.check_permission(ptype)
	return meeting


def record_for(doctype: str, name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""Any record, under the same check."""
	doc = frappe.get_doc(doctype, name, for_update=for_update)
	doc.check_permission(ptype)
	return doc
