"""Tells those who give and withdraw access, once a week at most, which of it somebody should look at.

Everybody is told what the report Access to Question shows them, and no more. The emails and the note of their sending
are one transaction: a job that runs twice, or was killed, sends nobody two.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, formatdate, get_url_to_report, getdate, nowdate

from ppoc.access.impersonation import acting_as
from ppoc.access.unused_access_database import NOBODY, questionable, unused_logins
from ppoc.database.retry import begins_again
from ppoc.translating import translated

SETTINGS, REPORT = "Access Settings", "Access to Question"
DAYS_BETWEEN = 7
MOST_LINES = 40


@begins_again(waits=True)
def send_weekly() -> None:
	"""Runs daily: sends the emails if the last ones are a week old, and the setting is on."""
	frappe.db.get_value(
		"DocType", SETTINGS, "name", for_update=True
	)  # settings never saved have no row to lock
	settings = frappe.get_doc(SETTINGS, SETTINGS, for_update=True)
	today = getdate(nowdate())
	if not cint(settings.email_weekly):
		return
	if settings.emailed_on and getdate(settings.emailed_on) > getdate(add_days(today, -DAYS_BETWEEN)):
		return
	logins = unused_logins()
	if sum(_sent(user, logins) for user in _readers()):
		settings.emailed_on = today
		settings.save(ignore_permissions=True)  # a job's own note; saving the rest keeps the defaults


def content_for(user: str, logins: tuple[str, ...] = ()) -> dict[str, Any] | None:
	"""Returns what the email tells somebody, or None if there is nothing that they may know.

	Args:
		user: who gets it.
		logins: all logins that nobody uses; those whom the user may not list are left out.
	"""
	with acting_as(user):
		rows = questionable() if frappe.has_permission("Locality Access", "read") else []
		seen = _listed(logins)
	lines = [
		{
			"who": row.full_name or row.user,
			"locality": row.locality,
			"why": translated(why),
			"until": formatdate(row.to_date) if row.to_date else "",
		}
		for row, why in rows
	]
	if not (lines or seen):
		return None
	return {
		"lines": lines[:MOST_LINES],
		"more": max(len(lines) - MOST_LINES, 0),
		"logins": seen[:MOST_LINES],
		"more_logins": max(len(seen) - MOST_LINES, 0),
		"report": get_url_to_report(REPORT, "Script Report") if lines else "",
	}


def _listed(logins: tuple[str, ...]) -> list[str]:
	if not logins or not frappe.has_permission("User", "read"):
		return []
	return frappe.get_list("User", {"name": ["in", logins]}, pluck="name", order_by="name", limit=0)


def _sent(user: str, logins: tuple[str, ...]) -> bool:
	told = content_for(user, logins)
	if not told:
		return False
	email, name = frappe.db.get_value("User", user, ["email", "full_name"])
	frappe.sendmail(
		recipients=[email],
		subject=_("Access to question: {0}").format(len(told["lines"]) + told["more"])
		if told["lines"]
		else _("Logins that nobody uses"),
		template="ppoc_access_to_question",
		args={**told, "name": name},
		add_unsubscribe_link=0,
	)
	return True


def _readers() -> list[str]:
	"""Returns the enabled logins with a role that may read the report, or that looks after the system."""
	roles = frappe.get_all("Has Role", {"parenttype": "Report", "parent": REPORT}, pluck="role")
	holders = frappe.get_all(
		"Has Role",
		{"parenttype": "User", "role": ["in", [*roles, "System Manager"]], "parent": ["not in", NOBODY]},
		pluck="parent",
		distinct=True,
	)
	enabled = {"name": ["in", holders], "enabled": 1, "user_type": "System User"}
	return frappe.get_all("User", enabled, pluck="name", order_by="name") if holders else []
