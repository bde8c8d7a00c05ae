"""A restricted record stays closed; the content of records never becomes markup."""

from __future__ import annotations

import json

import frappe
import pytest
from playwright.sync_api import expect

from ppoc.meetings.api import meeting_screen_data
from ppoc.meetings.screen_api import meeting_news
from ppoc.tests.factories import discussion_of, make_action
from ppoc.tests.meetings.screen.scene import make_scene

MARKUP = '<img src=x onerror="window.hit=1"><b>Bold</b>'


@pytest.mark.browser
@pytest.mark.requirement("P2.2")
def test_markup_in_names_and_texts_is_shown_as_text(open_screen, coordinator):
	scene = make_scene(coordinator)
	child, name = scene.children[0], f"Anouk {MARKUP}"
	frappe.db.set_value("Child", child, "full_name", name)
	frappe.db.set_value("Worker", scene.worker, "worker_name", name)
	frappe.db.set_value("Action", scene.actions[0], "what", MARKUP)
	discussion = discussion_of(scene.meeting, child).name
	frappe.db.set_value("Meeting Discussion", discussion, {"progress": MARKUP, "why_listed": MARKUP})
	screen = open_screen(coordinator, scene.meeting)

	expect(screen.name).to_have_text(name)
	expect(screen.entry("progress")).to_have_value(MARKUP)
	expect(screen.actions_before().first).to_contain_text(MARKUP)
	screen.press("a", "Tab")
	expect(screen.page.locator(".ms-option").first).to_contain_text(name)
	screen.press("Escape", "Escape", "q")
	expect(screen.page.locator(".ms-dialog")).to_contain_text("not reviewed")
	assert screen.page.evaluate("() => window.hit") is None
	assert screen.page.locator(".ms img, .ms b").count() == 0


@pytest.mark.browser
@pytest.mark.requirement("P2.2")
def test_a_restricted_record_says_so_and_stays_closed(open_screen, coordinator, manager):
	scene = make_scene(
		coordinator,
		manager,
		first_name="Secretia",
		restricted=1,
		restriction_reason="At risk",
		allowed_people=[{"user": manager}],
	)
	closed = open_screen(coordinator, scene.meeting)
	closed.press("/")
	closed.type("restricted")
	closed.press("Enter")
	expect(closed.page.locator(".ms-restricted")).to_contain_text("not one of the people who may see it")
	expect(closed.page.locator(".ms-field")).to_have_count(0)
	expect(closed.facts).to_be_hidden()
	expect(closed.page.locator(".ms-new")).to_be_hidden()
	assert "Secretia" not in closed.page.content()

	named = open_screen(manager, scene.meeting)
	named.find("Secretia Ashvale")
	expect(named.page.locator(".ms-restricted")).to_contain_text("only the people named on it")
	expect(named.entry("progress")).to_be_visible()


@pytest.mark.requirement("P2.2")
def test_nothing_of_a_restricted_child_leaves_the_server(site, coordinator, set_user):
	scene = make_scene(
		coordinator,
		first_name="Secretia",
		restricted=1,
		restriction_reason="At risk",
		allowed_people=[{"user": "Administrator"}],
	)
	make_action(what="Ring Secretia", child=scene.children[0], set_in=scene.before)
	set_user(coordinator)

	data = json.dumps(
		[
			meeting_screen_data(scene.meeting),
			meeting_news(scene.meeting, "window", since="2020-01-01 00:00:00"),
		],
		default=str,
	)

	assert "Secretia" not in data
	assert scene.children[0] not in data
	assert scene.plans[0] not in data


@pytest.mark.requirement("P2.2")
def test_nobody_hears_of_a_meeting_they_may_not_see(site, coordinator, user_with, set_user):
	scene = make_scene(coordinator)
	set_user(user_with("Team Coordinator", name="elsewhere@example.org"))

	with pytest.raises(frappe.PermissionError):
		meeting_news(scene.meeting, "window")
