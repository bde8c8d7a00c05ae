"""The Site check page, by keyboard, as an administrator and as another user."""

from __future__ import annotations

import re
from datetime import timedelta

import frappe
from frappe.utils import formatdate, getdate
from playwright.sync_api import Page, expect

from ppoc.site_check.check_database import ACCEPTED_RISK

expect.set_options(timeout=15_000)


def test_an_administrator_reads_what_is_wrong_and_says_we_know_by_keyboard(
	site, page: Page, user_with, log_in
):
	user = user_with("System Manager", "PPOC Administrator")
	page.set_viewport_size({"width": 1366, "height": 768})
	log_in(user)
	page.goto("/app/ppoc-site-check")

	heading = page.locator("#ppoc-site-check-title")
	# The first check of a process loads the print engine, which is slow on a busy machine.
	expect(heading).to_have_text(re.compile(r"\d+ things to put right"), timeout=90_000)
	finding = page.locator("[data-finding=two-factor-off]")
	expect(finding).to_contain_text("System Settings, Login: Enable Two Factor Auth")

	finding.get_by_role("button").focus()
	page.keyboard.press("Enter")
	dialog = page.get_by_role("dialog").filter(has_text="Why is it left as it is?")
	expect(dialog.locator("textarea")).to_be_focused()
	page.keyboard.type("Tokens are being bought.")
	dialog.locator("input[data-fieldname=until]").focus()
	until = getdate() + timedelta(days=30)
	page.keyboard.type(formatdate(until))
	page.keyboard.press("Tab")
	dialog.get_by_role("button", name="Accept", exact=True).focus()
	page.keyboard.press("Enter")

	expect(finding).to_contain_text("Tokens are being bought.")
	expect(finding.get_by_role("button", name="Withdraw")).to_be_visible()
	expect(heading).to_be_focused()
	frappe.db.rollback()
	[record] = frappe.get_all(ACCEPTED_RISK, fields=["accepted_by", "until", "finding"])
	assert (record.accepted_by, record.until, record.finding) == (user, until, "two-factor-off")


def test_the_page_is_not_there_for_a_coordinator(site, page: Page, user_with, log_in):
	log_in(user_with("Team Coordinator"))
	page.goto("/app/ppoc-site-check")
	expect(page.get_by_text("two-factor login is off")).to_have_count(0)
	expect(page.locator("body")).to_contain_text(re.compile("not permitted|permission", re.IGNORECASE))


def test_it_opens_after_the_import_page_without_a_reload(site, page: Page, user_with, log_in):
	"""The Desk runs both pages' scripts side by side: a name that both declare stops the second."""
	log_in(user_with("System Manager", "PPOC Administrator", "Performance Officer"))
	page.goto("/app/ppoc-import")
	page.get_by_label("Kind of import").wait_for(timeout=60_000)
	page.evaluate("frappe.set_route('ppoc-site-check')")
	expect(page.locator("#ppoc-site-check-title")).to_have_text(re.compile(r"to put right"), timeout=90_000)
