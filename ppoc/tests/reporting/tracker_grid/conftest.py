"""Fixtures: the tracker grid in a browser, opened by one person and by a second one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import frappe
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ppoc.tests.contract import Server
from ppoc.tests.site_fixtures import sign_in


class Grid:
	"""What a person does on the page and sees there."""

	def __init__(self, page: Page) -> None:
		self.page = page

	def row(self, child: str) -> Locator:
		return self.page.locator(".tabulator-row", has_text=child)

	def cell(self, child: str, field: str) -> Locator:
		return self.row(child).locator(f'.tabulator-cell[tabulator-field="{field}"]')

	def at(self, child: str, field: str) -> Grid:
		"""Selects a cell with the mouse."""
		self.cell(child, field).click()
		return self

	def press(self, *keys: str) -> Grid:
		for key in keys:
			self.page.keyboard.press(key)
		return self

	def type(self, text: str) -> Grid:
		self.page.keyboard.type(text)
		return self

	def paste(self, text: str) -> None:
		self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
		self.press("Control+v")

	@property
	def told(self) -> Locator:
		return self.page.locator(".tg-bar")

	def choose(self, choice: str) -> None:
		self.page.locator(f'.tg-bar [data-choice="{choice}"]').click()

	def all_saved(self) -> None:
		expect(self.page.locator(".tg-saved")).to_contain_text("All saved at")
		expect(self.page.locator(".tg-waiting")).to_be_hidden()


@pytest.fixture
def open_grid(site: str, browser: Browser, committed: None, server: Server) -> Iterator[Callable[..., Grid]]:
	"""`open_grid(user, sheet)` opens a sheet as this user in a browser profile of its own."""
	with ExitStack() as windows:

		def open_grid(user: str, sheet: str = "", **options: Any) -> Grid:
			context = browser.new_context(
				base_url=server.base_url,
				locale="en-GB",
				timezone_id="Europe/London",
				permissions=["clipboard-read", "clipboard-write"],
				**{"viewport": {"width": 1366, "height": 768}, **options},
			)
			windows.callback(context.close)
			page = context.new_page()
			sign_in(page, user)
			page.goto(f"/app/tracker-grid/{sheet}".rstrip("/"))
			expect(page.locator(".tg-table .tabulator-row").first).to_be_visible(timeout=30_000)
			return Grid(page)

		yield open_grid


@pytest.fixture
def stored(site: str) -> Callable[..., str]:
	"""`stored(doctype, name, field)` returns what is in the database now."""

	def stored(doctype: str, name: str, field: str) -> str:
		frappe.db.rollback()
		return str(frappe.db.get_value(doctype, name, field) or "")

	return stored
