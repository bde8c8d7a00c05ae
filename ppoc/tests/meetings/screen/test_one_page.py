"""The child on one page in Chromium: on the form, in the meeting by keyboard, and on a phone."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import ViewportSize, expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Z1")]

WINDOW: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def scene(coordinator):
	"""A meeting today; the last one talked about the first child."""
	made = make_scene(coordinator)
	talk = discussion_of(made.meeting, made.children[0])
	frappe.db.set_value("Meeting", made.before, "status", "Planned")
	values = {"child": talk.child, "plan": talk.plan, "purpose": talk.purpose, "state": "Done"}
	frappe.get_doc(
		{
			"doctype": "Meeting Discussion",
			"meeting": made.before,
			**values,
			"progress": "Grandmother was seen.",
		}
	).insert()
	frappe.db.set_value("Meeting", made.before, "status", "Held")
	plan = frappe.get_doc("Permanence Plan", made.plans[0])
	plan.update({"predicted_start": add_days(nowdate(), 90)}).save()
	frappe.db.commit()
	return made


def test_in_the_meeting_one_key_opens_it_and_escape_goes_back_to_the_child(open_screen, coordinator, scene):
	screen = open_screen(coordinator, scene.meeting, viewport=WINDOW)
	screen.press("o")
	window = screen.page.locator("dialog.ms-dialog")
	expect(window).to_contain_text("Grandmother was seen.")
	expect(window).to_contain_text("The start")
	screen.press("Escape")
	expect(window).to_have_count(0)
	expect(screen.name).to_be_focused()
	expect(screen.page.get_by_role("button", name="On one page")).to_be_visible()
	screen.press("Alt+w", "Alt+o")
	expect(window).to_contain_text("Open actions")
	assert not screen.errors


@pytest.mark.parametrize("size", [WINDOW, PHONE], ids=["desk", "phone"])
def test_on_the_form_it_is_a_tab_that_fits_the_screen(open_screen, coordinator, scene, size):
	page = open_screen(coordinator, scene.meeting, viewport=size).page
	page.goto(f"/app/child/{scene.children[0]}")
	page.get_by_role("tab", name="On one page").click()
	own = page.locator(".ppoc-page:visible")
	expect(own).to_contain_text("Grandmother was seen.")
	expect(own.get_by_role("heading", level=3)).to_have_count(6)
	expect(page.get_by_role("button", name="Print this page")).to_be_visible()
	assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
