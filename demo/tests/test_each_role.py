"""Each of the fifteen roles opens the pages of a small demo: nothing breaks, and nobody sees too much."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from demo import make
from demo.service import LOGIN_ROLES
from ppoc.tests.contract import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow(120)]

NO_CASES = ("PPOC Administrator",)
OWN_CHILDREN_ONLY = ("Social Worker", "Supervising Social Worker", "Independent Reviewing Officer")
LOCALITY_ONLY = ("Team Coordinator", "Practice Supervisor", "Team Manager", "Head of Service")
TROUBLE = ("Traceback", "Uncaught", "Not permitted", "Server Error", "is not defined", "cannot read prop")
NOT_OURS = ("socket.io", "favicon", "net::ERR", "status of 404", "status of 403", "ResizeObserver")


@pytest.fixture
def logins(site: str, committed: None) -> dict[str, dict[str, str]]:
	"""Makes a small demo; returns the first login of each role."""
	make.run(children=36, weeks=4, processes=1)
	found: dict[str, dict[str, str]] = {}
	for login in make.logins():
		found.setdefault(login["role"], login)
	assert sorted(found) == sorted(LOGIN_ROLES)
	return found


class Visit:
	"""One user's visit, with everything that went wrong on the way."""

	def __init__(self, page: Page, role: str) -> None:
		self.page, self.role = page, role
		self.trouble: list[str] = []
		page.on("pageerror", lambda error: self.trouble.append(error.stack or str(error)))
		page.on("console", self._heard)

	def _heard(self, message: ConsoleMessage) -> None:
		if message.type == "error" and not any(word in message.text for word in NOT_OURS):
			self.trouble.append(message.text)

	def log_in(self, login: dict[str, str]) -> None:
		answer = self.page.request.post(
			"/api/method/login", form={"usr": login["user"], "pwd": login["password"]}
		)
		assert answer.ok, f"{self.role}: {answer.text()[:300]}"

	def rows(self, doctype: str, fields: list[str], **filters: Any) -> list[dict[str, Any]]:
		"""Returns the rows of the user's own list, or none if the role may not list the DocType."""
		query: dict[str, str | float | bool] = {
			"fields": json.dumps(fields),
			"filters": json.dumps(filters),
			"limit_page_length": "0",
		}
		answer = self.page.request.get(f"/api/resource/{doctype}", params=query)
		assert answer.status in (200, 403), answer.text()[:300]
		return answer.json()["data"] if answer.ok else []

	def arrive(self) -> None:
		"""Opens the first page as the browser loads it."""
		self.page.goto("/app/ppoc")
		self._look_at("Workspaces", ".ce-block:visible .widget, .ce-block:visible .ce-header")

	def open(self, route: list[str], place: str, shown: str) -> None:
		"""Opens another page as a click does: within the Desk, without reloading."""
		self.page.evaluate("route => { frappe.set_route(route) }", route)
		self._look_at(place, shown)

	def _look_at(self, place: str, shown: str) -> None:
		"""Waits for what the page shows, and for all its requests to the server."""
		page = self.page.locator(f'.page-container[data-page-route="{place}"]')
		expect(page.locator(shown).first).to_be_visible(timeout=60_000)
		self.page.wait_for_function("!frappe.request.ajax_count")
		dialogs = self.page.locator(".modal.show .modal-content").all_inner_texts()
		self.trouble += [text for text in dialogs if any(word.lower() in text.lower() for word in TROUBLE)]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[[str], Visit]]:
	contexts = []

	def visit(role: str) -> Visit:
		context = browser.new_context(
			base_url=server.base_url, locale="en-GB", viewport={"width": 1280, "height": 900}
		)
		contexts.append(context)
		return Visit(context.new_page(), role)

	yield visit
	for context in contexts:
		context.close()


@pytest.mark.requirement("P5.2")
def test_each_role_looks_around_and_sees_what_it_should(logins, visit):
	"""Uses one demo for all roles, because making it takes longer than all the visits."""
	troubles: dict[str, list[str]] = {}
	for role, login in logins.items():
		guest = visit(role)
		guest.log_in(login)
		_sees_what_it_should(guest, role)
		_looks_around(guest, role)
		if guest.trouble:
			troubles[role] = guest.trouble
		guest.page.context.close()
	assert not troubles


def _sees_what_it_should(guest: Visit, role: str) -> None:
	children = guest.rows("Child", ["name", "locality"])
	localities = {child["locality"] for child in children}
	if role in NO_CASES:
		assert not children
		assert not guest.rows("Meeting Discussion", ["name"])
		assert not guest.rows("Action", ["name"])
	elif role == "PPOC Auditor":
		assert len(children) == frappe.db.count("Child")
	elif role in LOCALITY_ONLY:
		assert localities == {"Ashmere"}
	elif role in OWN_CHILDREN_ONLY:
		assert len(children) < frappe.db.count("Child", {"locality": "Ashmere"})
		assert localities <= {"Ashmere"}
	else:
		assert len(localities) == 4
	if role != "PPOC Auditor":
		assert not {child["name"] for child in children} & _closed_to(role)


def _closed_to(role: str) -> set[str]:
	user = next(login["user"] for login in make.logins() if login["role"] == role)
	allowed = set(frappe.get_all("Child Allowed Person", {"user": user}, pluck="parent"))
	return set(frappe.get_all("Child", {"restricted": 1}, pluck="name")) - allowed


def _looks_around(guest: Visit, role: str) -> None:
	guest.arrive()
	children = guest.rows("Child", ["name"])
	meetings = guest.rows("Meeting", ["name"])
	if role in NO_CASES:
		return
	guest.open(["List", "Child"], "List/Child/List", ".frappe-list .result:visible, .no-result:visible")
	if children:
		guest.open(["Form", "Child", children[0]["name"]], "Child", ".form-layout .frappe-control:visible")
	if meetings:
		meeting = meetings[0]["name"]
		guest.open(["Form", "Meeting", meeting], "Meeting", ".form-layout .frappe-control:visible")
		guest.open(["meeting-screen", meeting], "meeting-screen", ".ms-name, .ms-restricted")
