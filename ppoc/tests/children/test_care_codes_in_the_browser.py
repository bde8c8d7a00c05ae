"""Codes of the return in words, on the Child form and in All Data, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_team

expect.set_options(timeout=15_000)


@pytest.mark.requirement("P1.1")
def test_a_coordinator_reads_and_chooses_words_and_the_record_keeps_codes(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	returned = make_child(team=team.name, legal_status="C2", placement="U4", care_facts_by_hand=0)
	by_hand = make_child(team=team.name, legal_status="C1", placement="With her aunt", care_facts_by_hand=1)

	log_in(user)
	page.goto(f"/app/child/{returned.name}")
	page.get_by_role("tab", name="Care and legal status").click()
	expect(
		page.locator(".frappe-control[data-fieldname=legal_status]").get_by_text("Full care order")
	).to_be_visible()
	expect(page.locator(".frappe-control[data-fieldname=placement]")).to_contain_text(
		"Fostered by another carer, long-term"
	)

	page.goto("/app/query-report/All Data")
	expect(page.locator(".dt-row").filter(has_text=returned.full_name)).to_contain_text("Full care order")

	page.goto(f"/app/child/{by_hand.name}")
	page.get_by_role("tab", name="Care and legal status").click()
	status = page.locator("input[data-fieldname=legal_status]")
	placement = page.locator("input[data-fieldname=placement]")
	expect(status).to_have_value("Interim care order")
	expect(placement).to_have_value("With her aunt")
	status.fill("Placement")
	page.locator(".frappe-control[data-fieldname=legal_status] li").get_by_text("Placement order").click()
	page.keyboard.press("Control+s")
	expect(page.locator(".indicator-pill").get_by_text("Not Saved")).to_have_count(0)
	expect(status).to_have_value("Placement order")
	frappe.db.rollback()
	kept = frappe.db.get_value("Child", by_hand.name, ["legal_status", "placement"])
	assert kept == ("E1", "With her aunt")
