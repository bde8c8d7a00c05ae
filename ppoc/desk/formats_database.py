"""Dates and weeks as the United Kingdom writes them: 28/11/2026, weeks that begin on Monday.

Frappe takes the date from the country that is chosen in its setup wizard, and knows 28-11-2026 for this one. The format
of times is left alone: without seconds, Frappe's time field needs more of its date picker than every build of it has.
`public/js/forms/times.js` leaves them out where a time is shown.
"""

from __future__ import annotations

import frappe

COUNTRY = "United Kingdom"
DATE = "dd/mm/yyyy"
FRAPPES = ("", "yyyy-mm-dd", "dd-mm-yyyy")
"""What a site has if nobody chose anything else."""


def make() -> None:
	"""Sets the formats on the first install, before or after the setup wizard; what somebody chose stays."""
	if frappe.db.exists("Country", COUNTRY):
		frappe.db.set_value("Country", COUNTRY, "date_format", DATE)
	settings = frappe.get_single("System Settings")
	if settings.country in (COUNTRY, "", None) and (settings.date_format or "") in FRAPPES:
		settings.date_format = DATE
	if settings.first_day_of_the_week in ("Sunday", "", None):
		settings.first_day_of_the_week = "Monday"
	settings.flags.ignore_mandatory = True
	settings.save()
