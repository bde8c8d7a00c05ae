"""Fixtures: a meeting in a browser, opened by one person and by a second one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import frappe
import pytest
from playwright.sync_api import Browser, expect

from ppoc.tests.contract import Server
from ppoc.tests.meetings.screen.screen_page import Screen
from ppoc.tests.site_fixtures import sign_in

expect.set_options(timeout=10_000)


@pytest.fixture
def coordinator(user_with: Callable[..., str]) -> str:
	return user_with("Team Coordinator", name="priya@example.org")


@pytest.fixture
def manager(user_with: Callable[..., str]) -> str:
	return user_with("Team Manager", name="tom@example.org")


@pytest.fixture
def open_screen(
	site: str, browser: Browser, committed: None, server: Server
) -> Iterator[Callable[[str, str], Screen]]:
	"""`open_screen(user, meeting)` opens the meeting as this user in a separate browser profile. With `clock=True`,
	`Screen.later` puts its clock forward."""
	with ExitStack() as windows:

		def open_screen(user: str, meeting: str, clock: bool = False, **options: Any) -> Screen:
			context = browser.new_context(
				base_url=server.base_url,
				locale="en-GB",
				timezone_id="Europe/London",
				**{"viewport": {"width": 1280, "height": 720}, **options},
			)
			windows.callback(context.close)
			if clock:
				context.clock.install()
			page = context.new_page()
			sign_in(page, user)
			page.goto(f"/app/meeting-screen/{meeting}")
			screen = Screen(page)
			expect(page.locator(".ms-name")).to_be_visible(timeout=30_000)
			return screen

		yield open_screen


@pytest.fixture
def stored(site: str) -> Callable[..., object]:
	"""`stored(doctype, name, field)` returns what is in the database now, whatever this test's transaction has read."""

	def stored(doctype: str, name: str, field: str) -> object:
		frappe.db.rollback()
		return frappe.db.get_value(doctype, name, field)

	return stored
