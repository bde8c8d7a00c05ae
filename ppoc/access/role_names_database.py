"""The roles of the app, and their names as something to link to.

People escalate to a role, set a flag for one or give one a duty, but may not read the DocType Role: its records
say who has to use two factors, where a login lands and which roles are switched off. So links to Role offer
and take names, only those of the app's roles, and nothing else of the record.
"""

from __future__ import annotations

import frappe

MODULE = "PPOC"
PLATFORM_ROLES = frozenset({"Administrator", "All", "Desk User", "Guest", "System Manager"})
"""Roles that may appear in our role tables but do not make somebody a user of the app."""


def roles_of_ours() -> frozenset[str]:
	"""Returns the roles named in our DocTypes' permissions, including those that an authority added."""
	# names of DocTypes and roles, of no record
	doctypes = frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	found: set[str] = set()
	for table in ("DocPerm", "Custom DocPerm"):
		# names of roles, of no record
		found.update(frappe.get_all(table, {"parent": ["in", doctypes]}, pluck="role", distinct=True))
	return frozenset(found - PLATFORM_ROLES)


def linkable_roles() -> list[str]:
	"""Returns the names of roles that the session's user may link to: those of the app that are not switched off,
	for whoever works with the app; all that are not switched off, for whoever may read roles; else none."""
	# names of roles alone; whoever may not read roles is given those of the app
	enabled = frappe.get_all("Role", {"disabled": 0}, pluck="name", order_by="name", limit=0)
	if frappe.has_permission("Role", "read"):
		return enabled
	ours = roles_of_ours()
	return [role for role in enabled if role in ours] if ours & set(frappe.get_roles()) else []
