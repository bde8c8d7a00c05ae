"""Everything that a key did can be undone, and Undo says what it undoes."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1", "P2.4")]

WHAT = "Ask the court office for the hearing date"


@pytest.fixture
def scene(coordinator, manager):
	return make_scene(coordinator, manager)


@pytest.fixture
def screen(open_screen, coordinator, scene):
	return open_screen(coordinator, scene.meeting, viewport={"width": 1366, "height": 768})


def undo_says(screen, words):
	expect(screen.page.locator(".ms-undo")).to_contain_text(f"Undo: {words}")


def test_a_child_carried_over_by_mistake_is_brought_back(screen, scene, stored):
	screen.press("c")
	expect(screen.name).to_have_text("Bram Ashvale")
	undo_says(screen, "Anouk Ashvale: Carried over")
	screen.press("z")
	expect(screen.name).to_have_text("Anouk Ashvale")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-todo")
	expect(screen.row_of("Bram Ashvale")).to_contain_class("ms-tone-todo")
	expect(screen.page.locator(".ms-undo")).to_be_hidden()
	screen.all_saved()
	assert (
		stored("Meeting Discussion", discussion_of(scene.meeting, scene.children[0]).name, "state") == "To do"
	)


def test_a_choice_and_a_text_are_undone_in_turn(screen, scene, stored):
	screen.write("progress", "Grandmother is willing.")
	screen.tab_to("plan_decision")
	screen.press("ArrowDown", "ArrowDown")
	undo_says(screen, "Decision of Anouk Ashvale")
	screen.press("Control+z")
	expect(screen.entry("plan_decision")).to_have_value("")
	undo_says(screen, "Progress of Anouk Ashvale")
	screen.press("Escape", "n", "z")
	expect(screen.name).to_have_text("Anouk Ashvale")
	expect(screen.entry("progress")).to_have_value("")
	screen.all_saved()
	talk = discussion_of(scene.meeting, scene.children[0]).name
	assert not stored("Meeting Discussion", talk, "progress")
	assert not stored("Meeting Discussion", talk, "plan_decision")


def test_a_review_is_taken_back(screen, scene, stored):
	screen.find("Dilys Ashvale")
	action = screen.actions_before().first.get_attribute("data-action")
	due = str(stored("Action", action, "due_on"))
	screen.press("r", "m", "Control+a")
	screen.type("+3w")
	screen.press("Tab")
	screen.type("Housing is closed this week")
	screen.press("Enter")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(1)
	assert str(stored("Action", action, "due_on")) != due
	undo_says(screen, "Moved: ")
	screen.press("Alt+z")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(0)
	assert str(stored("Action", action, "due_on")) == due
	assert stored("Action", action, "times_moved") == 0
	assert not frappe.get_all("Action Review", {"parent": action})

	screen.press("d")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(1)
	screen.press("Alt+z")
	expect(screen.page.locator(".ms-reviewed")).to_have_count(0)
	assert stored("Action", action, "status") == "Open"


@pytest.mark.requirement("P2.7")
def test_a_wrong_action_is_changed_undone_and_withdrawn_in_the_meeting(screen, scene, stored):
	screen.add_action(WHAT, "morw")
	expect(screen.actions_new()).to_have_count(1)
	undo_says(screen, f"New action: {WHAT}")
	screen.press("Alt+z")
	expect(screen.actions_new()).to_have_count(0)

	screen.add_action("Ask the cort office for the hearing date", "morw")
	expect(screen.actions_new()).to_have_count(1)
	name = screen.page.locator(".ms-set").get_attribute("data-set")
	screen.tab_until(lambda: (screen.focused("aria-label") or "").startswith("Change the action"), "Change")
	screen.press("Enter")
	expect(screen.page.locator(".ms-new")).to_contain_text("Change the action")
	screen.press("Control+a")
	screen.type(WHAT)
	screen.press("Tab", "Tab", "Tab", "Control+a")
	screen.type("3 May 2031")
	screen.press("Control+Enter")
	expect(screen.actions_new()).to_contain_text(WHAT)
	assert str(stored("Action", name, "due_on")) == "2031-05-03"
	assert stored("Action", name, "times_moved") == 0, "a slip put right is no move"
	undo_says(screen, f"Change of: {WHAT}")
	screen.press("Alt+z")
	expect(screen.actions_new()).to_contain_text("cort office")

	screen.tab_until(
		lambda: (screen.focused("aria-label") or "").startswith("Withdraw the action"), "Withdraw"
	)
	screen.press("Enter", "Enter")
	expect(screen.page.locator(".ms-set .ms-warning")).to_have_text("Say why in a few words.")
	screen.type("The court has answered already")
	screen.press("Enter")
	expect(screen.actions_new()).to_have_count(0)
	assert stored("Action", name, "status") == "No longer needed"
	assert stored("Action", name, "outcome") == "The court has answered already"
	screen.press("Alt+z")
	expect(screen.actions_new()).to_have_count(1)
	assert stored("Action", name, "status") == "Open"
	assert not screen.errors


def test_what_somebody_else_has_changed_since_is_not_undone(screen, open_screen, manager, scene):
	screen.press("c")
	screen.all_saved()
	tom = open_screen(manager, scene.meeting)
	tom.find("Anouk Ashvale")
	tom.press("Control+Enter")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-done", timeout=20_000)
	screen.row_of("Bram Ashvale").click()
	screen.press("Alt+c")
	screen.press("Alt+z", "Alt+z")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-done")
