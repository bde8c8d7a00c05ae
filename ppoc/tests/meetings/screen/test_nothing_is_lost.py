"""Typed text stays on the screen until the server has it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ppoc.tests.calendars import calendar_has_faded_in
from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P5.1")]


@pytest.fixture
def scene(coordinator):
	return make_scene(coordinator)


@pytest.fixture
def screen(open_screen, coordinator, scene):
	return open_screen(coordinator, scene.meeting)


def test_a_save_that_fails_keeps_the_text_says_so_and_is_tried_again(screen, scene, stored):
	screen.page.route("**/*save_field*", lambda route: route.abort())
	screen.write("progress", "Grandmother is willing.")
	expect(screen.field("progress")).to_contain_text("Not saved")
	expect(screen.saved).to_contain_text("not saved")
	screen.press("Alt+n", "Alt+p")
	expect(screen.entry("progress")).to_have_value("Grandmother is willing.")
	expect(screen.row_of("Anouk Ashvale")).to_contain_class("ms-unsaved")

	screen.page.unroute("**/*save_field*")
	expect(screen.saved).to_contain_text("All saved", timeout=20_000)
	discussion = discussion_of(scene.meeting, scene.children[0]).name
	assert stored("Meeting Discussion", discussion, "progress") == "Grandmother is willing."


def test_a_date_that_cannot_be_read_is_kept_and_one_as_people_write_it_is_read(screen, scene, stored):
	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type("in May")
	screen.press("Alt+n")
	expect(screen.saved).to_contain_text("not saved")
	screen.press("Alt+p")
	expect(screen.entry("predicted_start")).to_have_value("in May")
	expect(screen.field("predicted_start")).to_contain_text("This is not a date")

	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type("3 May 2031")
	screen.press("Tab")
	screen.all_saved()
	assert str(stored("Permanence Plan", scene.plans[0], "predicted_start")) == "2031-05-03"


def test_a_date_stays_as_typed_when_its_calendar_has_faded_in(screen, scene, stored):
	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type("3 May")
	calendar_has_faded_in(screen.entry("predicted_start"))
	screen.type(" 2031")
	calendar_has_faded_in(screen.entry("predicted_start"))
	screen.press("Tab")
	screen.all_saved()
	assert str(stored("Permanence Plan", scene.plans[0], "predicted_start")) == "2031-05-03"


def test_a_date_that_cannot_be_read_is_still_there_when_its_field_is_entered_again(screen):
	screen.tab_to("predicted_start")
	screen.press("Control+a")
	screen.type("in May")
	screen.press("Tab")
	expect(screen.field("predicted_start")).to_contain_text("This is not a date")
	screen.press("Shift+Tab")
	expect(screen.entry("predicted_start")).to_have_value("in May")
	screen.press("Tab")
	expect(screen.saved).to_contain_text("not saved")


def test_an_action_half_typed_waits_for_its_child(screen):
	screen.press("a")
	screen.type("Ask housing for a date")
	screen.press("Alt+n")
	expect(screen.page.locator(".ms-what")).to_have_value("")
	screen.press("Alt+p")
	expect(screen.page.locator(".ms-what")).to_have_value("Ask housing for a date")


def test_what_is_typed_within_a_moment_of_leaving_is_saved(screen, scene, stored):
	screen.press("w")
	screen.type("Quick.")
	screen.press("Alt+n")
	expect(screen.name).to_have_text("Bram Ashvale")
	screen.all_saved()
	discussion = discussion_of(scene.meeting, scene.children[0]).name
	assert stored("Meeting Discussion", discussion, "progress") == "Quick."


def test_the_connection_is_told_when_it_goes_and_when_it_is_back(screen):
	connection = screen.page.locator(".ms-connection")
	expect(connection).to_have_text("Live")
	screen.page.context.set_offline(True)
	screen.write("progress", "Grandmother is willing.")
	expect(connection).to_have_text("No connection", timeout=30_000)
	expect(screen.entry("progress")).to_have_value("Grandmother is willing.")
	screen.page.context.set_offline(False)
	expect(screen.saved).to_contain_text("All saved", timeout=30_000)


def test_an_action_that_does_not_arrive_comes_back_into_the_form(screen):
	screen.page.route("**/*add_action*", lambda route: route.abort())
	screen.add_action("Ask the court office for the hearing date", "morw")
	expect(screen.page.locator(".ms-new .ms-warning")).to_contain_text("Not saved")
	expect(screen.page.locator(".ms-what")).to_have_value("Ask the court office for the hearing date")
	screen.page.unroute("**/*add_action*")
	screen.press("Control+Enter")
	expect(screen.actions_new()).to_have_count(1)


def test_a_slow_answer_does_not_take_the_focus_from_who_types(screen):
	held = []
	screen.page.route("**/*review_action*", lambda route: held.append(route))
	with screen.page.expect_request("**/*review_action*"):
		screen.press("r", "d", "Alt+w")
	screen.type("Both checks came back")
	held[0].continue_()
	expect(screen.page.locator(".ms-reviewed")).to_have_count(1)
	screen.type(" today.")
	expect(screen.entry("progress")).to_have_value("Both checks came back today.")


def test_another_meeting_does_not_open_over_what_is_not_saved(screen, scene):
	screen.page.route("**/*save_field*", lambda route: route.abort())
	screen.write("progress", "Grandmother is willing.")
	screen.page.evaluate("meeting => frappe.set_route('meeting-screen', meeting)", scene.before)
	expect(screen.page.locator(".ms-message")).to_contain_text("not saved yet")
	expect(screen.entry("progress")).to_have_value("Grandmother is willing.")

	screen.page.unroute("**/*save_field*")
	screen.all_saved()
	screen.page.evaluate("meeting => frappe.set_route('meeting-screen', meeting)", scene.before)
	expect(screen.page.locator(".ms-progress")).to_have_text("Closed")
