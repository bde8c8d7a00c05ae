"""The rights with which a PPOC Administrator customises, given once, as rows that a System Manager can change.

They come with no right to any case record. What may be written with them is limited by `checks.py` and `forms.py`.
"""

from __future__ import annotations

import frappe
from frappe.permissions import setup_custom_perms

ROLE = "PPOC Administrator"
RIGHTS: dict[str, tuple[str, ...]] = {
	"Customize Form": ("read", "write", "create"),
	"Custom Field": ("read", "write", "create", "delete"),
	"Property Setter": ("read", "write", "create", "delete"),
	"Print Format": ("read", "write", "create", "delete"),
	"Notification": ("read", "write", "create", "delete"),
	"Translation": ("read", "write", "create", "delete"),
}
PAGES = ("print-format-builder", "print-format-builder-beta")
"""Pages of Desk that come with these rights."""


def give() -> None:
	"""Gives the rights, beside those that come with each DocType. Where the role already has a row, it stays."""
	for doctype, rights in RIGHTS.items():
		# the rows that come with the DocType count no more once there is one of these
		setup_custom_perms(doctype)
		row = {"parent": doctype, "role": ROLE, "permlevel": 0, "if_owner": 0}
		if frappe.db.exists("Custom DocPerm", row):
			continue
		given = frappe.new_doc("Custom DocPerm", **row, parenttype="DocType", parentfield="permissions")
		given.update({"read": 0, "share": 0, "export": 0, "print": 0, "email": 0, "report": 0})
		given.update(dict.fromkeys(rights, 1))
		given.insert(ignore_permissions=True)  # at the installation, by nobody
		frappe.clear_cache(doctype=doctype)
	for page in PAGES:
		_give_page(page)


def _give_page(page: str) -> None:
	if not frappe.db.exists("Page", page) or frappe.db.exists("Custom Role", {"page": page}):
		return
	# the roles that come with the page; rows of none of our records
	shipped = frappe.get_all("Has Role", {"parent": page, "parenttype": "Page"}, pluck="role")
	roles = [{"role": role} for role in dict.fromkeys([*shipped, ROLE])]
	given = frappe.get_doc({"doctype": "Custom Role", "page": page, "roles": roles})
	given.insert(ignore_permissions=True)  # at the installation, by nobody
