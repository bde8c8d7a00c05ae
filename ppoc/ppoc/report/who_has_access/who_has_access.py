"""Who Has Access: everybody who may see the children of a locality, since when, until when and why; one click ends it.

For those who give and withdraw access; each sees the localities whose access records they may read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from ppoc.access.role_names_database import roles_of_ours
from ppoc.access.unused_access_database import logins_of
from ppoc.reporting.figures.columns import Column, day, link, text

Row = dict[str, Any]
FIELDS = (
	"name",
	"user",
	"locality",
	"from_date",
	"to_date",
	"stand_in_for",
	"reason",
	"granted_by",
	"withdrawn_on",
)


def execute(filters: Row | None = None) -> tuple[list[Column], list[Row]]:
	"""Returns columns, and a row for each access in force, or for each that there was.

	Raises:
		frappe.PermissionError: the reader may not read who has access.
	"""
	frappe.has_permission("Locality Access", "read", throw=True)
	asked = frappe._dict(filters or {})
	rows = get_data(asked) if asked.team is None else []  # the feed asks so for the columns alone
	return get_columns(), rows


def get_columns() -> list[Column]:
	"""Returns the columns: who, in which roles, where, from when until when, and why.

	When somebody last worked with their login is for those who can end the access.
	"""
	columns = [
		text("who", _("Who"), 170),
		text("roles", _("Roles"), 170),
		link("locality", _("Locality"), "Locality", 140),
		text("standing", _("Now"), 100),
		day("to_date", _("Until"), 100),
		text("reason", _("Why"), 200),
		text("given_by", _("Given by"), 130),
		day("from_date", _("From"), 100),
		day("used_on", _("Last used"), 100),
		link("access", _("Record"), "Locality Access", 110),
	]
	if _may_end():
		return columns
	return [column for column in columns if column["fieldname"] != "used_on"]


def get_data(asked: frappe._dict) -> list[Row]:
	"""Returns the rows by locality and name; `ended` adds access that has ended or was withdrawn."""
	filters: Row = {"locality": asked.locality} if asked.locality else {}
	if asked.user:
		filters["user"] = asked.user
	found = frappe.get_list("Locality Access", filters, list(FIELDS), limit=0)
	names = {row.user for row in found} | {row.granted_by for row in found if row.granted_by}
	may_end = _may_end()
	logins, roles = logins_of(names), _roles({row.user for row in found})
	workers = _names_of_workers({row.stand_in_for for row in found if row.stand_in_for})
	rows = []
	for row in found:
		standing, in_force = _standing(row)
		if not in_force and not cint(asked.ended):
			continue
		login = logins.get(row.user) or frappe._dict()
		absent = workers.get(row.stand_in_for or "")
		rows.append(
			{
				"who": login.full_name or row.user,
				"roles": ", ".join(roles[row.user]),
				"locality": row.locality,
				"standing": standing if login.enabled or not in_force else _("Login has ended"),
				"from_date": row.from_date,
				"to_date": row.to_date,
				"reason": _("Stands in for {0}").format(absent) if absent else row.reason,
				"given_by": logins[row.granted_by].full_name if row.granted_by in logins else row.granted_by,
				"used_on": login.used_on if may_end else None,
				"access": row.name,
				"can_withdraw": int(in_force),
			}
		)
	return sorted(
		rows, key=lambda row: (row["locality"], not row["can_withdraw"], str(row["who"]).casefold())
	)


def _may_end() -> bool:
	return bool(frappe.has_permission("Locality Access", "write"))


def _standing(row: frappe._dict) -> tuple[str, bool]:
	"""Returns what an access is today in words, and whether it can still be withdrawn."""
	today = getdate(nowdate())
	if row.withdrawn_on:
		return _("Withdrawn"), False
	if row.to_date and getdate(row.to_date) < today:
		return _("Ended"), False
	if getdate(row.from_date) > today:
		return _("Not yet"), True
	return _("Has access"), True


def _roles(users: set[str]) -> dict[str, list[str]]:
	"""Returns the roles of each that mean something here, without those of Frappe itself."""
	filters = {"parenttype": "User", "parent": ["in", sorted(users)], "role": ["in", sorted(roles_of_ours())]}
	# the reader may read the access, and so may know whose it is and in which role
	rows = (
		frappe.get_all("Has Role", filters, ["parent", "role"], order_by="role asc", limit=0) if users else []
	)
	found: dict[str, list[str]] = defaultdict(list)
	for row in rows:
		found[row.parent].append(_(row.role))
	return found


def _names_of_workers(workers: set[str]) -> dict[str, str]:
	# the reader may read the access, which names the worker
	found = (
		frappe.get_all("Worker", {"name": ["in", sorted(workers)]}, ["name", "worker_name"])
		if workers
		else []
	)
	return {row.name: row.worker_name for row in found}
