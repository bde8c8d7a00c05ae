"""Who is here, recorded on the meeting screen by a tap or by keyboard, by two people at once."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import expect

from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P3.3")]


@pytest.fixture
def scene(coordinator, manager):
	made = make_scene(coordinator, manager)
	assert len(frappe.get_doc("Meeting", made.meeting).attendees) >= 2
	return made


def attendance_of(meeting: str) -> list[str]:
	frappe.db.rollback()
	return [row.attendance or "" for row in frappe.get_doc("Meeting", meeting).attendees]


def test_apologies_then_everybody_else_by_keyboard_and_undo(open_screen, scene, coordinator):
	priya = open_screen(coordinator, scene.meeting)
	priya.press("Alt+i")
	dialog = priya.page.get_by_role("dialog", name="Who is here")
	expect(dialog).to_contain_text("people are not recorded yet")
	dialog.get_by_role("button", name="Apologies").first.focus()
	priya.press("Enter")
	dialog.get_by_role("button", name="All present").click()  # at once: the first answer is not there yet
	expect(dialog.locator(".ms-face").first).to_have_attribute("data-attendance", "Apologies")
	expect(dialog).to_contain_text("Everybody is recorded.")
	people = len(attendance_of(scene.meeting))
	assert attendance_of(scene.meeting) == ["Apologies", *["Present"] * (people - 1)]
	priya.press("Escape")
	expect(priya.page.locator(".ms-head")).to_contain_text(f"Who is here: {people - 1} of {people}")
	priya.press("Alt+z")
	expect(priya.page.locator(".ms-head")).to_contain_text(f"Who is here: 0 of {people}")
	assert attendance_of(scene.meeting) == ["Apologies", *[""] * (people - 1)]


def test_two_people_record_and_nobody_is_overwritten(open_screen, scene, coordinator, manager):
	priya, tom = open_screen(coordinator, scene.meeting), open_screen(manager, scene.meeting)
	tom.page.route("**/*meeting_news*", lambda route: route.abort())  # Tom's window is behind
	tom.page.wait_for_timeout(300)
	priya.press("Alt+i")
	tom.press("Alt+i")
	faces = [
		who.page.get_by_role("dialog", name="Who is here").locator(".ms-face").first for who in (priya, tom)
	]
	faces[0].get_by_role("button", name="Apologies").click()
	expect(faces[0]).to_have_attribute("data-attendance", "Apologies")
	faces[1].locator(".ms-face-button").click()
	expect(tom.page.get_by_role("dialog", name="Who is here")).to_contain_text(
		"Somebody else has recorded this already"
	)
	expect(faces[1]).to_have_attribute("data-attendance", "Apologies")
	assert attendance_of(scene.meeting)[0] == "Apologies"
