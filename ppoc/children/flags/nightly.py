"""Tells people about flags that come up today: once, on a working day of the locality's nation."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, nowdate

from ppoc.children.flags.database import FLAG, locality_of, told
from ppoc.database.dates import NO_DATE
from ppoc.database.retry import on_its_own
from ppoc.timescales.calendars_database import calendar_here
from ppoc.timescales.subjects_database import Places, places_here


def show_due() -> None:
	"""Runs daily. A flag waits as long as nobody it is for may see the child."""
	today, places = getdate(nowdate()), places_here()
	due = frappe.get_all(
		FLAG,
		filters={"status": "Open", "shows_on": ["<=", today], "told_on": NO_DATE},
		order_by="shows_on asc, name asc",
		pluck="name",
	)
	for name in due:
		on_its_own(_show, name, places, failed=f"Flag {name} was not shown")


def _show(name: str, places: Places) -> None:
	today = getdate(nowdate())
	flag = frappe.get_doc(FLAG, name, for_update=True)
	flag.locality = locality_of(flag)  # the child may have moved since the flag was set
	users = told(flag)
	if flag.told_on or not users or not calendar_here(places.nation(flag.locality)).is_working(today):
		return
	flag.told_on, flag.told = today, ", ".join(users)
	flag.flags.coming_up = True
	flag.save(ignore_permissions=True)  # triggers the Notification “Flag comes up”
