"""Hides Frappe's own modules from our users, through a Module Profile that an administrator can change.

The profile is created once, and given to a user once, with the first of our roles. This removes no
permissions: a blocked module only hides its workspaces.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from ppoc.access.role_names_database import roles_of_ours
from ppoc.desk.roles_database import KEEPS_ALL, roles_in

PROFILE = "PPOC"


def make_profile() -> None:
	"""Creates the profile, with all of Frappe's own modules blocked. Other apps stay visible."""
	if frappe.db.exists("Module Profile", PROFILE):
		return
	modules = frappe.get_all("Module Def", filters={"app_name": "frappe"}, pluck="name", order_by="name")
	profile = frappe.new_doc("Module Profile", module_profile_name=PROFILE)
	profile.set("block_modules", [{"module": module} for module in modules])
	profile.insert(ignore_permissions=True)  # at the installation, by nobody


def give_profile(user: Document, method: str | None = None) -> None:
	"""Gives a User the profile with the first of our roles, and removes it when the user becomes a System
	Manager. Runs before saving. What an administrator chose for a user stays."""
	before = user.get_doc_before_save()
	had, has = roles_in(before) if before else frozenset(), roles_in(user)
	if has & KEEPS_ALL:
		if user.module_profile == PROFILE and not had & KEEPS_ALL:
			user.module_profile = None
			user.set("block_modules", [])
		return
	if user.module_profile or user.block_modules or has == had:
		return
	ours = roles_of_ours()
	if has & ours and not had & ours and frappe.db.exists("Module Profile", PROFILE):
		user.module_profile = PROFILE
		user.validate_allowed_modules()


def give_profile_to_all() -> None:
	"""Gives the profile to all current users of the app who have none chosen; for the patch that introduces it."""
	holders = frappe.get_all(
		"Has Role",
		filters={"parenttype": "User", "role": ["in", list(roles_of_ours())]},
		pluck="parent",
		distinct=True,
	)
	for name in holders:
		user = frappe.get_doc("User", name)
		if name == "Administrator" or user.module_profile or user.block_modules or roles_in(user) & KEEPS_ALL:
			continue
		user.db_set("module_profile", PROFILE)
		user.validate_allowed_modules()
		user.update_child_table("block_modules")
		frappe.clear_cache(user=name)
