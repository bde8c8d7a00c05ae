"""Frappe keeps forms and pages in the browser's local storage; when it fills up, the next page still opens."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_team

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P9.1")]

expect.set_options(timeout=30_000)

FILL = """() => {
	const line = "x".repeat(10_000);
	try {
		for (let number = 0; ; number++) localStorage.setItem(`_doctype:Filled ${number}`, line);
	} catch {
		return localStorage.length;
	}
}"""
"""What Frappe leaves behind after many forms; it stops when the browser takes no more."""


@pytest.fixture
def filled(
	page: Page, site: str, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> Callable[[], None]:
	"""A head of service has the home open; `filled()` fills the browser's storage."""
	user = user_with("Head of Service")
	grant(user, make_team().locality)
	frappe.db.commit()
	log_in(user)
	page.goto("/app/head-of-service")
	expect(page.locator(".widget").first).to_be_visible()

	def filled() -> None:
		assert page.evaluate(FILL) > 200

	return filled


def left_of_filling(page: Page) -> list[str]:
	kept: list[str] = page.evaluate(
		"() => Object.keys(localStorage).filter((name) => name.startsWith('_doctype:Filled'))"
	)
	return kept


def test_a_page_opens_after_more_forms_than_the_browser_can_keep(
	page: Page, filled: Callable[[], None]
) -> None:
	filled()
	page.goto("/app/permanence-dashboard")
	expect(page.locator(".page-body:visible").first).to_be_visible()
	assert left_of_filling(page) == []
	page.goto("/app/what-if")
	expect(page.locator(".page-body:visible").first).to_be_visible()


def test_a_page_opens_when_the_storage_filled_up_since_the_desk_was_loaded(
	page: Page, filled: Callable[[], None]
) -> None:
	filled()
	page.evaluate("() => frappe.set_route('permanence-dashboard')")
	expect(page.locator("#page-permanence-dashboard .page-body")).to_be_visible()
	assert left_of_filling(page) == []
