"""The connection drops in a meeting: typed text stays and is sent later, and a conflict shows both versions."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene
from ppoc.tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X2.5")]

LINE_IS_BACK = 30_000


@pytest.fixture
def scene(coordinator, manager):
	return make_scene(coordinator, manager)


def test_two_children_are_typed_without_a_line_and_another_saved_one_of_them_meanwhile(
	open_screen, scene, coordinator, manager, stored
):
	priya = open_screen(coordinator, scene.meeting)
	tom = open_screen(manager, scene.meeting)
	priya.page.context.set_offline(True)
	priya.write("progress", "Grandmother was seen.")
	expect(priya.page.locator(".ms-connection")).to_have_text("No connection", timeout=LINE_IS_BACK)
	priya.press("Alt+n")
	expect(priya.name).to_have_text("Bram Ashvale")
	priya.write("progress", "Aunt was rung.")
	priya.press("Alt+p")
	expect(priya.saved).to_contain_text("2 fields are not saved")
	expect(priya.entry("progress")).to_have_value("Grandmother was seen.")
	_leaving_is_warned_of(priya)
	_nothing_is_written_down(priya)
	tom.write("progress", "Grandmother was out.")
	tom.press("Tab")
	tom.all_saved()

	priya.page.context.set_offline(False)
	clash = priya.field("progress").locator(".ms-clash")
	expect(clash).to_contain_text("Grandmother was out.", timeout=LINE_IS_BACK)
	expect(clash).to_contain_text("Grandmother was seen.")
	expect(priya.page.locator(".ms-connection")).not_to_have_text("No connection", timeout=LINE_IS_BACK)
	first, second = (discussion_of(scene.meeting, child).name for child in scene.children[:2])
	assert stored("Meeting Discussion", first, "progress") == "Grandmother was out."
	rung = "Aunt was rung."
	wait_until(
		lambda: stored("Meeting Discussion", second, "progress") == rung, "the second child was not saved"
	)

	priya.tab_to("progress")
	priya.tab_until(lambda: priya.focused("data-choice") == "both", "keeping both")
	priya.press("Enter")
	expect(priya.saved).to_contain_text("All saved", timeout=LINE_IS_BACK)
	assert stored("Meeting Discussion", first, "progress") == "Grandmother was out.\nGrandmother was seen."


def test_what_a_fault_of_the_server_kept_from_being_saved_is_saved_in_a_few_seconds(
	open_screen, scene, coordinator, stored
):
	priya = open_screen(coordinator, scene.meeting)
	refusals = iter([500])

	def once(route) -> None:
		if status := next(refusals, None):
			route.fulfill(status=status, json={"exc_type": "QueryDeadlockError"})
		else:
			route.continue_()

	priya.page.route("**/ppoc.meetings.api.save_field", once)
	priya.write("progress", "Grandmother was seen.")
	expect(priya.saved).to_contain_text("1 field is not saved")
	expect(priya.field("progress")).to_contain_text("sent again automatically")
	expect(priya.saved).to_contain_text("All saved", timeout=10_000)
	talk = discussion_of(scene.meeting, scene.children[0]).name
	assert stored("Meeting Discussion", talk, "progress") == "Grandmother was seen."


def _leaving_is_warned_of(screen) -> None:
	"""The texts exist only in this window: a user who reloads is asked first, and stays."""
	asked = []

	def stay(dialog) -> None:
		asked.append(dialog.type)
		dialog.dismiss()

	screen.page.once("dialog", stay)
	screen.page.close(run_before_unload=True)
	screen.page.wait_for_timeout(500)
	assert asked == ["beforeunload"]
	expect(screen.entry("progress")).to_have_value("Grandmother was seen.")


def _nothing_is_written_down(screen) -> None:
	kept = screen.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
	assert "Grandmother" not in kept
