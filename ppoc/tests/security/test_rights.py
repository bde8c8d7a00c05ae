"""Attack: become a System Manager or a reader of everything, by an accident of Frappe or by an ordinary save, or get
into somebody else's account."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest

from ppoc.exceptions import RightsRefusedError
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")

POWERS = {"System Manager", "PPOC Auditor", "Administrator"}


def powers(user: str) -> set[str]:
	held = frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role")
	return set(held) & POWERS


@pytest.fixture
def profiles(world: World) -> None:
	"""Everybody may write their own User record: Frappe shares it with them on the first save."""
	for user in (world.coordinator, world.configurer, world.manager):
		frappe.get_doc("User", user).share_with_self()


@pytest.fixture
def no_manager(site: str) -> None:
	"""Nobody but Frappe's own super user is a System Manager, as on a site that was just set up."""
	frappe.db.delete("Has Role", {"role": "System Manager", "parent": ["!=", "Administrator"]})
	frappe.db.set_single_value("System Settings", "setup_complete", 1)


SAVES: dict[str, Callable[[Doors, Any], Any]] = {
	"REST": lambda doors, user: doors.rest("PUT", f"/api/resource/User/{user.name}", bio="x"),
	"client.set_value": lambda doors, user: doors.call(
		"frappe.client.set_value", doctype="User", name=user.name, fieldname="bio", value="x"
	),
	"form": lambda doors, user: doors.call(
		"frappe.desk.form.save.savedocs",
		doc={**json.loads(frappe.as_json(user)), "bio": "x"},
		action="Save",
	),
}


@pytest.mark.usefixtures("no_manager", "profiles")
@pytest.mark.parametrize("door", sorted(SAVES))
@pytest.mark.parametrize("who", ["coordinator", "configurer"])
def test_no_save_gives_the_role_by_itself(
	world: World, set_user: Callable, doors: Doors, door: str, who: str
) -> None:
	user = getattr(world, who)
	set_user(user)
	SAVES[door](doors, frappe.get_doc("User", user))
	assert frappe.db.get_value("User", user, "bio") == "x"
	assert not powers(user)


@pytest.mark.usefixtures("no_manager")
def test_not_even_a_save_by_the_super_user(world: World) -> None:
	user = frappe.get_doc("User", world.coordinator)
	user.bio = "x"
	user.save()
	assert not powers(world.coordinator)


def role_row(user: str, role: str) -> dict[str, Any]:
	return {
		"doctype": "Has Role",
		"role": role,
		"parent": user,
		"parenttype": "User",
		"parentfield": "roles",
	}


TRIES: dict[str, Callable[[Doors, str, str], Any]] = {
	"own roles by REST": lambda doors, user, role: doors.rest(
		"PUT", f"/api/resource/User/{user}", roles=[{"role": role}]
	),
	"own roles by form": lambda doors, user, role: doors.call(
		"frappe.desk.form.save.savedocs",
		doc={**json.loads(frappe.as_json(frappe.get_doc("User", user))), "roles": [{"role": role}]},
		action="Save",
	),
	"a row of roles": lambda doors, user, role: doors.call("frappe.client.insert", doc=role_row(user, role)),
	"a row of roles by REST": lambda doors, user, role: doors.rest(
		"POST", "/api/resource/Has Role", **role_row(user, role)
	),
	"a role profile": lambda doors, user, role: doors.call(
		"frappe.client.insert",
		doc={"doctype": "Role Profile", "role_profile": "Mine", "roles": [{"role": role}]},
	),
	"permission to users": lambda doors, user, role: doors.call(
		"frappe.client.insert",
		doc={
			"doctype": "Custom DocPerm",
			"parent": "User",
			"role": "PPOC Administrator",
			"permlevel": 1,
			"read": 1,
			"write": 1,
		},
	),
	"the permission manager": lambda doors, user, role: doors.call(
		"frappe.core.page.permission_manager.permission_manager.add",
		parent="Child",
		role="PPOC Administrator",
		permlevel=0,
	),
	"a user permission": lambda doors, user, role: doors.call(
		"frappe.client.insert",
		doc={"doctype": "User Permission", "user": user, "allow": "Child", "for_value": "TEST-BELLA"},
	),
}


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize("attempt", sorted(TRIES))
@pytest.mark.parametrize("role", ["System Manager", "PPOC Auditor"])
def test_nobody_makes_themselves_more(
	world: World, set_user: Callable, doors: Doors, attempt: str, role: str
) -> None:
	for user in (world.configurer, world.manager):
		set_user(user)
		try:
			TRIES[attempt](doors, user, role)
		except (frappe.PermissionError, frappe.ValidationError):
			frappe.clear_messages()
		else:
			assert "roles" in attempt, "it was answered instead of refused"  # Frappe keeps the stored roles
		assert not powers(user)
	assert not frappe.db.exists("Custom DocPerm", {"parent": "User", "role": "PPOC Administrator"})


@pytest.fixture
def keeps_logins(world: World) -> str:
	"""The authority lets the PPOC Administrator keep the logins, with all that the role table offers."""
	for level in (0, 1):
		row = {"parent": "User", "parenttype": "DocType", "parentfield": "permissions", "permlevel": level}
		for role in ("PPOC Administrator", "System Manager"):
			rights = {"read": 1, "write": 1, "create": int(not level), "role": role}
			frappe.get_doc({"doctype": "Custom DocPerm", **row, **rights}).insert()
	frappe.clear_cache(doctype="User")
	return world.configurer


@pytest.mark.parametrize(
	"change",
	[
		{"roles": [{"role": "System Manager"}]},
		{"roles": [{"role": "Team Manager"}, {"role": "PPOC Auditor"}]},
		{"new_password": "a long enough new password 9"},
		{"api_key": "0123456789abcde"},
		{"api_secret": "0123456789abcde"},
		{"reset_password_key": "0123456789abcde"},
		{"email": "elsewhere@example.org"},
	],
	ids=lambda change: next(iter(change)),
)
def test_who_keeps_logins_does_not_get_into_them(
	world: World, set_user: Callable, doors: Doors, keeps_logins: str, change: dict[str, Any]
) -> None:
	before = frappe.get_doc("User", world.manager)
	set_user(keeps_logins)
	with pytest.raises(RightsRefusedError):
		doors.rest("PUT", f"/api/resource/User/{world.manager}", **change)
	after = frappe.get_doc("User", world.manager)
	assert [row.role for row in after.roles] == [row.role for row in before.roles]
	assert (after.email, after.api_key, after.reset_password_key) == (
		before.email,
		before.api_key,
		before.reset_password_key,
	)


def test_nor_gives_roles_to_themselves(
	world: World, set_user: Callable, doors: Doors, keeps_logins: str
) -> None:
	set_user(keeps_logins)
	own = [{"role": "PPOC Administrator"}, {"role": "Team Manager"}]
	with pytest.raises(RightsRefusedError):
		doors.rest("PUT", f"/api/resource/User/{keeps_logins}", roles=own)


def test_but_keeps_logins(world: World, set_user: Callable, doors: Doors, keeps_logins: str) -> None:
	set_user(keeps_logins)
	doors.rest(
		"PUT",
		f"/api/resource/User/{world.coordinator}",
		roles=[{"role": "Team Coordinator"}, {"role": "Business Support"}],
		first_name="Robin",
	)
	assert frappe.db.get_value("User", world.coordinator, "first_name") == "Robin"
	assert "Business Support" in frappe.get_roles(world.coordinator)
