"""The meeting screen as a user sees and operates it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 60


class Screen:
	"""One window with the screen open. Uses only keys; nothing here clicks."""

	def __init__(self, page: Page) -> None:
		self.page = page
		self.meeting = ""
		self.errors: list[str] = []
		page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

	def press(self, *keys: str) -> None:
		for key in keys:
			self.page.keyboard.press(key)

	def type(self, text: str) -> None:
		self.page.keyboard.type(text)

	@property
	def name(self) -> Locator:
		return self.page.locator(".ms-name")

	@property
	def spoken(self) -> Locator:
		"""Returns the text that a screen reader announces."""
		return self.page.locator(".ms > [aria-live=polite]")

	@property
	def saved(self) -> Locator:
		return self.page.locator(".ms-saved")

	@property
	def facts(self) -> Locator:
		return self.page.locator(".ms-facts")

	def field(self, fieldname: str) -> Locator:
		return self.page.locator(f'.ms-field[data-field="{fieldname}"]')

	def entry(self, fieldname: str) -> Locator:
		return self.field(fieldname).locator("input, textarea, select").first

	def row_of(self, label: str) -> Locator:
		return self.page.locator(".ms-stop", has_text=label)

	def actions_before(self) -> Locator:
		return self.page.locator(".ms-review")

	def actions_new(self) -> Locator:
		return self.page.locator(".ms-set")

	def find(self, label: str) -> None:
		"""Goes to a child through the search."""
		self.press("Alt+l")
		self.type(label)
		self.press("Enter")
		expect(self.name).to_have_text(label)

	def tab_to(self, fieldname: str) -> None:
		"""Goes to a field by keyboard: W for the first one, then Tab."""
		self.press("Alt+w")
		self.tab_until(lambda: self.focused("data-fieldname") == fieldname, fieldname)

	def tab_until(self, reached: Callable[[], bool], what: str) -> None:
		for _ in range(MOST_STEPS):
			if reached():
				return
			self.press("Tab")
		raise AssertionError(f"{what} is not reached with Tab")

	def focused(self, attribute: str) -> Any:
		return self.page.evaluate("name => document.activeElement?.getAttribute(name)", attribute)

	def focused_class(self) -> str:
		return self.page.evaluate("() => document.activeElement?.className || ''")

	def write(self, fieldname: str, text: str) -> None:
		self.tab_to(fieldname)
		self.type(text)

	def later(self, seconds: int) -> None:
		"""Puts this window's clock forward, so that the screen fetches the news that have become due."""
		with self.page.expect_response("**/*meeting_news*"):
			self.page.clock.fast_forward(1000 * seconds)

	def all_saved(self) -> None:
		"""Waits until everything is saved; if a field shows why it is not saved, fails with that text."""
		try:
			expect(self.saved).to_contain_text("All saved")
		except AssertionError as failure:
			said = self.page.locator(".ms-field[data-state]:not([data-state=''])").all_inner_texts()
			raise AssertionError(f"{failure}\n{said}") from None

	def add_action(self, what: str, who: str, *when: str) -> None:
		"""Adds an action by keyboard: A, what, Enter, who, Enter, the keys that choose when, and Ctrl+Enter."""
		self.press("Alt+a")
		self.type(what)
		self.press("Enter")
		self.type(who)
		self.press("Enter", "Tab", *when)
		self.press("Control+Enter")
