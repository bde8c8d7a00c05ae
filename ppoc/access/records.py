"""Loads a record for a request, after checking that the session's user has the permission it needs."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


def record_for(doctype: str, name: str, ptype: str = "read", for_update: bool = False) -> Document:
	"""Returns the record if the session's user has the permission `ptype`; locks it if `for_update` is set.

	Raises:
		frappe.PermissionError: the user does not have the permission.
	"""
	doc = frappe.get_doc(doctype, name, for_update=for_update)
	doc.check_permission(ptype)
	return doc
