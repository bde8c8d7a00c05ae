"""Dates, times and weeks as the United Kingdom writes them: 28/11/2026, 09:30, weeks that begin on Monday.

Frappe takes them from the country that is chosen in its setup wizard, and knows 28-11-2026 and 09:30:00 for this one.
"""

from __future__ import annotations

import frappe

COUNTRY = "United Kingdom"
FORMATS = {"date_format": "dd/mm/yyyy", "time_format": "HH:mm"}
FRAPPES = {"date_format": ("", "yyyy-mm-dd", "dd-mm-yyyy"), "time_format": ("", "HH:mm:ss")}
"""What a site has if nobody chose anything else."""


def make() -> None:
	"""Sets the formats on the first install, before or after the setup wizard; what somebody chose stays."""
	if frappe.db.exists("Country", COUNTRY):
		frappe.db.set_value("Country", COUNTRY, dict(FORMATS))
	settings = frappe.get_single("System Settings")
	if settings.country in (COUNTRY, "", None):
		for field, value in FORMATS.items():
			if (settings.get(field) or "") in FRAPPES[field]:
				settings.set(field, value)
	if settings.first_day_of_the_week in ("Sunday", "", None):
		settings.first_day_of_the_week = "Monday"
	settings.flags.ignore_mandatory = True
	settings.save()
