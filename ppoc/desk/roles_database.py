"""Decides who uses the app: whoever has a role with permissions on its records."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from ppoc.access.role_names_database import roles_of_ours

KEEPS_ALL = frozenset({"System Manager", "Workspace Manager"})
"""Users who look after the platform keep its workspaces."""


def roles_in(user: Document) -> frozenset[str]:
	"""Returns the roles in a User record as it is now, saved or not."""
	return frozenset(row.role for row in user.get("roles") or [])


def may_use_app() -> bool:
	"""Returns whether the logged-in user sees the app on the apps screen.

	Frappe calls this (`add_to_apps_screen`) for website users too, who have no use for the app.
	"""
	user = frappe.session.user
	if user == "Guest" or frappe.get_cached_value("User", user, "user_type") != "System User":
		return False
	roles = frozenset(frappe.get_roles(user))
	return user == "Administrator" or bool(roles & (KEEPS_ALL | roles_of_ours()))
