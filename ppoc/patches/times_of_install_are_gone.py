"""Forums and places lose the time of day that Frappe 15 put where nobody had entered a time.

Nobody enters fractions of a second, so they tell which times those are.
"""

from __future__ import annotations

import frappe
from frappe.utils import get_time

FIELDS = {"Forum": ("start_time", "request_deadline_time"), "Booking": ("start_time",)}


def execute() -> None:
	"""Puts the default back, or nothing."""
	for doctype, fields in FIELDS.items():
		meta = frappe.get_meta(doctype)
		for row in frappe.get_all(doctype, fields=["name", *fields]):
			for field in fields:
				if row[field] is not None and get_time(str(row[field])).microsecond:
					default = meta.get_field(field).default
					frappe.db.set_value(doctype, row.name, field, default, update_modified=False)
