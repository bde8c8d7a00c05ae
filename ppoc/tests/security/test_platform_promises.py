"""Sessions and keys end when they should, and secrets are kept: what we rely on Frappe for, and where we help it.

docs/asvs.csv names these tests. Attack: go on with a session that is over, guess one, read passwords in a backup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frappe
import pytest
import requests
from frappe.utils.password import passlibctx, set_encrypted_password, update_password

from ppoc.database.retry import begins_again
from ppoc.tests.access_world import World

pytestmark = pytest.mark.usefixtures("committed")

PASSWORD = "a-Long-and-Dull-4-Test"
WHO = "/api/method/frappe.auth.get_logged_user"
BITS_OF_A_HEX_DIGIT = 4


class Person:
	"""Somebody with a login, and the tokens of sessions that their browser was given."""

	def __init__(self, url: str, user: str) -> None:
		self.url, self.user = url, user

	def log_in(self, token: str = "") -> str:
		"""Logs in, with a token that the browser has already, and returns that of the session."""
		answer = requests.post(
			f"{self.url}/api/method/login",
			data={"usr": self.user, "pwd": PASSWORD},
			cookies={"sid": token} if token else {},
			timeout=60,
		)
		assert answer.status_code == 200, answer.text
		return str(answer.cookies["sid"])

	def log_out(self, token: str) -> None:
		"""Logs out as Desk does, with the token against forgery that Desk's page has."""
		cookies = {"sid": token}
		page = requests.get(f"{self.url}/app", cookies=cookies, timeout=60).text
		[against_forgery] = set(re.findall(r"csrf_token = \"(\w+)\"", page))
		headers = {"X-Frappe-CSRF-Token": against_forgery}
		answer = requests.post(f"{self.url}/api/method/logout", cookies=cookies, headers=headers, timeout=60)
		assert answer.status_code == 200, answer.text

	def is_known_by(self, token: str) -> bool:
		answer = requests.get(self.url + WHO, cookies={"sid": token}, timeout=60)
		return bool(answer.ok and answer.json().get("message") == self.user)

	def answer_to_key(self, key: str, secret: str) -> requests.Response:
		return requests.get(self.url + WHO, headers={"Authorization": f"token {key}:{secret}"}, timeout=60)


@pytest.fixture
def somebody(world: World, server: Any) -> Person:
	update_password(world.coordinator, PASSWORD)
	frappe.db.commit()
	return Person(server.base_url, world.coordinator)


def disable(user: str) -> None:
	"""Disables an account as a job does, which no browser asked for."""
	frappe.db.commit()

	@begins_again()  # the server may be writing the time of the login just now
	def without_login() -> None:
		frappe.get_doc("User", user).update({"enabled": 0}).save()
		frappe.db.commit()

	without_login()


def test_the_token_of_a_session_cannot_be_guessed(somebody: Person) -> None:
	token = somebody.log_in()
	assert set(token) <= set("0123456789abcdef")
	assert len(token) * BITS_OF_A_HEX_DIGIT >= 128


def test_each_login_has_a_token_of_its_own(somebody: Person) -> None:
	first = somebody.log_in()
	assert somebody.log_in(first) != first


def test_a_token_that_was_planted_before_the_login_is_not_used_after_it(somebody: Person) -> None:
	planted = "0" * 56
	assert somebody.log_in(planted) != planted
	assert not somebody.is_known_by(planted)


def test_a_session_that_was_logged_out_opens_nothing(somebody: Person) -> None:
	token = somebody.log_in()
	assert somebody.is_known_by(token)
	somebody.log_out(token)
	assert not somebody.is_known_by(token)


def test_the_sessions_of_a_disabled_account_end(somebody: Person, user_with: Callable[..., str]) -> None:
	user_with("System Manager")  # Frappe does without a user only if there is an administrator left
	token = somebody.log_in()
	assert somebody.is_known_by(token)
	disable(somebody.user)
	assert not somebody.is_known_by(token)


def test_the_key_of_a_disabled_account_opens_nothing(somebody: Person, user_with: Callable[..., str]) -> None:
	user_with("System Manager")
	key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", somebody.user, "api_key", key)
	set_encrypted_password("User", somebody.user, secret, "api_secret")
	frappe.db.commit()
	assert somebody.answer_to_key(key, secret).json()["message"] == somebody.user
	disable(somebody.user)
	assert somebody.answer_to_key(key, secret).status_code in (401, 403)


def test_a_password_is_kept_as_a_slow_hash_only(somebody: Person) -> None:
	kept = {"doctype": "User", "name": somebody.user, "fieldname": "password"}
	table = frappe.qb.Table("__Auth")
	[[stored]] = (
		frappe.qb.from_(table)
		.select(table.password)
		.where((table.doctype == kept["doctype"]) & (table.name == kept["name"]))
		.where(table.fieldname == kept["fieldname"])
		.run()
	)
	assert PASSWORD not in stored
	assert passlibctx.identify(stored) in ("pbkdf2_sha256", "argon2")
	assert passlibctx.verify(PASSWORD, stored)
