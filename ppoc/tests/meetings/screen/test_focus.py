"""The focus is never lost, and nothing that is typed ever turns into a command."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from playwright.sync_api import expect

from ppoc.tests.browser import OPTION
from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene, make_scene_of_every_kind
from ppoc.tests.meetings.screen.screen_page import MOST_STEPS, Screen
from ppoc.tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]

SENTENCE = "Carer's flat, notes & 'quotes': d n c o m k x p u r w t a f q z / ? are letters."
"""Contains the letter of every shortcut."""

HOUSING = "Carer's finances or housing"

FOCUSED = """() => {
	const at = document.activeElement, field = at.closest('.ms-field');
	return {
		lost: at === document.body, field: field?.dataset.field || '', kind: field?.dataset.type || '',
		key: field && [field.dataset.field, field.querySelector('.control-label, label')?.textContent].join('/'),
		tag: at.tagName, inside: Boolean(at.closest('.ms-fields')),
	};
}"""


def where(screen: Screen) -> dict[str, Any]:
	at = screen.page.evaluate(FOCUSED)
	assert not at["lost"], "the focus is lost"
	return at


def choose_barrier(screen: Screen) -> None:
	"""Chooses a barrier as people do: type, wait for the list, Enter."""
	screen.type("Carer's fin")
	# the list that opened with the field has it too, further down
	expect(screen.page.locator(f"{OPTION}:visible").first).to_contain_text(HOUSING)
	screen.press("Enter")
	expect(screen.entry("barrier_category")).to_have_value(HOUSING)


def fill_in(screen: Screen, at: dict[str, Any]) -> None:
	"""Fills in the field that has the focus, with the keys that people press there."""
	kind = at["kind"]
	if kind == "Link" and at["field"] == "barrier_category":
		choose_barrier(screen)
	elif kind == "Link":
		screen.press("ArrowDown")
		expect(screen.page.locator(f"{OPTION}:visible").first).to_be_visible()
		screen.press("ArrowDown", "Enter")
	elif kind == "Select":
		screen.press("ArrowDown")
	elif kind == "Check":
		screen.press("Space")
	elif kind == "Date":
		screen.press("Control+a")
		screen.type("3 May 2031" if at["field"].startswith("predicted") else "1 May 2026")
	else:
		screen.press("Control+a")
		screen.type(SENTENCE)


def through_the_fields(screen: Screen) -> list[str]:
	"""Fills in every field of this stop with Tab from one to the next; returns the fields."""
	screen.press("Alt+w")
	filled: list[str] = []
	for _ in range(MOST_STEPS):
		at = where(screen)
		if not at["inside"]:
			return filled
		if at["key"] and at["key"] not in filled:
			fill_in(screen, at)
			where(screen)
			filled.append(at["key"])
		screen.press("Tab")
	raise AssertionError(f"Tab does not leave the fields: {filled}")


@pytest.mark.requirement("P2.2", "P2.5", "P5.1")
def test_sentences_are_typed_through_every_field_of_every_kind_of_item(open_screen, coordinator):
	scene = make_scene_of_every_kind(coordinator)
	screen = open_screen(coordinator, scene.meeting, viewport={"width": 1366, "height": 768})
	stops = screen.page.locator(".ms-stop").count()
	assert stops == len(scene.children) + 1
	seen: dict[str, list[str]] = {}
	for _ in range(stops):
		name = screen.name.inner_text()
		seen[name] = through_the_fields(screen)
		expect(screen.name).to_have_text(name)
		screen.all_saved()
		screen.press("Alt+a")
		screen.type(SENTENCE)
		screen.press("Enter")
		screen.type("morw")
		expect(screen.page.locator(".ms-option").first).to_contain_text("Morwenna")
		screen.press("Enter")
		with screen.page.expect_response("**/*add_action*"):
			screen.press("Control+Enter")
		expect(screen.actions_new().first).to_contain_text(SENTENCE)
		where(screen)
		screen.press("Alt+n")

	frappe.db.rollback()
	said = frappe.get_all("Meeting Discussion", {"meeting": scene.meeting}, ["*"])
	assert {talk.state for talk in said} == {"To do"}, "nobody was carried over or marked"
	texts = {field for talk in said for field in TEXTS if talk[field] == SENTENCE}
	assert texts == set(TEXTS)
	assert {talk.barrier_category for talk in said if talk.purpose in ("Progress plan", "Introduce")} == {
		HOUSING
	}
	assert frappe.db.count("Action", {"set_in": scene.meeting, "what": SENTENCE}) == stops
	assert frappe.db.count("Action", {"set_in": scene.meeting}) == stops
	answers = frappe.get_all("Discussion Answer", {"answer": SENTENCE}, pluck="question_key")
	assert "situation" in answers
	assert sum(map(len, seen.values())) > 25, seen
	assert not screen.errors


TEXTS = ("rationale", "progress", "barriers", "review", "take_on_reason")


def test_after_a_barrier_is_chosen_tab_goes_on_and_the_text_stays_text(open_screen, coordinator, stored):
	scene = make_scene(coordinator)
	screen = open_screen(coordinator, scene.meeting)
	screen.tab_to("barrier_category")
	choose_barrier(screen)
	screen.press("Tab")
	assert where(screen)["field"] == "barriers"
	screen.type("Carer's flat has one room")
	screen.page.wait_for_timeout(700)  # Frappe hides what belongs to the list half a second later
	screen.type(" too few")
	expect(screen.entry("barriers")).to_have_value("Carer's flat has one room too few")
	expect(screen.name).to_have_text("Anouk Ashvale")
	screen.press("Shift+Tab", "Control+a", "Delete", "Tab")
	assert where(screen)["field"] == "barriers"
	screen.all_saved()
	talk = discussion_of(scene.meeting, scene.children[0]).name
	assert not stored("Meeting Discussion", talk, "barrier_category")
	assert stored("Meeting Discussion", talk, "state") == "To do"


def test_letters_act_only_while_the_childs_name_has_the_focus(open_screen, coordinator):
	scene = make_scene(coordinator)
	screen = open_screen(coordinator, scene.meeting)
	for place in (
		".ms-stop >> nth=1",
		"[data-mark=Done]",
		".ms-undo, .ms-head-buttons button >> nth=0",
		".ms-review",
	):
		screen.page.locator(place).first.focus()
		screen.type("ncuwtaqz")
		expect(screen.name).to_have_text("Anouk Ashvale")
	screen.page.locator(".ms-guidance, .ms-when-where").first.click()
	screen.type("nc")
	expect(screen.name).to_have_text("Anouk Ashvale")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-tone-todo")
	screen.press("Alt+w", "Escape", "n")
	expect(screen.name).to_have_text("Bram Ashvale")


def test_a_field_that_goes_away_hands_the_focus_on(open_screen, coordinator):
	scene = make_scene(coordinator)
	screen = open_screen(coordinator, scene.meeting)
	screen.tab_to("plan_decision")
	screen.type("Stop")
	expect(screen.field("decision_reason")).to_be_visible()
	screen.press("Tab")
	assert where(screen)["field"] == "decision_reason"
	screen.page.evaluate(
		"() => frappe.ppoc.meeting_screen.current().fields.enter('plan_decision', () => 'Carry on')"
	)
	expect(screen.field("decision_reason")).to_be_hidden()
	wait_until(
		lambda: screen.page.evaluate(FOCUSED).get("field") == "predicted_start", "the focus was not handed on"
	)
	screen.type("nc")
	expect(screen.name).to_have_text("Anouk Ashvale")


def test_the_focus_comes_back_from_windows_and_to_a_list_drawn_again(open_screen, coordinator):
	scene = make_scene(coordinator)
	screen = open_screen(coordinator, scene.meeting)
	screen.press("Alt+w", "Alt+q")
	expect(screen.page.locator(".ms-dialog")).to_be_visible()
	screen.press("Escape")
	assert where(screen)["field"] == "progress"
	screen.press("Alt+/", "Escape")
	assert where(screen)["field"] == "progress"
	screen.press("Alt+l")
	screen.type("zzz")
	screen.press("Escape", "Escape")
	assert "ms-name" in screen.focused_class()
	screen.press("Control+Enter")
	assert "ms-name" in screen.focused_class()


def test_what_others_do_leaves_the_focus_where_it_is(open_screen, coordinator, manager):
	scene = make_scene(coordinator, manager)
	priya = open_screen(coordinator, scene.meeting)
	tom = open_screen(manager, scene.meeting)
	tom.press("Alt+r")
	assert tom.focused("data-action")
	priya.press("Alt+r", "d")
	priya.tab_to("progress")
	priya.type("Seen.")
	priya.press("Tab")
	priya.all_saved()
	expect(tom.page.locator(".ms-reviewed")).to_have_count(1, timeout=20_000)
	expect(tom.entry("progress")).to_have_value("Seen.", timeout=20_000)
	assert tom.focused("data-action"), where(tom)
	tom.tab_to("barriers")
	frappe.db.set_value("Meeting", scene.meeting, "status", "Held")
	frappe.db.commit()
	expect(tom.page.locator(".ms-progress")).to_have_text("Closed", timeout=30_000)
	tom.page.wait_for_timeout(200)
	where(tom)
