"""A family group meeting in Chromium: from the child's form to the answers, and the page for the court."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.desk.test_in_the_browser import WINDOW, noise
from ppoc.tests.factories import grant, make_child, make_team

__all__ = ["noise"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Y2")]
expect.set_options(timeout=30_000)


def test_it_is_offered_from_the_childs_form_and_printed_for_the_court(
	page: Page,
	noise: list[str],
	site: str,
	user_with: Callable[..., str],
	log_in: Callable[[str], None],
) -> None:
	page.set_viewport_size(WINDOW)
	team, user = make_team(), user_with("Social Worker")
	grant(user, team.locality)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	frappe.db.commit()
	log_in(user)
	page.goto(f"/app/child/{child.name}")
	page.get_by_role("button", name="Plan", exact=True).click()
	page.get_by_role("link", name="Family group meeting", exact=True).click()
	grid = page.locator("[data-fieldname='offers'] .grid-body")
	expect(page.locator("[data-fieldname='child'] input:visible")).to_have_value("Ada Elm")
	page.get_by_role("button", name="Add Row").click()
	row = grid.locator(".grid-row").first
	row.locator(".grid-static-col[data-fieldname='offered_to']").click()
	row.locator("[data-fieldname='offered_to'] input").fill("The mother")
	row.locator(".grid-static-col[data-fieldname='offered_on']").click()
	row.locator("[data-fieldname='offered_on'] input").fill(as_typed(add_days(nowdate(), -7)))
	page.keyboard.press("Tab")
	page.keyboard.press("Control+s")
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Offered")
	doc = frappe.get_last_doc("Family Group Meeting", {"child": child.name})
	assert [(row.offered_to, str(row.offered_on)) for row in doc.offers] == [
		("The mother", str(add_days(nowdate(), -7)))
	]
	with page.expect_popup() as opened:
		page.get_by_role("button", name="Page for the court").click()
	expect(opened.value.locator(".ppoc-paged")).to_contain_text("Family group decision-making: Ada Elm")
	expect(opened.value.locator(".ppoc-paged")).to_contain_text("The mother")
	assert noise == []


def as_typed(day: object) -> str:
	return frappe.utils.formatdate(day, frappe.db.get_default("date_format") or "yyyy-mm-dd")
