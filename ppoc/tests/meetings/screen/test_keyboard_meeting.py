"""A team coordinator runs a meeting with only the keyboard."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, formatdate, getdate, nowdate
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of, make_child, make_meeting, make_worker
from ppoc.tests.meetings.screen.scene import make_scene
from ppoc.timescales.calendars import calendar_of

pytestmark = [pytest.mark.browser]

VAGUE = "Chase it"
SPECIFIC = "Ask the court office for the hearing date and tell both parents"


@pytest.fixture
def scene(coordinator):
	return make_scene(coordinator)


@pytest.mark.requirement("P2.2", "P2.3", "P5.1")
def test_progress_and_predicted_start_are_typed_and_saved_by_themselves(
	scene, open_screen, coordinator, stored
):
	screen = open_screen(coordinator, scene.meeting)
	expect(screen.name).to_have_text("Anouk Ashvale")

	screen.press("n")
	expect(screen.name).to_have_text("Bram Ashvale")
	screen.write("progress", "Grandmother was seen; she wants to go ahead.")
	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type(formatdate(add_days(nowdate(), 60)))
	screen.press("Tab")
	screen.all_saved()

	discussion = discussion_of(scene.meeting, scene.children[1])
	assert (
		stored("Meeting Discussion", discussion.name, "progress")
		== "Grandmother was seen; she wants to go ahead."
	)
	assert str(stored("Permanence Plan", scene.plans[1], "predicted_start")) == add_days(nowdate(), 60)
	expect(screen.facts).to_contain_text("moved once")
	assert not screen.errors


@pytest.mark.requirement("P2.3")
def test_a_blank_predicted_start_stands_out(coordinator, open_screen):
	scene = make_scene(coordinator)
	frappe.db.set_value("Permanence Plan", scene.plans[0], "predicted_start", None)
	screen = open_screen(coordinator, scene.meeting)

	expect(screen.page.locator(".ms-fact-blank")).to_contain_text("not set")
	expect(screen.field("predicted_start").locator(".control-label")).to_contain_class("reqd")
	expect(screen.page.locator('.ms-blank[data-field="predicted_start"]')).to_be_visible()


@pytest.mark.requirement("P2.7")
def test_actions_of_last_time_are_reviewed_with_one_key_each(scene, open_screen, coordinator, stored):
	screen = open_screen(coordinator, scene.meeting)
	screen.find("Dilys Ashvale")
	expect(screen.actions_before()).to_have_count(2)

	screen.press("r", "d")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(1)
	screen.press("m")
	screen.press("Control+a")
	screen.type("+3w")
	screen.press("Enter")
	expect(screen.page.locator(".ms-question .ms-warning")).to_have_text("Say why in a few words.")
	screen.type("Housing is closed this week")
	screen.press("Enter")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(2)
	screen.find("Anouk Ashvale")
	screen.press("r", "k")
	expect(screen.page.locator(".ms-count-done")).to_have_text("all reviewed")

	of_dilys = [a for a in scene.actions if stored("Action", a, "child") == scene.children[3]]
	assert sorted(stored("Action", a, "status") for a in of_dilys) == ["Done", "Open"]
	outcomes = frappe.get_all("Action Review", {"meeting": scene.meeting}, pluck="outcome")
	assert sorted(outcomes) == ["Done", "Kept", "Moved"]
	moved = next(a for a in of_dilys if stored("Action", a, "status") == "Open")
	assert str(stored("Action", moved, "due_on")) == add_days(nowdate(), 21)


@pytest.mark.requirement("P2.4")
def test_a_vague_or_ownerless_action_is_questioned_while_it_is_typed(scene, open_screen, coordinator):
	screen = open_screen(coordinator, scene.meeting)
	questions = screen.page.locator(".ms-questions")
	screen.press("a")
	screen.type(VAGUE)

	expect(questions.nth(0)).to_contain_text("more specific")
	expect(questions.nth(1)).to_contain_text("Who will do it?")
	screen.press("Control+Enter")
	expect(screen.page.locator(".ms-new .ms-warning")).to_contain_text("Choose the person who will do it")
	assert screen.focused("role") == "combobox"
	assert not frappe.get_all("Action", {"set_in": scene.meeting})
	screen.press("Alt+a", "Control+a")
	screen.type(SPECIFIC)
	expect(questions.nth(0)).to_be_empty()


@pytest.mark.requirement("P2.2", "P2.4")
def test_an_action_is_added_for_a_person_of_the_child_with_a_date(scene, open_screen, coordinator, stored):
	screen = open_screen(coordinator, scene.meeting)
	screen.press("a")
	screen.type(SPECIFIC)
	screen.press("Enter")
	expect(screen.page.locator(".ms-option").first).to_contain_text("Morwenna Tully")
	screen.type("morw")
	screen.press("Enter", "Tab", "ArrowRight", "ArrowRight", "Control+Enter")

	expect(screen.actions_new()).to_have_count(1)
	assert "ms-what" in screen.focused_class(), "the next action can be typed at once"
	frappe.db.rollback()
	action = frappe.get_last_doc("Action", {"set_in": scene.meeting})
	assert (action.what, action.action_owner, action.child) == (SPECIFIC, scene.worker, scene.children[0])
	due = getdate(add_days(nowdate(), 28))
	while not calendar_of("England").is_working(due):
		due += timedelta(days=1)
	assert action.due_on == due


@pytest.mark.requirement("P2.4")
def test_anybody_of_the_service_is_found_as_owner(scene, open_screen, coordinator):
	make_worker(worker_name="Zephyrine Quill", job="Legal Adviser", locality=scene.locality)
	screen = open_screen(coordinator, scene.meeting)
	screen.press("a")
	screen.type(SPECIFIC)
	screen.press("Enter")
	screen.type("zephy")
	expect(screen.page.locator(".ms-option")).to_contain_text("Zephyrine Quill")
	screen.press("ArrowDown", "Enter", "Control+Enter")
	expect(screen.actions_new()).to_contain_text("Zephyrine Quill")


@pytest.mark.requirement("P2.3", "X3.1")
def test_a_team_over_its_capacity_in_that_month_is_told(scene, open_screen, coordinator):
	frappe.db.set_value("Team", scene.team, "monthly_capacity", 1)
	month = add_days(nowdate(), 60)
	frappe.db.set_value("Permanence Plan", scene.plans[1], "predicted_start", month)
	screen = open_screen(coordinator, scene.meeting)
	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type(formatdate(month))
	screen.press("Tab")
	expect(screen.page.locator(".ms-capacity")).to_contain_text("It says it can do 1")


@pytest.mark.requirement("P1.3", "P1.5")
def test_potential_with_rationale_and_take_to_panel(coordinator, open_screen, stored):
	scene = make_scene(coordinator, children=1)
	child = make_child(team=scene.team, first_name="Nia", last_name="Fairbrook")
	meeting = make_meeting(team=scene.team, forum="Identification Meeting")
	screen = open_screen(coordinator, meeting.name)
	screen.find("Nia Fairbrook")

	screen.tab_to("potential")
	screen.type("Uncertain")
	screen.press("Tab")
	expect(screen.page.locator('.ms-blank[data-field="rationale"]')).to_be_visible()
	screen.write("rationale", "An aunt has come forward; nobody has met her.")
	screen.press("Alt+t")
	screen.type("Is a viability visit worth it?")
	screen.press("Tab")
	screen.all_saved()

	discussion = discussion_of(meeting.name, child.name).name
	read = [
		stored("Meeting Discussion", discussion, f)
		for f in ("potential", "rationale", "take_on", "take_on_reason")
	]
	assert read == [
		"Uncertain", "An aunt has come forward; nobody has met her.", 1, "Is a viability visit worth it?"
	]  # fmt: skip


@pytest.mark.requirement("P2.5", "X5.1")
def test_a_whole_meeting_without_the_mouse_and_with_the_focus_never_lost(
	scene, open_screen, coordinator, stored
):
	screen = open_screen(coordinator, scene.meeting)
	names = []
	for _ in range(len(scene.children)):
		names.append(screen.name.inner_text())
		screen.press("Alt+w")
		screen.type(f"Talked about {names[-1]}.")
		screen.press("Control+Enter")
		expect(screen.name).not_to_have_text(names[-1])
		assert "ms-name" in screen.focused_class()
	assert len(set(names)) == len(scene.children)
	screen.all_saved()
	expect(screen.page.locator(".ms-progress")).to_have_text("4 of 4 discussed")

	screen.press("q")
	dialog = screen.page.locator(".ms-dialog")
	expect(dialog).to_contain_text("were not reviewed: close anyway")
	screen.tab_until(lambda: screen.focused("type") == "checkbox", "the acknowledgement")
	screen.press("Space")
	screen.tab_until(lambda: "ms-primary" in screen.focused_class(), "the button")
	screen.press("Enter")

	expect(screen.page.locator(".ms-progress")).to_have_text("Closed")
	assert stored("Meeting", scene.meeting, "status") == "Held"
	assert screen.page.evaluate("() => document.activeElement !== document.body")
	assert not screen.errors
