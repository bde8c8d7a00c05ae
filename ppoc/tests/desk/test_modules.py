"""The app's users do not see Frappe's own workspaces unless an administrator allows it."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.model.document import Document

from ppoc.desk import modules_database
from ppoc.tests.desk.test_landing import WORKSPACES


@pytest.fixture
def person(site: str, user_with: Callable[..., str]) -> Callable[..., Document]:
	"""`person(role)` returns a user who was given the role on the form, as an administrator does it."""

	user_with("System Manager")  # otherwise Frappe makes the first saved user one

	def person(*roles: str) -> Document:
		user = frappe.get_doc("User", user_with())
		for role in roles:
			user.append("roles", {"role": role})
		return user.save(ignore_permissions=True)

	return person


def pages_of(user: Document, set_user: Callable[[str], None]) -> list[str]:
	set_user(user.name)
	return [page["name"] for page in get_workspace_sidebar_items()["pages"]]


@pytest.mark.parametrize("role", WORKSPACES)
def test_a_person_of_ours_sees_our_workspaces_only(
	person: Callable[..., Document], set_user: Callable[[str], None], role: str
) -> None:
	assert pages_of(person(role), set_user) == list(dict.fromkeys([WORKSPACES[role], "PPOC"]))


@pytest.mark.parametrize("also", [(), ("Team Manager",)])
def test_a_system_manager_keeps_them(
	person: Callable[..., Document], set_user: Callable[[str], None], also: tuple[str, ...]
) -> None:
	assert {"Build", "Users", "PPOC"} <= set(pages_of(person("System Manager", *also), set_user))


def test_who_becomes_a_system_manager_gets_them_back(
	person: Callable[..., Document], set_user: Callable[[str], None]
) -> None:
	user = person("Team Manager")
	user.append("roles", {"role": "System Manager"})
	user.save(ignore_permissions=True)
	assert "Users" in pages_of(user, set_user)


def test_who_has_no_role_of_ours_is_left_alone(person: Callable[..., Document]) -> None:
	assert not person("Newsletter Manager").module_profile


def test_what_an_administrator_chose_for_a_person_stays(
	person: Callable[..., Document], set_user: Callable[[str], None]
) -> None:
	user = person("Team Manager")
	user.module_profile = None
	user.set("block_modules", [])
	user.save(ignore_permissions=True)
	user.append("roles", {"role": "Head of Service"})
	user.save(ignore_permissions=True)
	assert "Website" in pages_of(user, set_user)
	modules_database.make_profile()  # as a later migrate would if it did so again
	assert not frappe.db.get_value("User", user.name, "module_profile")


def test_another_profile_is_not_taken_away(person: Callable[..., Document]) -> None:
	frappe.get_doc({"doctype": "Module Profile", "module_profile_name": "Theirs"}).insert()
	user = person()
	user.module_profile = "Theirs"
	user.append("roles", {"role": "Team Manager"})
	assert user.save(ignore_permissions=True).module_profile == "Theirs"


def test_a_profile_that_was_changed_or_deleted_stays_so(person: Callable[..., Document]) -> None:
	profile = frappe.get_doc("Module Profile", modules_database.PROFILE)
	profile.set("block_modules", profile.block_modules[:1])
	profile.save()
	modules_database.make_profile()
	assert len(frappe.get_doc("Module Profile", profile.name).block_modules) == 1
	profile.delete()
	assert not person("Team Manager").module_profile


def test_the_patch_gives_it_to_those_who_were_here_before(
	site: str, user_with: Callable[..., str], person: Callable[..., Document]
) -> None:
	ours, theirs, manager = (
		user_with("Social Worker"),
		user_with(),
		user_with("Social Worker", "System Manager"),
	)
	chosen = frappe.get_doc("User", user_with("Social Worker"))
	chosen.append("block_modules", {"module": "Website"})
	chosen.save(ignore_permissions=True)
	modules_database.give_profile_to_all()
	for user, expected in (
		(ours, modules_database.PROFILE),
		(theirs, None),
		(manager, None),
		(chosen.name, None),
	):
		assert frappe.db.get_value("User", user, "module_profile") == expected
	blocked = frappe.get_doc("User", ours).get_blocked_modules()
	assert {"Core", "Website", "Integrations"} <= set(blocked)
	assert "PPOC" not in blocked
	assert frappe.db.get_value("User", "Administrator", "module_profile") is None


def test_no_rights_are_taken(person: Callable[..., Document], set_user: Callable[[str], None]) -> None:
	set_user(person("Team Manager").name)
	assert frappe.has_permission("ToDo", "create")
	assert frappe.has_permission("File", "create")
