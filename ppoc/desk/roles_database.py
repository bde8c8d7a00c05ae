"""Who works with the app: whoever holds a role that may do something with its records."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

MODULE = "PPOC"
PLATFORM_ROLES = frozenset({"Administrator", "All", "Desk User", "Guest", "System Manager"})
"""They may be named in our role tables and do not make anybody one of ours."""
KEEPS_ALL = frozenset({"System Manager", "Workspace Manager"})
"""Who looks after the platform keeps its workspaces."""


def roles_of_ours() -> frozenset[str]:
	"""The roles that our record types name, with those that an authority gave rights to itself."""
	doctypes = frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	found = {
		role
		for table in ("DocPerm", "Custom DocPerm")
		for role in frappe.get_all(table, filters={"parent": ["in", doctypes]}, pluck="role", distinct=True)
	}
	return frozenset(found - PLATFORM_ROLES)


def roles_in(user: Document) -> frozenset[str]:
	"""The roles that a User record holds as it stands, saved or not."""
	return frozenset(row.role for row in user.get("roles") or [])


def may_use_app() -> bool:
	"""Whether the person who is logged in finds the app on the apps screen.

	Asked by the platform (`add_to_apps_screen`), for people of the website as well, who have no use for it.
	"""
	user = frappe.session.user
	if user == "Guest" or frappe.get_cached_value("User", user, "user_type") != "System User":
		return False
	roles = frozenset(frappe.get_roles(user))
	return user == "Administrator" or bool(roles & (KEEPS_ALL | roles_of_ours()))
