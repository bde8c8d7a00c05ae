"""The served site, asked as a program would, and what its audit trail says afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
import requests

from ppoc.tests.access_world import key_of
from ppoc.tests.waiting import wait_until

Ask = Callable[..., requests.Response]
Trail = Callable[..., list[frappe._dict]]

FIELDS = [
	"name",
	"user",
	"outcome",
	"door",
	"called",
	"record_type",
	"record",
	"child",
	"children",
	"what",
	"at",
]


@pytest.fixture
def session(committed: None, server: Any) -> Callable[[str], Ask]:
	"""`session(user)` returns a function that calls the served site as that user."""

	def log_in(user: str) -> Ask:
		headers = key_of(user)

		def ask(method: str, path: str, prefer: str = "", **values: Any) -> requests.Response:
			given: dict[str, Any] = {"params": values} if method == "GET" else {"json": values}
			wishes = {"Prefer": prefer} if prefer else {}
			address = server.base_url + path
			return requests.request(method, address, headers=headers | wishes, timeout=60, **given)

		return ask

	return log_in


@pytest.fixture
def trail(site: str) -> Trail:
	"""`trail(user, door="List")` returns the entries of a user, the oldest first, as soon as there are any."""

	def look(user: str, wait: bool = True, **filters: Any) -> list[frappe._dict]:
		def found() -> list[frappe._dict]:
			frappe.db.commit()
			return frappe.get_all("Audit Entry", {"user": user, **filters}, FIELDS, order_by="name asc")

		if wait:
			wait_until(lambda: bool(found()), f"no entry of {user} with {filters}", 20)
		return found()

	return look
