"""Scoring on a tablet: all criteria on one screen, one tap each, next to the last score."""

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


@pytest.mark.requirement("P8.1")
def test_a_new_review_shows_its_criteria_before_it_is_saved(site, page: Page, user_with, log_in):
	team = make_team()
	manager = user_with("Team Manager")
	grant(manager, team.locality)
	reviewer = make_worker(worker_name="Nadia Fenwick", locality=team.locality)

	log_in(manager)
	page.goto(f"/app/effectiveness-review/new?locality={team.locality}&reviewer={reviewer.name}")
	expect(page.locator(".ppoc-scored")).to_contain_text("0 of 16 scored · Save to see last time's scores")
	page.get_by_role("group", name="9. Children").get_by_role("radio", name="2 rarely").check()
	page.get_by_role("button", name="Save", exact=True).click()

	expect(page.locator(".ppoc-scored")).to_have_text("1 of 16 scored")
	expect(
		page.get_by_role("group", name="9. Children").get_by_role("radio", name="2 rarely")
	).to_be_checked()
	frappe.db.rollback()
	[review] = frappe.get_all("Effectiveness Review", fields=["name", "reviewer", "scored", "panel_score"])
	assert (review.reviewer, review.scored, review.panel_score) == (reviewer.name, 1, 2)
