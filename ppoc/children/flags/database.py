"""Works out the logins that a flag is for: only people who may see what it is about."""

from __future__ import annotations

from typing import Any

import frappe

from ppoc.access.rules import localities_of, may_see, sees_all

FLAG = "Flag"


def addressed(flag: Any) -> set[str]:
	"""Returns the logins that a flag is for, whether or not they may see its subject: the worker's, or those of people
	with the role and access to the locality. `told` leaves out people who may not see it."""
	if flag.for_worker:
		user = frappe.db.get_value("Worker", {"name": flag.for_worker, "active": 1}, "user")
		return _enabled({user}) if user else set()
	if not flag.for_role:
		return set()
	holders = frappe.get_all(
		"Has Role", filters={"role": flag.for_role, "parenttype": "User"}, pluck="parent"
	)
	return {user for user in _enabled(set(holders)) if flag.locality in localities_of(user)}


def told(flag: Any) -> list[str]:
	"""Returns the addressed logins that may see the flag, and so the child. Auditors are left out: they only read."""
	return sorted(user for user in addressed(flag) if not sees_all(user) and may_see(user, FLAG, [flag.name]))


def who_sees(flag: Any) -> bool:
	"""Returns whether any addressed login may see the child, plan and meeting that the flag is about."""
	about = (("Child", flag.child), ("Permanence Plan", flag.plan), ("Meeting", flag.meeting))
	return any(
		all(not name or may_see(user, doctype, [name]) for doctype, name in about) for user in addressed(flag)
	)


def locality_of(flag: Any) -> str | None:
	"""Returns the child's locality or, without a child, the meeting's."""
	source = ("Child", flag.child) if flag.child else ("Meeting", flag.meeting)
	return frappe.db.get_value(*source, "locality") if source[1] else None


def _enabled(users: set[str]) -> set[str]:
	found = {"name": ["in", sorted(users) or [""]], "enabled": 1, "user_type": "System User"}
	return set(frappe.get_all("User", filters=found, pluck="name")) - {"Administrator"}
