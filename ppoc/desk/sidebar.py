"""Tidies version 16's desktop and sidebar for the user who logs in.

Frappe sends every user all icons, and all sidebars without the entries that the user may not open. It ignores
blocked modules, and besides our one sidebar it generates one for each of our workspaces, which would take
precedence. Both are corrected in the boot information; no record changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from ppoc.access.role_names_database import MODULE

OURS = "PPOC"
"""The title of workspace_sidebar/ppoc.json."""
SECTION = "Section Break"


def tidy(bootinfo: frappe._dict) -> None:
	"""Keeps only the sidebars and icons that the user needs. Version 15 has neither."""
	sidebars = bootinfo.get("workspace_sidebar_item")
	if not sidebars:
		return
	blocked = frozenset(frappe.get_cached_doc("User", frappe.session.user).get_blocked_modules())
	dropped = made_by_itself() | {
		key for key, sidebar in sidebars.items() if sidebar.get("module") in blocked
	}
	bootinfo.workspace_sidebar_item = kept = {
		key: sidebar for key, sidebar in sidebars.items() if key not in dropped
	}
	if ours := kept.get(OURS.lower()):
		ours["items"] = without_empty_sections(ours["items"])
	bootinfo.desktop_icons = [
		icon
		for icon in bootinfo.get("desktop_icons") or []
		if not is_dropped(icon, dropped) and not (blocked and is_blocked_app(icon, blocked))
	]


def made_by_itself() -> set[str]:
	"""Returns the keys of the sidebars that Frappe generated for our workspaces, except those edited since."""
	workspaces = frappe.get_all("Workspace", filters={"module": MODULE, "public": 1}, pluck="name")
	found = frappe.get_all(
		"Workspace Sidebar",
		filters={"name": ["in", workspaces], "standard": 0},
		fields=["name", "creation", "modified"],
	)
	return {row.name.lower() for row in found if row.creation == row.modified}


def without_empty_sections(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
	"""Returns the entries without headings that have nothing below them."""
	following = [*items[1:], {"type": SECTION}][: len(items)]
	return [
		item
		for item, after in zip(items, following, strict=True)
		if item["type"] != SECTION or (after["type"] != SECTION and after.get("child"))
	]


def is_dropped(icon: Mapping[str, Any], dropped: set[str]) -> bool:
	"""Returns whether an icon opens a sidebar that the user does not have."""
	return icon["link_type"] == "Workspace Sidebar" and icon["label"].lower() in dropped


def is_blocked_app(icon: Mapping[str, Any], blocked: frozenset[str]) -> bool:
	"""Returns whether an icon opens an app whose modules are all blocked for the user."""
	if icon["icon_type"] != "App":
		return False
	modules = frappe.get_all("Module Def", filters={"app_name": icon["app"]}, pluck="name")
	return bool(modules) and blocked.issuperset(modules)
