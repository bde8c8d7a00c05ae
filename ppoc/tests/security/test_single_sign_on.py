"""People log in with their council account: an OpenID Connect provider of our own stands in for Microsoft's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import frappe
import jwt
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_team

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X4.1")]
expect.set_options(timeout=30_000)
REFUSED = "Sorry. Signup from Website is disabled."
WHO = "/api/method/frappe.auth.get_logged_user"


class Provider(BaseHTTPRequestHandler):
	"""Knows who sits at the browser, as Entra does from the council's computers."""

	person = ""

	def do_GET(self) -> None:
		"""Sends the browser back with a code."""
		asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
		self.send_response(302)
		self.send_header(
			"Location", f"{asked['redirect_uri']}?{urlencode({'code': 'once', 'state': asked['state']})}"
		)
		self.end_headers()

	def do_POST(self) -> None:
		"""Exchanges the code for a token that says who it is."""
		self.rfile.read(int(self.headers["Content-Length"]))
		claims = {"sub": f"id of {self.person}", "email": self.person, "given_name": "Priya"}
		answer = {
			"access_token": "x",
			"id_token": jwt.encode(claims, "a secret of the provider's own, long enough"),
		}
		self.send_response(200)
		self.send_header("Content-Type", "application/json")
		self.end_headers()
		self.wfile.write(json.dumps(answer).encode())

	def log_message(self, *_: Any) -> None:
		"""Says nothing."""


@pytest.fixture
def signs_in_as(site: str, page: Page) -> Iterator[Callable[[str], None]]:
	"""`signs_in_as(address)` presses the button on the login page as somebody with this council account."""
	with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as provider:
		Thread(target=provider.serve_forever, daemon=True).start()
		address = f"http://127.0.0.1:{provider.server_port}"
		key = frappe.new_doc("Social Login Key")
		key.get_social_login_provider("Office 365", initialize=True)
		key.update(
			{
				"client_id": "ppoc",
				"client_secret": "x" * 32,
				"sign_ups": "Deny",
				"authorize_url": f"{address}/tenant/authorize",
				"access_token_url": f"{address}/tenant/token",
			}
		)
		key.insert()
		frappe.db.commit()

		def signs_in_as(person: str) -> None:
			Provider.person = person
			page.goto("/login")
			page.locator("a.btn-login-option", has_text="Office 365").click()

		yield signs_in_as
		provider.shutdown()


@pytest.fixture
def coordinator(site: str, user_with: Callable[..., str]) -> str:
	team, user = make_team(), user_with("Team Coordinator", name="priya@example.org")
	grant(user, team.locality)
	user_with("System Manager")
	frappe.db.commit()
	return user


def logged_in(page: Page) -> str:
	answer = page.request.get(WHO)
	return str(answer.json()["message"]) if answer.ok else "Guest"


def test_a_coordinator_logs_in_with_the_council_account(
	page: Page, coordinator: str, signs_in_as: Callable[[str], None]
) -> None:
	signs_in_as(coordinator)
	expect(page.get_by_text("What is waiting").or_(page.locator(".desktop-icon")).first).to_be_visible()
	assert logged_in(page) == coordinator
	frappe.db.rollback()
	assert set(frappe.get_roles(coordinator)) >= {"Team Coordinator"}
	assert "System Manager" not in frappe.get_roles(coordinator)


def test_somebody_without_a_user_here_stays_outside(page: Page, signs_in_as: Callable[[str], None]) -> None:
	signs_in_as("elsewhere@example.org")
	expect(page.get_by_text(REFUSED)).to_be_visible()
	assert logged_in(page) == "Guest"
	frappe.db.rollback()
	assert not frappe.db.exists("User", "elsewhere@example.org")


def test_who_has_left_stays_outside(page: Page, coordinator: str, signs_in_as: Callable[[str], None]) -> None:
	frappe.db.set_value("User", coordinator, "enabled", 0)
	frappe.db.commit()
	signs_in_as(coordinator)
	expect(page.get_by_text("disabled").first).to_be_visible()
	assert logged_in(page) == "Guest"
