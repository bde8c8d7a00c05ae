"""Forms and lists as a team coordinator sees them, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.browser import OPTION
from ppoc.tests.calendars import calendar_has_faded_in
from ppoc.tests.factories import (
	grant,
	make_action,
	make_categorised_child,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)

expect.set_options(timeout=15_000)


@pytest.fixture
def team(site, page, user_with) -> Document:
	"""Makes a team whose coordinator has a login."""
	team = make_team()
	team.coordinator = user_with("Team Coordinator")
	grant(team.coordinator, team.locality)
	return team


@pytest.fixture
def as_coordinator(team, page: Page, log_in) -> Callable[[str], Page]:
	"""Returns a function that opens a page as the coordinator, after committing everything made so far."""

	def go(path: str) -> Page:
		if not page.context.cookies():
			log_in(team.coordinator)
		page.goto(path)
		return page

	return go


@pytest.fixture
def open_plan(team, as_coordinator) -> Callable[[], tuple[Document, Page]]:
	"""`open_plan()` makes a prioritised plan and returns it with its form, open."""

	def open_plan() -> tuple[Document, Page]:
		child = make_child(team=team.name, first_name="Ada", last_name="Elm")
		plan = make_plan(child=child.name, status="Prioritised")
		return plan, as_coordinator(f"/app/permanence-plan/{plan.name}")

	return open_plan


@pytest.mark.requirement("P2.3")
def test_a_blank_predicted_start_stands_out_in_words(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_plan(child=child.name, status="Prioritised")
	make_action(what="Visit the aunt and write it down", child=child.name)

	page = as_coordinator("/app/permanence-plan?status=Prioritised")

	row = page.locator(".list-row", has_text="Ada Elm: SGO")
	expect(row.locator(".ppoc-peach")).to_have_text("No date yet")
	expect(row.locator(".ppoc-open-actions")).to_have_text("1 open action")


@pytest.mark.requirement("P5.1")
def test_a_date_stays_as_typed_when_its_calendar_has_faded_in(open_plan):
	plan, page = open_plan()
	entry = page.locator('[data-fieldname="predicted_start"] input')

	entry.focus()
	page.keyboard.type("03-05-")
	calendar_has_faded_in(entry)
	page.keyboard.type("2031")
	calendar_has_faded_in(entry)
	page.keyboard.press("Tab")
	with page.expect_response(lambda answer: "savedocs" in answer.url):
		page.keyboard.press("Control+s")

	expect(page.locator(".indicator-pill", has_text="Not Saved")).to_have_count(0)
	frappe.db.rollback()
	assert str(frappe.db.get_value("Permanence Plan", plan.name, "predicted_start")) == "2031-05-03"


@pytest.mark.requirement("P5.1")
def test_a_list_changes_by_itself_when_somebody_else_saves(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	page = as_coordinator("/app/child")
	row = page.locator(".list-row", has_text="Ada Elm")
	expect(row).to_contain_text("Not yet categorised")
	page.wait_for_timeout(1500)  # until the list has joined its realtime room

	child.reload()
	child.update({"potential": "Uncertain", "potential_rationale": "Aunt unsure."}).save()
	frappe.db.commit()

	expect(row).to_contain_text("Uncertain", timeout=15000)


@pytest.mark.requirement("P2.4")
def test_a_vague_action_is_questioned_while_it_is_typed(team, as_coordinator):
	worker = make_worker(worker_name="Sal Worrick", locality=team.locality)
	child = make_child(team=team.name, social_worker=worker.name)

	page = as_coordinator(f"/app/action/new?child={child.name}")
	page.locator("[data-fieldname=what] textarea").press_sequentially("Chase up")

	questions = page.locator("[data-fieldname=questions_html][role=status]")
	expect(questions.locator("li").first).to_be_visible()
	expect(page.get_by_role("group", name="People of this child")).to_contain_text("Sal Worrick")


@pytest.mark.requirement("P1.5")
def test_an_uncertain_child_goes_to_the_panel_in_one_step(team, as_coordinator):
	child = make_categorised_child("Uncertain", team=team.name)

	page = as_coordinator(f"/app/child/{child.name}")
	page.get_by_role("button", name="Plan", exact=True).click()
	page.get_by_role("link", name="Take to panel").click()
	page.locator(".modal-dialog textarea").fill("Could the aunt be asked?")
	page.locator(".modal-dialog .btn-primary", has_text="Take to panel").click()

	expect(page.locator(".ppoc-facts")).to_contain_text("On the next panel's agenda")
	frappe.db.rollback()
	assert frappe.db.get_value("Child", child.name, "for_panel_reason") == "Could the aunt be asked?"


@pytest.mark.requirement("X4.4")
def test_the_meeting_form_lists_its_children_and_keeps_restricted_ones_closed(team, as_coordinator):
	listed = make_child(team=team.name, first_name="Ada", last_name="Elm")
	hidden = make_child(team=team.name, first_name="Hidden", last_name="Oak")
	for child in (listed, hidden):
		make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 9))
	meeting = make_meeting(team=team.name)
	hidden.reload()
	hidden.update({"restricted": 1, "restriction_reason": "Police"})
	hidden.append("allowed_people", {"user": "Administrator"})
	hidden.save()

	page = as_coordinator(f"/app/meeting/{meeting.name}")
	page.get_by_role("tab", name="Children").click()

	table = page.get_by_role("table", name="Children prioritised for special guardianship")
	expect(table).to_contain_text("Ada Elm")
	expect(table).to_contain_text("You may not see this child")
	expect(page.locator("body")).not_to_contain_text("Hidden Oak")


@pytest.mark.requirement("P2.5")
def test_closing_is_shown_before_it_is_done(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 9))
	meeting = make_meeting(team=team.name)

	page = as_coordinator(f"/app/meeting/{meeting.name}")
	page.get_by_role("button", name="Preview closing").click()

	dialog = page.locator(".modal-dialog")
	expect(dialog).to_contain_text("Closing will")
	dialog.get_by_role("button", name="Close meeting").click()
	expect(page.locator(".indicator-pill", has_text="Held").first).to_be_visible()


@pytest.mark.requirement("P3.4")
def test_a_case_note_is_copied_with_one_button(team, as_coordinator, page):
	page.context.grant_permissions(["clipboard-read", "clipboard-write"])
	child = make_child(team=team.name)
	note = frappe.get_doc(
		{"doctype": "Case Note", "child": child.name, "subject": "Panel", "note": "Visit the aunt."}
	).insert()

	page = as_coordinator(f"/app/case-note/{note.name}")
	page.get_by_role("button", name="Copy to clipboard").click()

	expect(page.locator(".indicator-pill", has_text="Copied").first).to_be_visible()
	assert page.evaluate("navigator.clipboard.readText()") == "Panel\n\nVisit the aunt."


@pytest.mark.requirement("P1.1")
def test_next_meetings_are_proposed_and_made(team, as_coordinator):
	schedule = frappe.get_doc(
		{
			"doctype": "Forum Schedule",
			"forum": "Mobilisation Meeting",
			"team": team.name,
			"locality": team.locality,
			"first_sitting": nowdate(),
			"start_time": "10:00:00",
		}
	).insert()

	page = as_coordinator(f"/app/forum-schedule/{schedule.name}")
	page.get_by_role("button", name="Propose next meetings").click()
	page.locator(".modal-dialog .btn-primary", has_text="Show").click()
	expect(page.locator(".modal-dialog tbody tr").nth(1)).to_contain_text("Mobilisation Meeting")
	page.locator(".modal-dialog .btn-primary", has_text="Create these meetings").click()

	expect(page.locator(".list-row").first).to_contain_text("Proposed")


@pytest.mark.requirement("P9.1")
def test_a_new_coordinator_finds_the_tracker_from_the_first_page(team, as_coordinator):
	make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_child(first_name="Elsewhere", last_name="Oak")

	page = as_coordinator("/app/ppoc")
	shortcut = page.locator(".shortcut-widget-box", has_text="All Data").first
	expect(shortcut).to_contain_text("1 children")
	expect(page.locator(".layout-main")).to_contain_text("The Identification Meeting goes through it")
	shortcut.click()

	expect(page.locator(".list-row", has_text="Ada Elm")).to_be_visible()
	expect(page.locator("body")).not_to_contain_text("Elsewhere Oak")


@pytest.mark.requirement("X1.2")
def test_an_administrator_applies_a_pack_from_the_list(site, page, user_with, log_in):
	log_in(user_with("PPOC Administrator"))
	page.goto("/app/practice-pack")
	page.get_by_role("button", name="Apply a pack").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("select[data-fieldname=folder]").select_option("permanence_planning_guidance")
	expect(dialog).to_contain_text("Not in use yet")
	dialog.get_by_role("button", name="Apply", exact=True).click()
	expect(page.locator(".msgprint-dialog:visible")).to_contain_text("records added", timeout=60_000)
	frappe.db.rollback()
	assert frappe.db.exists("Practice Pack", "Permanence Planning Guidance")


@pytest.mark.requirement("X5.1")
def test_a_blocker_is_escalated_to_a_role_chosen_from_the_list(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	page = as_coordinator("/app/escalation/new")
	role = page.locator('[data-fieldname="to_role"] input')

	role.fill("Head of")
	page.locator(OPTION, has_text="Head of Service").first.click()
	page.wait_for_function("cur_frm.doc.to_role == 'Head of Service'")
	page.locator('[data-fieldname="child"] input').fill("Ada")
	page.locator(OPTION, has_text="Ada Elm").first.click()
	page.wait_for_function("cur_frm.doc.child")
	page.locator('[data-fieldname="blocker"] textarea').fill("No viability assessment has been commissioned.")
	page.keyboard.press("Control+s")

	expect(page.locator(".indicator-pill").filter(visible=True).first).to_have_text("Open")
	frappe.db.rollback()
	assert frappe.get_all("Escalation", {"child": child.name}, pluck="to_role") == ["Head of Service"]


def test_a_form_that_is_drawn_again_stays_on_the_tab_that_was_chosen(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	page = as_coordinator(f"/app/child/{child.name}")
	expect(page.locator(".ppoc-facts").first).to_contain_text("Full care order")
	page.evaluate("""() => {
		document.querySelector('.form-tabs [data-fieldname=timescales_tab]').click();
		cur_frm.refresh();
	}""")
	expect(page.get_by_role("tab", name="Timescales")).to_contain_class("active")
	page.wait_for_timeout(500)  # a change of tabs takes a moment
	expect(
		page.locator(".form-tab-content > .tab-pane.active:visible, .tab-pane.active.show:visible")
	).to_have_count(1)
	expect(page.locator("input[data-fieldname=first_name]")).to_be_hidden()


def test_the_list_of_actions_begins_with_the_open_ones(team, as_coordinator):
	child = make_child(team=team.name, first_name="Ada", last_name="Elm").name
	make_action(what="Ring the aunt about Sunday", child=child)
	done = make_action(what="Write to the court about the date", child=child)
	done.update({"status": "Done", "outcome": "Written"}).save()

	page = as_coordinator("/app/action")

	expect(page.locator(".list-row", has_text="Ring the aunt")).to_be_visible()
	expect(page.locator(".list-row", has_text="Write to the court")).to_have_count(0)
	page.goto("/app/action?status=Done")
	expect(page.locator(".list-row", has_text="Write to the court")).to_be_visible()


LISTENS = "() => frappe.realtime.socket.connected && Boolean(cur_frm?.ppoc_reloads_with_care)"


def save_elsewhere(plan: Document, **values: str) -> None:
	plan.reload()
	plan.update(values).save()
	frappe.db.commit()


def test_what_is_being_typed_stays_when_somebody_else_saves_the_record(open_plan):
	plan, page = open_plan()
	note = page.locator('[data-fieldname="progress"] textarea')
	note.click()
	page.keyboard.type("The aunt ")
	page.wait_for_function(LISTENS)

	save_elsewhere(plan, predicted_start=add_days(nowdate(), 40))
	page.keyboard.type("has said yes")

	expect(page.get_by_text("This form has been modified after you have loaded it")).to_be_visible()
	expect(note).to_have_value("The aunt has said yes")
	expect(note).to_be_focused()


def test_what_is_typed_just_after_somebody_else_has_saved_stays(open_plan):
	plan, page = open_plan()
	note = page.locator('[data-fieldname="progress"] textarea')
	expect(note).to_be_visible()
	page.wait_for_function(LISTENS)
	page.evaluate("frappe.realtime.on('doc_update', () => (window.announced = true))")

	save_elsewhere(plan, predicted_start=add_days(nowdate(), 40))
	page.wait_for_function("window.announced")
	note.fill("The aunt has said yes")
	note.blur()

	expect(page.get_by_text("This form has been modified after you have loaded it")).to_be_visible()
	expect(note).to_have_value("The aunt has said yes")


def test_a_record_that_nobody_types_in_shows_what_somebody_else_saved(open_plan):
	plan, page = open_plan()
	note = page.locator('[data-fieldname="progress"] textarea')
	expect(note).to_be_visible()
	page.wait_for_function(LISTENS)

	save_elsewhere(plan, progress="The aunt has said yes")

	expect(note).to_have_value("The aunt has said yes")
