"""Timescales in Chromium: the child's timeline, why a date is due, and writing a rule."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_event, make_rule, make_team, make_worker

expect.set_options(timeout=20_000)
PICTURES = os.environ.get("PPOC_PICTURES")
WINDOW = {"width": 1280, "height": 800}


def picture(page: Page, name: str) -> None:
	"""Saves a screenshot if somebody wants to look at it."""
	if PICTURES:
		page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture
def scene(site, page, user_with, log_in) -> SimpleNamespace:
	"""A child with a social worker, who entered care just before weekends and bank holidays that are skipped."""
	page.set_viewport_size(WINDOW)
	team = make_team()
	coordinator = user_with("Team Coordinator", "Social Worker")
	grant(coordinator, team.locality)
	worker = make_worker(worker_name="Sal Worrick", user=coordinator, locality=team.locality)
	rule = make_rule(
		counts=[("Entered care", 10, "Working days")],
		satisfied_by=["Review held"],
		rule_name="Test: first planning meeting",
		duty_role="Social Worker",
		source="section 3.3",
	)
	for duty, amount, unit, done in (
		("Health assessment", 20, "Working days", "Health assessment held"),
		("Permanence plan agreed", 4, "Months", "Plan agreed"),
		("Life story work begun", 8, "Months", "Life story begun"),
		("Review of the placement", 34, "Weeks", "Placement reviewed"),
	):
		duty = frappe.get_doc({"doctype": "Timescale Duty", "duty_name": f"Test: {duty}"}).insert()
		make_rule([("Entered care", amount, unit)], [done], duty=duty.name, duty_role="Social Worker")
	child = make_child(team=team.name, social_worker=worker.name, first_name="Ada", last_name="Elm")
	make_event(child.name, "Entered care", "2026-03-30", details="Police protection")
	for number in range(1, 5):
		make_event(child.name, "Placement changed", add_days("2026-04-10", 40 * number))
	make_event(child.name, "Interim care order made", "2026-04-14")
	make_event(child.name, "Health assessment held", "2026-04-20")
	make_event(child.name, "Plan agreed", "2026-08-20")
	make_event(child.name, "Full care order made", "2026-09-01")
	return SimpleNamespace(
		team=team, user=coordinator, rule=rule, child=child, page=page, go=_goer(page, log_in, coordinator)
	)


def _goer(page: Page, log_in: Callable, user: str) -> Callable[[str], Page]:
	def go(path: str) -> Page:
		if not page.context.cookies():
			log_in(user)
		page.goto(path)
		return page

	return go


@pytest.mark.requirement("X1.3")
def test_the_timeline_is_drawn_and_a_due_date_explained_by_keyboard(scene):
	page = scene.go(f"/app/child/{scene.child.name}")
	page.get_by_role("tab", name="Timescales").click()
	timeline = page.get_by_role("region", name="Timescales of Ada Elm")
	lane = timeline.get_by_role("group", name=scene.rule.duty)
	due = lane.get_by_role("button", name=f"{scene.rule.duty}, due Wed 15 Apr 2026: Overdue by")
	timeline.get_by_role("button", name="All", exact=True).click()
	expect(due).to_be_visible()
	expect(
		timeline.get_by_role("button", name="Entered care, Mon 30 Mar 2026, Police protection")
	).to_be_visible()
	picture(page, "child-timeline")

	due.focus()
	page.keyboard.press("Enter")
	dialog = page.get_by_role("dialog").filter(has_text=scene.rule.duty)
	expect(dialog).to_contain_text("10 working days after Mon 30 Mar 2026 is Wed 15 Apr 2026.")
	expect(dialog).to_contain_text("Weekends not counted: 4–5 Apr, 11–12 Apr.")
	expect(dialog).to_contain_text("Bank holiday not counted: Good Friday, Fri 3 Apr 2026.")
	expect(dialog).to_contain_text("section 3.3")
	expect(dialog).to_contain_text("Sal Worrick (Social Worker)")
	page.wait_for_timeout(400)
	picture(page, "explanation-dialog")
	page.keyboard.press("Escape")
	expect(dialog).to_be_hidden()
	expect(due).to_be_focused()


def test_every_button_of_the_timeline_has_a_name_and_its_state_a_shape(scene):
	page = scene.go(f"/app/child/{scene.child.name}")
	page.get_by_role("tab", name="Timescales").click()
	buttons = page.locator(".ptl button")
	expect(buttons.first).to_be_visible()
	nameless = buttons.evaluate_all(
		"all => all.filter(one => !(one.getAttribute('aria-label') || one.textContent).trim()).length"
	)
	assert nameless == 0
	shapes = page.locator(".ptl .ptl-mark").evaluate_all(
		"all => [...new Map(all.map(one => [one.dataset.state, one.innerHTML]))]"
	)
	assert len({shape for _state, shape in shapes}) == len(shapes)
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_same_stands_in_words_under_the_picture(scene):
	page = scene.go(f"/app/child/{scene.child.name}")
	page.get_by_role("tab", name="Timescales").click()
	table = page.get_by_role("table", name="What is due")
	row = table.get_by_role("row").filter(has_text=scene.rule.duty)
	expect(row).to_contain_text("Wed 15 Apr 2026")
	expect(row).to_contain_text("Overdue by")
	expect(row).to_contain_text("Entered care, Mon 30 Mar 2026")
	page.get_by_role("button", name="All", exact=True).click()
	expect(page.get_by_role("button", name="All", exact=True)).to_have_attribute("aria-pressed", "true")
	table.scroll_into_view_if_needed()
	picture(page, "child-table")


def test_the_list_of_children_says_what_is_overdue_and_the_saved_filter_finds_them(scene):
	make_child(team=scene.team.name, first_name="Calm", last_name="Oak", looked_after=0, on_full_care_order=0)
	page = scene.go("/app/child?overdue_count=%5B%22%3E%22%2C0%5D")
	row = page.locator(".list-row", has_text="Ada Elm")
	expect(row.locator(".indicator-pill.red", has_text="overdue")).to_be_visible()
	expect(page.locator(".list-row", has_text="Calm Oak")).to_have_count(0)
	picture(page, "child-list")
	assert frappe.db.exists("List Filter", {"reference_doctype": "Child", "filter_name": "Overdue"})


def test_the_form_of_a_due_date_says_why(scene):
	name = frappe.db.get_value("Timescale", {"child": scene.child.name, "rule": scene.rule.name}, "name")
	page = scene.go(f"/app/timescale/{name}")
	expect(page.locator(".ptl-why")).to_contain_text("Good Friday, Fri 3 Apr 2026")
	picture(page, "timescale-form")


def test_my_due_dates_open_from_the_first_page_with_why(scene):
	page = scene.go("/app/ppoc")
	shortcut = page.locator(".shortcut-widget-box", has_text="My due dates").first
	shortcut.scroll_into_view_if_needed()
	expect(page.locator(".shortcut-widget-box", has_text="My overdue dates").first).to_contain_text("overdue")
	picture(page, "workspace")
	shortcut.click()
	why = page.get_by_role("button", name=f"Why {scene.rule.duty} is due for Ada Elm")
	expect(why).to_be_visible()
	picture(page, "my-due-dates")
	why.click()
	expect(page.get_by_role("dialog").filter(has_text="Counted from")).to_contain_text("Good Friday")


def test_overdue_by_duty_has_a_chart(scene):
	page = scene.go("/app/query-report/Overdue by Duty")
	page.get_by_role("button", name="Show chart").click()
	expect(page.locator(".chart-wrapper svg.frappe-chart").first).to_be_visible()
	expect(page.locator(".dt-scrollable")).to_contain_text(scene.rule.duty)
	page.wait_for_timeout(800)
	picture(page, "overdue-by-duty")


@pytest.fixture
def admin_page(scene, user_with, log_in) -> Page:
	log_in(user_with("PPOC Administrator"))
	return scene.page


def test_a_rule_says_itself_while_it_is_written_and_is_tried_on_the_caseload(scene, admin_page):
	page = admin_page
	page.goto(f"/app/timescale-rule/{scene.rule.name}")
	sentence = page.locator(".ppoc-rule-sentence")
	expect(sentence).to_contain_text("Due 10 working days after Entered care. Done by: Review held.")
	due_soon = page.locator("[data-fieldname=early_days] input")
	due_soon.fill("3")
	due_soon.press("Tab")
	expect(sentence).to_contain_text("Anything done up to 3 days earlier also counts.")
	picture(page, "rule-form")

	page.get_by_role("button", name="Edit conditions").click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.locator(".filter-area")).to_be_visible()
	page.wait_for_timeout(400)
	picture(page, "rule-conditions")
	dialog.locator(".btn-modal-close").click()

	page.get_by_role("button", name="Try on the whole caseload").click()
	found = page.locator(".modal-dialog:visible")
	expect(found).to_contain_text("Nothing was written.")
	expect(found).to_contain_text("With this rule")
	expect(found).not_to_contain_text("Ada Elm")
	page.wait_for_timeout(400)
	picture(page, "rule-tried")


def test_a_duty_on_which_packs_differ_is_marked_and_settled(scene, admin_page):
	for number, pack in enumerate(("Pack one", "Pack two"), start=1):
		frappe.get_doc({"doctype": "Practice Pack", "pack_name": pack}).insert()
		make_rule([("Entered care", number, "Weeks")], ["Review held"], duty=scene.rule.duty, pack=pack)
	frappe.db.commit()
	page = admin_page
	page.goto(f"/app/timescale-duty?duty_name={scene.rule.duty}")
	expect(page.locator(".list-row", has_text=scene.rule.duty)).to_contain_text("Packs differ")
	page.goto(f"/app/timescale-duty/{scene.rule.duty}")
	table = page.get_by_role("table", name="Rules for this duty")
	expect(table).to_contain_text("Due 2 weeks after Entered care")
	picture(page, "duty-side-by-side")
	page.get_by_role("button", name="Follow Pack two").click()
	page.keyboard.press("Control+s")
	expect(table.get_by_role("row").filter(has_text="Pack one")).to_contain_text("another pack is followed")
	frappe.db.rollback()
	assert frappe.db.get_value("Timescale Duty", scene.rule.duty, "settled_by") == "Pack two"
