"""Access in force that somebody should look at, and logins that nobody uses."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from ppoc.access.unused_access import UNUSED_DAYS, HeldAccess, is_unused, worth_asking
from ppoc.messages import Message

NOBODY = ("Administrator", "Guest")
FIELDS = ("name", "user", "locality", "from_date", "to_date", "stand_in_for", "granted_by")


def questionable(
	localities: list[str] | None = None, days: int = UNUSED_DAYS
) -> list[tuple[frappe._dict, Message]]:
	"""Returns the access in force that somebody should ask about, each with the reason.

	Args:
		localities: only these; None means all that the session's user may read, by the rule of Locality Access.
		days: for how many days a login may be unused.
	"""
	today = getdate(nowdate())
	filters: dict[str, Any] = {"withdrawn_on": ["is", "not set"], "from_date": ["<=", today]}
	if localities is not None:
		filters["locality"] = ["in", localities]
	read = (
		frappe.get_list if localities is None else frappe.get_all
	)  # who is told of a place was chosen by the caller
	rows = read("Locality Access", filters, list(FIELDS), order_by="locality asc, user asc", limit=0)
	running = [row for row in rows if not row.to_date or getdate(row.to_date) >= today]
	logins = logins_of({row.user for row in running})
	found = []
	for row in running:
		row.update(
			logins.get(row.user)
			or {"enabled": 0, "used_on": None, "created_on": today, "full_name": row.user}
		)
		if why := worth_asking(_held(row), today, days):
			found.append((row, why))
	return found


def unused_logins(days: int = UNUSED_DAYS) -> tuple[str, ...]:
	"""Returns the logins for Desk that nobody has used for so many days, and that could be used so long."""
	today, filters = (
		getdate(nowdate()),
		{"enabled": 1, "user_type": "System User", "name": ["not in", NOBODY]},
	)
	# a fact about the site, for those who look after it
	logins = logins_of(set(frappe.get_all("User", filters, pluck="name")))
	return tuple(
		sorted(
			name
			for name, login in logins.items()
			if is_unused(login["used_on"], login["created_on"], today, days)
		)
	)


def _held(row: frappe._dict) -> HeldAccess:
	since = max(getdate(row.from_date), row.created_on)
	until = getdate(row.to_date) if row.to_date else None
	return HeldAccess(until, bool(row.stand_in_for), bool(row.enabled), since, row.used_on)


def logins_of(users: set[str]) -> dict[str, frappe._dict]:
	"""Returns user → full_name, enabled, used_on and created_on; the caller decides who may know them."""
	fields = ["name", "full_name", "enabled", "last_active", "last_login", "creation"]
	rows = frappe.get_all("User", {"name": ["in", sorted(users)]}, fields, limit=0) if users else []
	return {
		row.name: frappe._dict(
			full_name=row.full_name,
			enabled=row.enabled,
			used_on=_later(row.last_active, row.last_login),
			created_on=getdate(row.creation),
		)
		for row in rows
	}


def _later(*moments: Any) -> date | None:
	return max((getdate(each) for each in moments if each), default=None)
