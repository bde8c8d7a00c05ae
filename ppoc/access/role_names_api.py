"""The search for roles in link fields."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from ppoc.access.role_names_database import linkable_roles


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def search_roles(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: Any,
	**_options: Any,
) -> list[tuple[str, ...]]:
	"""Returns the roles whose name, or its translation, contains what was typed, for links to Role.

	Frappe calls it (`standard_queries`) with its own names for the arguments. Whoever may read roles can narrow
	them down with filters, as in any list.
	"""
	roles = linkable_roles()
	if filters and frappe.has_permission("Role", "read"):
		roles = [
			role for role in frappe.get_list("Role", filters, pluck="name", limit=0) if role in set(roles)
		]
	typed = txt.casefold()
	found = [role for role in roles if typed in role.casefold() or typed in _(role).casefold()]
	found.sort(key=lambda role: (not _(role).casefold().startswith(typed), _(role)))
	return [(role,) for role in found[start : start + page_len]]
