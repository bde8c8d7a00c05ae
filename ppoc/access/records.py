"""A record for a call: read only if the session's user may do with it what the call is about to do."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


def record_for(doctype: str, name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""The record, if the session's user may do this with it; locked for the transaction where asked.

	Raises:
		frappe.PermissionError: the user may not.
	"""
	doc = frappe.get_doc(doctype, name, for_update=for_update)
	doc.check_permission(ptype)
	return doc
