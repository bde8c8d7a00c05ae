"""Version 16: the app has one sidebar whose entries are right for each role, and one icon on the desktop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.boot import get_bootinfo
from frappe.model.document import Document
from frappe.modules.import_file import import_file_by_path

from ppoc.desk import landing, sidebar
from ppoc.tests.desk.test_landing import WORKSPACES
from ppoc.tests.desk.test_modules import person

__all__ = ["person"]


@pytest.fixture
def boot_of(
	site: str, person: Callable[..., Document], set_user: Callable[[str], None]
) -> Callable[..., Any]:
	"""`boot_of(role)` returns the boot info that the client of a new user with this role gets."""
	if not frappe.db.exists("DocType", "Workspace Sidebar"):
		pytest.skip("Version 15 has no such sidebars")

	def boot_of(*roles: str) -> frappe._dict:
		set_user(person(*roles).name)
		bootinfo = get_bootinfo()
		sidebar.tidy(bootinfo=bootinfo)
		return bootinfo

	return boot_of


def entries(bootinfo: frappe._dict) -> dict[tuple[str, str], Any]:
	return {
		(row["link_type"], row["link_to"]): row
		for row in bootinfo.workspace_sidebar_item["ppoc"]["items"]
		if row["type"] == "Link"
	}


@pytest.mark.parametrize("role", WORKSPACES)
def test_each_role_finds_its_own_workspace_and_only_what_it_may_open(
	boot_of: Callable[..., Any], role: str
) -> None:
	bootinfo = boot_of(role)
	assert set(bootinfo.workspace_sidebar_item) == {"ppoc", "my workspaces"}
	shown = [name for kind, name in entries(bootinfo) if kind == "Workspace"]
	assert shown == list(dict.fromkeys([WORKSPACES[role], "PPOC"]))
	assert {icon["label"] for icon in bootinfo.desktop_icons} == {"PPOC", "My Workspaces"}
	found = entries(bootinfo)
	assert len(found) > 5
	for kind, name in found:
		if kind == "DocType":
			assert frappe.has_permission(name, "read"), name
		elif kind in ("Page", "Report"):
			assert frappe.get_doc(kind, name).is_permitted(), name


def test_no_heading_stands_above_nothing(boot_of: Callable[..., Any]) -> None:
	rows = boot_of("PPOC Administrator").workspace_sidebar_item["ppoc"]["items"]
	assert rows
	for row, after in zip(rows, [*rows[1:], None], strict=True):
		assert row["type"] == "Link" or (after and after["child"])
	labels = {row["label"] for row in rows}
	assert "How we work" in labels
	assert "Children" not in labels


def test_a_system_manager_keeps_the_platform_s(boot_of: Callable[..., Any]) -> None:
	bootinfo = boot_of("System Manager")
	assert {"ppoc", "build", "users"} <= set(bootinfo.workspace_sidebar_item)
	assert {"PPOC", "Framework"} <= {icon["label"] for icon in bootinfo.desktop_icons}


def test_a_sidebar_that_somebody_changed_is_shown(boot_of: Callable[..., Any]) -> None:
	theirs = frappe.get_doc("Workspace Sidebar", "Team Manager")
	theirs.append("items", {"type": "Link", "label": "Ours", "link_type": "DocType", "link_to": "Child"})
	theirs.save()
	assert "team manager" in boot_of("Team Manager").workspace_sidebar_item


@pytest.mark.parametrize(
	"roles", [("Social Worker",), ("Business Support", "Team Manager"), ("PPOC Auditor",)]
)
def test_the_icon_opens_the_persons_own_workspace_and_no_new_tab(
	boot_of: Callable[..., Any], roles: tuple[str, ...]
) -> None:
	"""The icon of a sidebar opens its first entry; that of an address opens a new tab each time."""
	bootinfo = boot_of(*roles)
	icon = next(icon for icon in bootinfo.desktop_icons if icon["label"] == "PPOC")
	assert (icon["icon_type"], icon["link_type"], icon["standard"]) == ("App", "Workspace Sidebar", 1)
	items = bootinfo.workspace_sidebar_item["ppoc"]["items"]
	first = next(item for item in items if item["type"] == "Link")
	assert first["link_to"] == landing.own_workspace()
	assert frappe.db.count("Desktop Icon", {"app": "ppoc", "icon_type": "App"}) == 1


@pytest.mark.parametrize(
	("doctype", "folder", "field", "value"),
	[
		("Desktop Icon", "desktop_icon", "link", "/desk/todo"),
		("Workspace Sidebar", "workspace_sidebar", "header_icon", "heart"),
	],
)
def test_a_migrate_leaves_what_an_administrator_changed(
	boot_of: Callable[..., Any], doctype: str, folder: str, field: str, value: str
) -> None:
	frappe.db.set_value(doctype, "PPOC", {field: value, "modified": "2999-01-01 00:00:00"})
	for _ in range(2):
		assert not import_file_by_path(frappe.get_app_path("ppoc", folder, "ppoc.json"))
	assert frappe.db.get_value(doctype, "PPOC", field) == value
