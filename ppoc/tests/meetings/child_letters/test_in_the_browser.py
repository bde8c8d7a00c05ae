"""A letter to a child in Chromium: begun from the decision, given, and then it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.desk.test_in_the_browser import WINDOW, noise
from ppoc.tests.factories import grant, make_child, make_team
from ppoc.tests.meetings.child_letters.test_letters_on_site import decided, give

__all__ = ["noise"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Y12")]
expect.set_options(timeout=30_000)


def test_the_decision_leads_to_the_letter_which_stays_once_it_is_given(
	page: Page,
	noise: list[str],
	site: str,
	user_with: Callable[..., str],
	log_in: Callable[[str], None],
) -> None:
	page.set_viewport_size(WINDOW)
	team, user = make_team(), user_with("Social Worker")
	grant(user, team.locality)
	child = make_child(team=team.name, first_name="Maya", last_name="Elm")
	request = decided(child)
	frappe.db.commit()
	log_in(user)
	page.goto(f"/app/panel-decision/{request.name}")
	page.get_by_role("button", name="Letter to the child").click()
	letter = page.locator("[data-fieldname='letter_text'] textarea:visible")
	expect(letter).to_have_value(re.compile("Dear Maya,"))
	letter.fill("Dear Maya,\n\nyour gran can look after you.")
	page.keyboard.press("Control+s")
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Draft")
	name = frappe.get_last_doc("Letter to Child", {"child": child.name}).name
	frappe.db.commit()
	give(name)
	frappe.db.commit()
	page.reload()
	expect(page.locator("[data-fieldname='letter_text'] .control-value:visible")).to_contain_text("your gran")
	expect(letter).to_be_hidden()
	page.goto(f"/app/panel-decision/{request.name}")
	page.get_by_role("button", name="Letter to the child").click()
	expect(page).to_have_url(re.compile(f"{name}$"))
	assert str(frappe.db.get_value("Panel Decision", request.name, "child_told_on")) == nowdate()
	assert noise == []
