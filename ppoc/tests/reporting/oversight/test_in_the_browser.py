"""A quarterly oversight report as its chair sees it: charts on the form, recounted, completed and signed off."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import getdate
from playwright.sync_api import Page, expect

from ppoc.reporting.oversight.figures import Quarter
from ppoc.tests.access_world import put
from ppoc.tests.factories import grant, make_child, make_team, make_worker

expect.set_options(timeout=15_000)
STATES = {"Complete": "Completed", "Sign off": "Signed off"}


@pytest.mark.requirement("D6.1")
def test_the_chair_drafts_completes_and_signs_it_off(site, page: Page, user_with, log_in):
	team, head = make_team(), user_with("Head of Service")
	grant(head, team.locality)
	chair = make_worker(worker_name="Hester Osgood", user=head, locality=team.locality)
	frappe.db.set_value("Locality", team.locality, "head_of_service", chair.name)
	ended = Quarter.of(getdate()).before
	where = {"locality": team.locality, "team": team.name, "child": make_child(team=team.name).name}
	barrier = {"doctype": "Plan Barrier", "parentfield": "barriers", "category": "Court or legal"}
	put(
		"Permanence Plan",
		status="Prioritised",
		prioritised_on=ended.last,
		barriers=[{**barrier, "raised_on": ended.last}],
		**where,
	)

	log_in(head)
	page.goto(f"/app/quarterly-oversight-report/new?locality={team.locality}")
	expect(page.get_by_text("Save to work out the quarter's figures")).to_be_visible()
	page.get_by_role("button", name="Save", exact=True).click()

	held_up = page.get_by_role(
		"img", name="Plans held up. Court or legal: This quarter 1, The quarter before 0"
	)
	expect(held_up).to_be_visible()
	expect(page.locator("[data-fieldname=progress] textarea")).to_have_value(
		"Plans on a list at the end of the quarter: 1 (a quarter before: 0).\n"
		"Newly prioritised: 1 (0 the quarter before); no longer prioritised: 0 (0).\n"
		"Assessments begun: 0 (0); finished: 0 (0).\n"
		"Permanence achieved: 0 (0)."
	)
	page.locator("[data-fieldname=drift] textarea").fill("One case waits for the court.")
	page.get_by_role("button", name="Update figures").click()
	expect(page.get_by_text("The figures are up to date.")).to_be_visible()
	for action in STATES:
		page.wait_for_load_state("networkidle")  # Frappe asks for the next steps and draws the menu again
		page.get_by_role("button", name="Actions").click()
		page.get_by_role("link", name=action, exact=True).click()
		expect(page.locator(".indicator-pill", has_text=STATES[action]).first).to_be_visible()
	frappe.db.rollback()
	[report] = frappe.get_all("Quarterly Oversight Report", fields=["status", "drift", "signed_off_by"])
	assert report == {
		"status": "Signed off",
		"drift": "One case waits for the court.",
		"signed_off_by": head,
	}
