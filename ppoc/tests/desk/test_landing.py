"""After login, everybody lands on the workspace of their own role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
import requests

from ppoc.desk import landing
from ppoc.desk.roles_database import may_use_app

WORKSPACES = {
	"Team Coordinator": "Team Coordinator",
	"Practice Supervisor": "Team Manager",
	"Team Manager": "Team Manager",
	"Social Worker": "Social Worker",
	"Supervising Social Worker": "Social Worker",
	"Head of Service": "Head of Service",
	"Permanence Manager": "Permanence Manager",
	"Assistant Director": "Assistant Director",
	"Performance Officer": "Performance Officer",
	"Independent Reviewing Officer": "Reviewing Officer",
	"Business Support": "Business Support",
	"Legal Adviser": "Legal Adviser",
	"Placements Officer": "Placements Officer",
	"PPOC Administrator": "PPOC Administration",
	"PPOC Auditor": "PPOC",
}
PASSWORD = "Correct-horse-7-battery"


@pytest.mark.parametrize(("role", "workspace"), WORKSPACES.items())
def test_each_role_begins_on_its_own_workspace(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None], role: str, workspace: str
) -> None:
	set_user(user_with(role))
	assert landing.own_workspace() == workspace


def test_who_holds_two_roles_begins_with_the_first_in_order(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	set_user(user_with("Head of Service", "Team Manager"))
	assert landing.own_workspace() == "Team Manager"


def test_a_workspace_for_administrators_is_where_they_begin(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	if not frappe.db.exists("Workspace", "PPOC Administration"):
		workspace = frappe.new_doc("Workspace", label="PPOC Administration", title="PPOC Administration")
		workspace.update({"module": "PPOC", "public": 1, "content": "[]", "sequence_id": 0.9})
		workspace.append("roles", {"role": "PPOC Administrator"})
		workspace.insert()
	set_user(user_with("PPOC Administrator"))
	assert landing.own_workspace() == "PPOC Administration"
	set_user(user_with("PPOC Administrator", "Head of Service"))
	assert landing.own_workspace() == "Head of Service"


@pytest.mark.parametrize("roles", [("System Manager",), ("System Manager", "Workspace Manager")])
def test_who_only_looks_after_the_platform_begins_on_the_shared_one(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None], roles: tuple[str, ...]
) -> None:
	set_user(user_with(*roles))
	assert landing.own_workspace() == "PPOC"


def test_administrator_begins_on_the_shared_one(site: str, set_user: Callable[[str], None]) -> None:
	set_user("Administrator")
	assert landing.own_workspace() == "PPOC"


def test_a_default_workspace_that_somebody_chose_wins(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	if not frappe.get_meta("User").has_field("default_workspace"):
		pytest.skip("This version has no default workspaces")
	user = user_with("Team Manager")
	frappe.db.set_value("User", user, "default_workspace", "PPOC")
	frappe.clear_cache(user=user)
	set_user(user)
	assert landing.own_workspace() == "PPOC"
	frappe.db.set_value("User", user, "default_workspace", "Social Worker")  # not the user's own
	frappe.clear_cache(user=user)
	assert landing.own_workspace() == "Team Manager"


def test_a_workspace_that_an_administrator_hid_is_nobodys(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	frappe.db.set_value("Workspace", "Team Manager", "is_hidden", 1)
	set_user(user_with("Team Manager"))
	assert landing.own_workspace() == "PPOC"


def test_only_people_of_ours_find_the_app(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	for roles, expected in (
		(("Social Worker",), True),
		(("PPOC Auditor",), True),
		(("System Manager",), True),
		(("Newsletter Manager",), False),
		((), False),
	):
		set_user(user_with(*roles))
		assert may_use_app() is expected, roles
	website_user = user_with("Social Worker")
	frappe.db.set_value("User", website_user, "user_type", "Website User")
	frappe.clear_cache(user=website_user)
	set_user(website_user)
	assert not may_use_app()
	set_user("Guest")
	assert not may_use_app()


@pytest.fixture
def logged_in(site: str, committed: None, server: Any, user_with: Callable[..., str]) -> Callable[..., Any]:
	"""`logged_in(role)` returns a session and the response to the login."""

	def log_in(*roles: str) -> tuple[requests.Session, dict[str, Any]]:
		from frappe.utils.password import update_password

		user = user_with(*roles)
		update_password(user, PASSWORD)
		frappe.db.commit()
		session = requests.Session()
		answer = session.post(
			f"{server.base_url}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=60
		)
		assert answer.ok, answer.text
		return session, answer.json()

	return log_in


@pytest.mark.parametrize("role", ["Team Coordinator", "Business Support", "PPOC Auditor"])
def test_the_login_sends_people_to_their_workspace(
	logged_in: Callable[..., Any], server: Any, role: str
) -> None:
	session, answer = logged_in(role)
	assert answer["home_page"] == "/ppoc"
	sent = session.get(f"{server.base_url}/ppoc", allow_redirects=False, timeout=60)
	assert sent.status_code == 302
	assert sent.headers["Location"].endswith(f"/app/{WORKSPACES[role].lower().replace(' ', '-')}")
	assert "no-store" in sent.headers["Cache-Control"]
	assert session.get(f"{server.base_url}/ppoc", timeout=60).ok


def test_who_is_not_logged_in_is_asked_to_and_comes_back(site: str, committed: None, server: Any) -> None:
	sent = requests.get(f"{server.base_url}/ppoc", allow_redirects=False, timeout=60)
	assert sent.status_code == 302
	assert sent.headers["Location"].endswith("/login?redirect-to=%2Fppoc")


def test_strangers_are_told_that_they_have_no_role(logged_in: Callable[..., Any], server: Any) -> None:
	session, answer = logged_in("Newsletter Manager")
	assert answer["home_page"] != "/ppoc"
	assert session.get(f"{server.base_url}/ppoc", timeout=60).status_code == 403


def test_the_logo_is_there(site: str, committed: None, server: Any) -> None:
	for address in frappe.get_hooks("app_logo_url", app_name="ppoc"):
		logo = requests.get(server.base_url + address, timeout=60)
		assert logo.ok
		assert logo.headers["Content-Type"].startswith("image/svg+xml")
