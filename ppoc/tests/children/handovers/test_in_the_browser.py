"""A manager accepts a child, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.browser import OPTION
from ppoc.tests.factories import grant, make_child, make_team, make_worker

expect.set_options(timeout=15_000)


@pytest.mark.requirement("X4.5")
def test_one_manager_hands_over_and_the_other_takes_the_child_on(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	here, there = make_team(), make_team()
	managers = {}
	for team in (here, there):
		managers[team.name] = user_with("Team Manager")
		grant(managers[team.name], team.locality)
		frappe.db.set_value("Worker", team.team_manager, "user", managers[team.name])
	taker = make_worker(worker_name="Tilda Taker", team=there.name, locality=there.locality)
	child = make_child(team=here.name, first_name="Ada", last_name="Elm")

	log_in(managers[here.name])
	page.goto(f"/app/child/{child.name}")
	page.get_by_role("button", name="Hand over", exact=True).click()
	expect(page.locator("[data-fieldname=to_team] input")).to_be_visible()
	page.locator("[data-fieldname=to_team] input").click()
	page.locator("[data-fieldname=to_team] input").press_sequentially(there.name)
	page.locator("[data-fieldname=to_team]").locator(OPTION, has_text=there.name).first.click()
	page.locator("[data-fieldname=reason] textarea").fill("The family moved")
	page.keyboard.press("Control+s")
	expect(page.locator(".indicator-pill").get_by_text("Offered")).to_be_visible()
	offer = page.url.split("/")[-1]

	log_in(managers[there.name])
	page.goto(f"/app/handover/{offer}")
	expect(page.locator("[data-fieldname=child_id]").first).to_contain_text(child.child_id)
	expect(page.locator("body")).not_to_contain_text("Ada Elm")
	page.get_by_role("button", name="Actions", exact=True).click()
	page.get_by_role("link", name="Accept").click()
	page.route("**/*validate_link*", lambda route: None)  # a fast user does not wait for the server's answer
	box = page.locator(".modal-dialog:visible")
	box.locator("[data-fieldname=to_worker] input").click()
	box.locator("[data-fieldname=to_worker] input").press_sequentially("Tilda")
	box.locator(OPTION, has_text="Tilda Taker").first.click()
	box.get_by_role("button", name="Accept").click()

	expect(page.locator(".indicator-pill").get_by_text("Accepted")).to_be_visible()
	expect(page.get_by_role("button", name="Ada Elm")).to_be_visible()
	frappe.db.rollback()
	after = frappe.db.get_value("Child", child.name, ["team", "social_worker"])
	assert after == (there.name, taker.name)
