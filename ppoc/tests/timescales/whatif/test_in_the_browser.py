"""The What if page in Chromium: compares a pack, and a rule as it is on its form."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_event, make_rule, make_schedule, make_team

expect.set_options(timeout=20_000)
PICTURES = os.environ.get("PPOC_PICTURES")


def picture(page: Page, name: str) -> None:
	"""Saves a screenshot if somebody wants to look at it."""
	if PICTURES:
		page.wait_for_timeout(1500)
		page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.fixture
def scene(site, page, user_with, log_in) -> SimpleNamespace:
	"""A team with children who entered care five weeks ago, one of them discussed in time; its manager is logged in."""
	page.set_viewport_size({"width": 1440, "height": 1000})
	team = make_team()
	manager = user_with("Team Manager", "PPOC Administrator")
	grant(manager, team.locality)
	make_schedule(team=team.name)
	for days in (None, -30, None):
		child = make_child(team=team.name).name
		make_event(child, "Entered care", add_days(nowdate(), -35))
		if days:
			make_event(child, "Permanency planning meeting held", add_days(nowdate(), days))
	log_in(manager)  # commits what was made so far, so that the browser sees it
	return SimpleNamespace(team=team, page=page)


@pytest.mark.browser
@pytest.mark.requirement("X3.3")
def test_a_manager_compares_the_caseload_under_another_pack(scene):
	page = scene.page
	page.goto("/app/what-if")
	page.locator('.page-form select[data-fieldname="pack"]').select_option("permanence_planning_guidance")
	page.get_by_role("button", name="Compare").click()
	late = page.get_by_role("table", name="What would be late")
	row = late.get_by_role("row").filter(has_text="First permanency planning meeting")
	expect(row).to_contain_text("0 → 2")
	expect(page.locator(".ppoc-what-if")).to_contain_text("of 3 children")
	meets = page.get_by_role("table", name="How often people would meet")
	expect(meets.get_by_role("row").filter(has_text="Team Manager").first).to_contain_text("2.2 → 4.3")
	expect(page.locator(".ppoc-what-if-chart svg")).to_be_visible()
	picture(page, "what-if-pack")


@pytest.mark.browser
@pytest.mark.requirement("X3.3")
def test_a_rule_is_compared_as_it_stands_on_its_form(scene):
	rule = make_rule(
		[("Entered care", 10, "Weeks")], ["Permanency planning meeting held"], duty_role="Social Worker"
	)
	frappe.db.commit()
	page = scene.page
	page.goto(f"/app/timescale-rule/{rule.name}")
	expect(page.get_by_role("button", name="What if")).to_be_visible()
	page.evaluate("cur_frm.doc.counts[0].amount = 2; cur_frm.dirty()")
	page.get_by_role("button", name="What if").click()
	row = page.get_by_role("table", name="What would be late").get_by_role("row").filter(has_text=rule.duty)
	expect(row).to_contain_text("0 → 2")
	picture(page, "what-if-rule")
	frappe.db.rollback()
	assert frappe.get_doc("Timescale Rule", rule.name).counts[0].amount == 10
