"""What we rely on Frappe for, shown on the installed Frappe: its sessions end when they should, its secrets are kept.

docs/asvs.csv names these tests. Attack: go on with a session that is over, guess one, read passwords in a backup.
"""

from __future__ import annotations

from typing import Any

import frappe
import pytest
import requests
from frappe.utils.password import passlibctx, update_password

from ppoc.tests.access_world import World

pytestmark = pytest.mark.usefixtures("committed")

PASSWORD = "a-Long-and-Dull-4-Test"
WHO = "/api/method/frappe.auth.get_logged_user"
BITS_OF_A_HEX_DIGIT = 4


class Browser:
	"""Somebody's browser: keeps the cookies that it is sent."""

	def __init__(self, url: str, user: str) -> None:
		self.url, self.user, self.session = url, user, requests.Session()

	def log_in(self) -> str:
		"""Logs in and returns the token of the session."""
		sent = {"usr": self.user, "pwd": PASSWORD}
		answer = self.session.post(f"{self.url}/api/method/login", data=sent, timeout=60)
		assert answer.status_code == 200, answer.text
		return self.token

	@property
	def token(self) -> str:
		return str(self.session.cookies["sid"])

	def log_out(self) -> None:
		self.session.get(f"{self.url}/?cmd=web_logout", timeout=60)

	def is_known(self) -> bool:
		answer = self.session.get(self.url + WHO, timeout=60)
		return bool(answer.ok and answer.json().get("message") == self.user)


@pytest.fixture
def somebody(world: World, server: Any) -> Browser:
	update_password(world.coordinator, PASSWORD)
	frappe.db.commit()
	return Browser(server.base_url, world.coordinator)


def test_the_token_of_a_session_cannot_be_guessed(somebody: Browser) -> None:
	token = somebody.log_in()
	assert set(token) <= set("0123456789abcdef")
	assert len(token) * BITS_OF_A_HEX_DIGIT >= 128


def test_each_login_has_a_token_of_its_own(somebody: Browser) -> None:
	first = somebody.log_in()
	assert somebody.log_in() != first


def test_a_token_that_was_planted_before_the_login_is_not_used_after_it(somebody: Browser) -> None:
	somebody.session.cookies.set("sid", "0" * 56)
	assert somebody.log_in() != "0" * 56


def test_a_session_that_was_logged_out_opens_nothing(somebody: Browser) -> None:
	kept = somebody.log_in()
	assert somebody.is_known()
	somebody.log_out()
	somebody.session.cookies.clear()
	somebody.session.cookies.set("sid", kept)
	assert not somebody.is_known()


def test_the_sessions_of_a_disabled_account_end(somebody: Browser) -> None:
	somebody.log_in()
	assert somebody.is_known()
	frappe.get_doc("User", somebody.user).update({"enabled": 0}).save()
	frappe.db.commit()
	assert not somebody.is_known()


def test_a_password_is_kept_as_a_slow_hash_only(somebody: Browser) -> None:
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
