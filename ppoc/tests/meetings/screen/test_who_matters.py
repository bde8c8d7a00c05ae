"""What the meeting screen says of the child's adults, of the plan's carer, and what the child said, in Chromium."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import ViewportSize, expect

from ppoc.tests.factories import make_person
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Y3"), pytest.mark.requirement("Y12")]

WINDOW: ViewportSize = {"width": 1366, "height": 768}


def test_the_strip_says_who_there_is_and_what_the_child_said(open_screen, coordinator):
	scene = make_scene(coordinator)
	alone, known = scene.children[0], scene.children[1]
	long_ago = add_days(nowdate(), -300)
	person = make_person(
		child=known, person_name="Dorrit Ashbeam", offers_home=1, asks=[{"asked_on": long_ago}]
	)
	plan = frappe.get_doc("Permanence Plan", scene.plans[1])
	plan.update({"carer": person.name}).save()
	letter = {"doctype": "Letter to Child", "child": alone, "letter_text": "Hello", "checked": 1}
	given = {"given_on": nowdate(), "given_how": "Read together", "said_on": nowdate()}
	frappe.get_doc({**letter, **given, "child_said": "I want to see my rabbit."}).insert()
	frappe.db.commit()
	screen = open_screen(coordinator, scene.meeting, viewport=WINDOW)
	strip = screen.page.locator(".ms-strip")
	expect(strip).to_contain_text("No adult connection")
	expect(strip.locator(".ms-fact-missing")).to_have_count(1)
	expect(strip.locator(".ms-child-said")).to_contain_text("“I want to see my rabbit.”")
	screen.press("n")
	expect(strip).to_contain_text("Dorrit Ashbeam")
	expect(strip).to_contain_text("nobody asked since")
	expect(strip.locator(".ms-fact-missing")).to_have_count(0)
	expect(strip.locator(".ms-child-said")).to_be_hidden()
	screen.press("o")
	window = screen.page.locator("dialog.ms-dialog")
	expect(window).to_contain_text("Dorrit Ashbeam (Grandparent): Could offer a home")
	expect(window).to_contain_text("Carer: Dorrit Ashbeam.")
	assert not screen.errors
