"""What owners answered from their emails, on a phone and then on the meeting screen."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import ViewportSize, expect

from ppoc.meetings.actions import email_answers_database as answers
from ppoc.meetings.actions.email_answers import EmailAnswer
from ppoc.meetings.emails.content import Update
from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Z3")]

WINDOW: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LEAST_TARGET = 44


def link(action: str, said: EmailAnswer) -> str:
	doc = frappe.get_doc("Action", action)
	task = Update(action, "", "", "", doc.what, doc.action_owner, "", doc.due_on, "Open", False)
	[row] = answers.with_answers([{"label": "", "task": task}], doc.action_owner)
	address = next(link["url"] for link in row["answers"] if said.name.lower() in link["url"])
	return address[address.index("/action-answer") :]


def test_an_answer_given_on_a_phone_is_there_when_the_meeting_opens(open_screen, page, coordinator):
	scene = make_scene(coordinator)
	done, blocked = scene.actions[:2]
	frappe.db.commit()
	page.set_viewport_size(PHONE)
	for action, said in ((done, EmailAnswer.DONE), (blocked, EmailAnswer.BLOCKED)):
		page.goto(link(action, said))
		chosen = page.locator("button.first")
		expect(chosen).to_be_focused()
		assert chosen.bounding_box()["height"] >= LEAST_TARGET
		assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
		page.keyboard.press("Enter")
		expect(page.get_by_role("heading")).to_contain_text("is on record")

	screen = open_screen(coordinator, scene.meeting, viewport=WINDOW)
	for action, words in ((done, "Done"), (blocked, "Blocked")):
		child = frappe.db.get_value("Action", action, "child")
		screen.find(frappe.db.get_value("Child", child, "full_name"))
		row = screen.page.locator(f'.ms-review[data-action="{action}"]')
		expect(row).to_contain_text("answered by email on")
		expect(row).to_contain_text(words)
	settled = screen.page.locator(f'.ms-review[data-action="{blocked}"]')
	expect(settled.get_by_role("button", name="Keep")).to_be_enabled()
	screen.find(frappe.db.get_value("Child", frappe.db.get_value("Action", done, "child"), "full_name"))
	closed = screen.page.locator(f'.ms-review[data-action="{done}"]')
	expect(closed.get_by_role("button", name="Keep")).to_be_disabled()
	assert not screen.errors
