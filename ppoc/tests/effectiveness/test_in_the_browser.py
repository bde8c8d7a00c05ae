"""Scoring on a tablet: all criteria on one screen, a tap each, beside last time's score."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_team, make_worker

expect.set_options(timeout=15_000)


@pytest.mark.requirement("P8.1", "P8.2")
def test_a_review_is_scored_with_a_tap_for_each_criterion(site, page: Page, user_with, log_in):
	team = make_team()
	manager = user_with("Team Manager")
	grant(manager, team.locality)
	values = {"doctype": "Effectiveness Review", "locality": team.locality, "reviewer": make_worker().name}
	earlier = frappe.get_doc({**values, "review_date": "2025-11-03"}).insert()
	earlier.scores[2].score = "2"
	earlier.save()
	review = frappe.get_doc({**values, "review_date": "2026-02-03"}).insert()

	page.set_viewport_size({"width": 820, "height": 1180})
	log_in(manager)
	page.goto(f"/app/effectiveness-review/{review.name}")

	status = page.locator(".ppoc-scored")
	expect(status).to_have_text("0 of 16 scored")
	third = page.get_by_role("group", name="3. Actions")
	expect(third.locator(".ppoc-last")).to_have_text("Last time 2")
	box = third.locator("label").first.bounding_box()
	assert box
	assert min(box["height"], box["width"]) >= 44, "as large as a finger"
	for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
		group.get_by_role("radio", name="4 often").check()
	third.get_by_role("textbox", name="Note").fill("Reviewed one by one.")
	expect(third.locator(".ppoc-last")).to_have_text("Last time 2, up 2")
	expect(status).to_have_text("16 of 16 scored")
	page.keyboard.press("Control+s")

	expect(page.locator("[data-fieldname=average_score] .control-value")).to_have_text("4")
	frappe.db.rollback()
	review.reload()
	assert {row.score for row in review.scores} == {"4"}
	assert review.scores[2].note == "Reviewed one by one."
