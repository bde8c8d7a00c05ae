"""Two people in one meeting at the same time: nothing is lost, and nobody is interrupted while typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene

QUARTER_OF_A_MINUTE = 15

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P5.1")]


@pytest.fixture
def scene(coordinator, manager):
	return make_scene(coordinator, manager)


@pytest.fixture
def priya(open_screen, scene, coordinator):
	return open_screen(coordinator, scene.meeting)


@pytest.fixture
def tom(open_screen, scene, manager):
	return open_screen(manager, scene.meeting)


def stored_progress(scene, stored, index):
	return stored("Meeting Discussion", discussion_of(scene.meeting, scene.children[index]).name, "progress")


def test_two_people_type_on_different_children_at_once(priya, tom, scene, stored):
	tom.find("Dilys Ashvale")
	priya.press("w")
	tom.press("w")
	for one, two in zip("Grandmother is willing.", "Father was not at home.", strict=True):
		priya.type(one)
		tom.type(two)
	priya.press("Tab")
	tom.press("Tab")
	priya.all_saved()
	tom.all_saved()

	assert stored_progress(scene, stored, 0) == "Grandmother is willing."
	assert stored_progress(scene, stored, 3) == "Father was not at home."


def test_anothers_save_shows_without_taking_the_focus_or_the_text(priya, tom):
	tom.write("barriers", "The tenancy ends in")
	priya.press("w")
	priya.type("Grandmother is willing.")
	priya.press("Tab")
	priya.all_saved()

	expect(tom.entry("progress")).to_have_value("Grandmother is willing.", timeout=20_000)
	assert tom.focused("data-fieldname") == "barriers"
	tom.type(" May")
	expect(tom.entry("barriers")).to_have_value("The tenancy ends in May")
	tom.press("Tab")
	tom.all_saved()
	expect(priya.entry("barriers")).to_have_value("The tenancy ends in May", timeout=20_000)


def test_a_clash_keeps_both_texts_and_asks(priya, tom, scene, stored):
	tom.page.route("**/*meeting_news*", lambda route: route.abort())  # Tom's screen has not been updated yet
	tom.page.wait_for_timeout(300)
	both = "Grandmother was seen.\nAunt was seen."
	for index, choice, stands in (
		(0, "mine", "Aunt was seen."),
		(1, "theirs", "Grandmother was seen."),
		(3, "both", both),  # the third on this agenda
	):
		priya.press("Alt+w")
		priya.type("Grandmother was seen.")
		priya.press("Tab")
		priya.all_saved()
		tom.press("Alt+w")
		tom.type("Aunt was seen.")

		clash = tom.field("progress").locator(".ms-clash")
		expect(clash).to_contain_text("Grandmother was seen.")
		expect(clash).to_contain_text("Aunt was seen.")
		expect(clash).to_contain_text("priya saved this field")
		assert tom.focused("data-fieldname") == "progress", "the clash does not take the focus"
		assert stored_progress(scene, stored, index) == "Grandmother was seen."
		tom.tab_until(lambda choice=choice: tom.focused("data-choice") == choice, "the choice")
		tom.press("Enter")

		expect(clash).to_have_count(0)
		expect(tom.entry("progress")).to_have_value(stands)
		tom.all_saved()
		assert stored_progress(scene, stored, index) == stands
		priya.press("Alt+n")
		tom.press("Alt+n")


def test_two_people_marking_the_same_child_are_not_asked(priya, tom):
	tom.page.route("**/*meeting_news*", lambda route: route.abort())
	tom.page.wait_for_timeout(300)
	priya.press("c")
	priya.all_saved()
	tom.press("Control+Enter")
	tom.all_saved()
	expect(tom.row_of("Anouk Ashvale")).to_contain_class("ms-tone-done")
	expect(priya.row_of("Anouk Ashvale")).to_contain_class("ms-tone-done", timeout=20_000)


def test_each_sees_who_else_is_in_and_where(open_screen, scene, coordinator, manager):
	"""The screen sends and fetches who is where every quarter of a minute; the test puts the clocks forward."""
	priya = open_screen(coordinator, scene.meeting, clock=True)
	tom = open_screen(manager, scene.meeting, clock=True)
	tom.find("Dilys Ashvale")
	tom.later(QUARTER_OF_A_MINUTE)
	priya.later(QUARTER_OF_A_MINUTE)
	expect(priya.page.locator(".ms-people")).to_contain_text("tom")
	expect(priya.row_of("Dilys Ashvale").locator(".ms-here")).to_be_visible()
	tom.page.close()
	priya.later(QUARTER_OF_A_MINUTE)
	expect(priya.page.locator(".ms-people")).to_contain_text("Nobody else is here", timeout=25_000)


def test_an_action_reviewed_by_one_is_reviewed_for_the_other(priya, tom):
	priya.press("r", "d")
	expect(priya.page.locator(".ms-reviewed")).to_have_count(1)
	expect(tom.page.locator(".ms-reviewed")).to_have_count(1, timeout=20_000)
