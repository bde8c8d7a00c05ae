"""RAG ratings in Chromium: list, form, override, report, and an admin who changes a rule."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_action, make_child, make_plan, make_team, make_worker

expect.set_options(timeout=20_000)
PICTURES = os.environ.get("PPOC_PICTURES")


def picture(page: Page, name: str) -> None:
	"""Saves a screenshot if somebody wants to look at it."""
	if PICTURES:
		page.wait_for_timeout(1500)  # until the charts have grown
		page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture
def scene(site, page, user_with, log_in) -> SimpleNamespace:
	"""Ada's start was moved again and again, Bo's plan is on track; a manager and an admin have logins."""
	page.set_viewport_size({"width": 1440, "height": 900})
	team = make_team()
	manager, admin = user_with("Team Manager"), user_with("PPOC Administrator")
	grant(manager, team.locality)
	worker = make_worker(worker_name="Sal Worrick", locality=team.locality).name
	plans = {}
	for first, last in (("Ada", "Elm"), ("Bo", "Ash")):
		child = make_child(team=team.name, social_worker=worker, first_name=first, last_name=last)
		plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 60))
		make_action(child=child.name, plan=plan.name)
		plans[first] = plan.name
	plan = frappe.get_doc("Permanence Plan", plans["Ada"])
	for days in (70, 80, 90):
		plan.update({"predicted_start": add_days(nowdate(), days)}).save()

	def go(path: str, user: str = manager) -> Page:
		if not page.context.cookies():
			log_in(user)
		page.goto(path)
		return page

	return SimpleNamespace(team=team, plans=plans, go=go, page=page, admin=admin)


@pytest.mark.browser
@pytest.mark.requirement("D5.1")
def test_a_manager_sees_what_presses_in_the_list_and_sets_it_by_hand_on_the_form(scene):
	page = scene.go(f"/app/permanence-plan?team={scene.team.name}")
	pill = page.locator(".list-row", has_text="Ada Elm").locator(".indicator-pill", has_text="Red")
	expect(pill).to_have_attribute(
		"title", "The predicted start was moved 3 times and the assessment has not begun."
	)
	expect(
		page.locator(".list-row", has_text="Bo Ash").locator(".indicator-pill", has_text="Green")
	).to_be_visible()
	picture(page, "rag-list")

	page.goto(f"/app/permanence-plan/{scene.plans['Ada']}")
	expect(page.locator('[data-fieldname="rag"] .indicator-pill')).to_have_text("Red")
	expect(page.locator('[data-fieldname="rag_reason"]')).to_contain_text("moved 3 times")
	picture(page, "rag-form")
	page.get_by_role("button", name="RAG").click()
	page.get_by_role("link", name="Set by hand").or_(
		page.get_by_role("menuitem", name="Set by hand")
	).first.click()
	dialog = page.get_by_role("dialog").filter(has_text="Set RAG by hand")
	dialog.locator('[data-fieldname="rating"] select').select_option("Amber")
	dialog.locator('[data-fieldname="until"] input').fill(frappe.utils.formatdate(add_days(nowdate(), 10)))
	dialog.locator('[data-fieldname="reason"] textarea').fill("The court has listed it")
	picture(page, "rag-dialog")
	dialog.get_by_role("button", name="Set", exact=True).click()
	expect(page.locator('[data-fieldname="rag"] .indicator-pill')).to_have_text("Amber")
	expect(page.locator('[data-fieldname="rag_reason"]')).to_contain_text("The court has listed it")
	expect(page.locator('[data-fieldname="rag_reason"]')).to_contain_text("moved 3 times")
	picture(page, "rag-by-hand")


@pytest.mark.browser
@pytest.mark.requirement("D5.1")
def test_the_report_shows_the_same_with_chart_and_summary(scene):
	page = scene.go(f"/app/query-report/RAG?team={scene.team.name}")
	row = page.locator(".dt-row", has_text="Ada Elm")
	expect(row.locator(".indicator-pill")).to_have_text("Red")
	expect(row).to_contain_text("moved 3 times")
	expect(page.locator(".report-summary")).to_contain_text("Amber")
	page.get_by_role("button", name="Show chart").click()
	expect(page.locator(".chart-wrapper svg, .report-chart svg").first).to_be_visible()
	picture(page, "rag-report")


@pytest.mark.browser
@pytest.mark.requirement("D5.1")
def test_an_admin_changes_a_condition_with_the_platforms_filters(scene):
	page = scene.go("/app/rag-rule/Prediction moved three times", scene.admin)
	table = page.locator('[data-fieldname="conditions_html"] table')
	expect(table).to_contain_text("Times the predicted start was moved")
	expect(table).to_contain_text("is at least")
	picture(page, "rag-rule")
	page.get_by_role("button", name="Edit conditions").click()
	dialog = page.get_by_role("dialog").filter(has_text="Conditions on RAG Facts")
	value = dialog.locator(".filter-field input").last
	expect(value).to_have_value("3")
	value.fill("4")
	value.press("Tab")
	picture(page, "rag-rule-conditions")
	dialog.get_by_role("button", name="Use these").click()
	expect(table).to_contain_text("4")
	page.get_by_role("button", name="Save", exact=True).click()
	expect(page.locator(".indicator-pill", has_text="Not Saved")).to_have_count(0)
	expect(page.locator(".indicator-pill", has_text="Enabled").first).to_be_visible()
	frappe.db.rollback()
	stored = frappe.parse_json(frappe.db.get_value("RAG Rule", "Prediction moved three times", "conditions"))
	assert [str(value) for _fact, _operator, value in stored] == ["Prioritised", "4"]
