"""What Customize Form asks about a form that somebody may customise without being a System Manager."""

from __future__ import annotations

import frappe
from frappe.core.doctype.doctype import doctype as doctypes

from ppoc.access.customising.limits import is_customised_here, is_limited


@frappe.whitelist(methods=["GET", "POST"])
def get_row_size_utilization(doctype: str) -> float:
	"""Returns how full a row of this DocType's table is, in percent; 0 for a form that is not the app's, which the page
	asks about before one is chosen.

	Raises:
		PermissionError: the user customises no forms.
	"""
	if not is_limited():
		return doctypes.get_row_size_utilization(doctype)
	frappe.has_permission("Customize Form", "write", throw=True)
	limit = getattr(frappe.db, "MAX_ROW_SIZE_LIMIT", None)  # PostgreSQL has none
	if not limit or not is_customised_here(doctype):
		return 0.0
	return round(frappe.db.get_row_size(doctype) / limit * 100, 2)
