"""Attack: whoever reads somebody's email asks for a new password, and is logged in by its link without the second
factor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import frappe
import pytest
import requests
from frappe.twofactor import toggle_two_factor_auth
from frappe.utils import now_datetime
from frappe.utils.password import check_password

from ppoc.access import second_factor
from ppoc.tests.access_world import PASSWORD, World

pytestmark = [pytest.mark.requirement("X4.1"), pytest.mark.usefixtures("committed")]
NEW = "Larches-beside-47-rivers"
UPDATE = "/api/method/frappe.core.doctype.user.user.update_password"
WHO = "/api/method/frappe.auth.get_logged_user"


@pytest.fixture
def two_factors(world: World) -> Iterator[None]:
	"""Everybody needs a second factor, from an app."""
	toggle_two_factor_auth(True, roles=["All"])
	frappe.db.set_single_value("System Settings", "two_factor_method", "OTP App")
	frappe.db.set_single_value("System Settings", "enable_two_factor_auth", 1)
	frappe.db.commit()
	frappe.clear_cache()
	yield
	frappe.clear_cache()


def key_for(user: str) -> str:
	"""Puts a key in place as the email has it, whichever way the version keeps it."""
	key = frappe.generate_hash(length=32)
	hashed = hasattr(frappe.get_module("frappe.core.doctype.user.user"), "sha256_hash")  # since 15
	kept = sha256(key.encode()).hexdigest() if hashed else key
	values = {"reset_password_key": kept, "last_reset_password_key_generated_on": now_datetime()}
	frappe.db.set_value("User", user, values)
	frappe.db.commit()
	return key


def choose(browser: requests.Session, base: str, **fields: Any) -> requests.Response:
	return browser.post(
		f"{base}{UPDATE}", data={"new_password": NEW, "logout_all_sessions": 1, **fields}, timeout=60
	)


def test_the_link_of_a_forgotten_password_leads_to_the_login_page(
	world: World, two_factors: None, server: Any
) -> None:
	thief = requests.Session()
	answer = choose(thief, server.base_url, key=key_for(world.manager))
	assert answer.status_code == 200, answer.text
	assert answer.json()["message"] == second_factor.LOGIN_PAGE
	assert thief.get(f"{server.base_url}{WHO}", timeout=60).status_code in (401, 403)
	assert thief.get(f"{server.base_url}/api/resource/Child", timeout=60).status_code in (401, 403)
	frappe.db.rollback()
	assert check_password(world.manager, NEW) == world.manager
	assert not frappe.db.exists("Sessions", {"user": world.manager})


def test_the_new_password_is_followed_by_the_question_for_the_second_factor(
	world: World, two_factors: None, server: Any
) -> None:
	choose(requests.Session(), server.base_url, key=key_for(world.manager))
	login = requests.post(
		f"{server.base_url}/api/method/login", data={"usr": world.manager, "pwd": NEW}, timeout=60
	)
	assert "verification" in login.json(), login.text
	assert login.json().get("message") != "Logged In"


def test_a_session_of_ones_own_is_no_way_into_another_account(
	world: World, browser_session: Callable, two_factors: None, server: Any
) -> None:
	toggle_two_factor_auth(False, roles=["All"])
	toggle_two_factor_auth(True, roles=["Team Manager"])
	frappe.db.commit()
	frappe.clear_cache()
	thief = browser_session(world.coordinator)
	token = {"X-Frappe-CSRF-Token": thief.token}
	answer = thief.post(
		f"{server.base_url}{UPDATE}",
		data={"new_password": NEW, "key": key_for(world.manager)},
		headers=token,
		timeout=60,
	)
	assert answer.json()["message"] == second_factor.LOGIN_PAGE, answer.text
	who = thief.get(f"{server.base_url}{WHO}", timeout=60).json().get("message")
	assert who == world.coordinator


def test_where_nobody_needs_one_the_link_logs_in(world: World, server: Any) -> None:
	browser = requests.Session()
	answer = choose(browser, server.base_url, key=key_for(world.manager))
	assert answer.json()["message"] != second_factor.LOGIN_PAGE
	assert browser.get(f"{server.base_url}{WHO}", timeout=60).json()["message"] == world.manager


def test_whoever_is_logged_in_stays_so_with_a_new_password(
	world: World, browser_session: Callable, server: Any
) -> None:
	browser = browser_session(world.manager)
	toggle_two_factor_auth(True, roles=["All"])
	frappe.db.set_single_value("System Settings", "enable_two_factor_auth", 1)
	frappe.db.commit()
	frappe.clear_cache()
	answer = browser.post(
		f"{server.base_url}{UPDATE}",
		data={"new_password": NEW, "old_password": PASSWORD},
		headers={"X-Frappe-CSRF-Token": browser.token},
		timeout=60,
	)
	assert answer.status_code == 200, answer.text
	assert browser.get(f"{server.base_url}{WHO}", timeout=60).json()["message"] == world.manager


def test_a_key_that_is_none_says_so(two_factors: None, server: Any) -> None:
	answer = choose(requests.Session(), server.base_url, key="none")
	assert answer.status_code == 410
	assert answer.json()["message"] != second_factor.LOGIN_PAGE
