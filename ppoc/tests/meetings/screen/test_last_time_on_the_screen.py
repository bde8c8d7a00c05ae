"""What was said last time and the reason as it stands, above each box."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of
from ppoc.tests.meetings.screen.scene import PURPOSES, make_scene, make_scene_of_every_kind

pytestmark = pytest.mark.browser

REASON = "Both aunts withdrew in March; nobody else has come forward."


@pytest.fixture
def chair(user_with):
	return user_with("Head of Service", name="maeve@example.org")


def before(screen, fieldname):
	return screen.field(fieldname).locator(".ms-before")


@pytest.mark.requirement("P1.3", "P3.1")
def test_the_chair_agrees_or_challenges_beside_the_reason_as_it_stands(open_screen, chair):
	scene = make_scene_of_every_kind(chair)
	child = scene.children[PURPOSES.index("Challenge")]
	frappe.db.set_value(
		"Child",
		child,
		{"potential": "No potential", "potential_rationale": REASON, "potential_decided_on": "2026-03-03"},
	)
	screen = open_screen(chair, scene.meeting, viewport={"width": 1366, "height": 768})
	screen.find(frappe.db.get_value("Child", child, "full_name"))
	expect(before(screen, "rationale")).to_contain_text(REASON)
	expect(before(screen, "rationale")).to_contain_text("Stands since 3 Mar 2026")
	expect(before(screen, "head_of_service_view")).to_contain_text("No potential")
	expect(screen.facts).to_contain_text("No potential")
	described = screen.entry("rationale").get_attribute("aria-describedby").split()[0]
	expect(screen.page.locator(f"#{described}")).to_contain_text(REASON)
	assert not screen.errors


@pytest.mark.requirement("P2.2")
def test_every_box_says_what_was_said_last_time(open_screen, coordinator):
	scene = make_scene(coordinator)
	talk = discussion_of(scene.meeting, scene.children[0])
	day = add_days(nowdate(), -14)
	frappe.get_doc(
		{
			"doctype": "Meeting Discussion", "meeting": make_open(scene.before), "child": talk.child,
			"plan": talk.plan, "purpose": talk.purpose, "state": "Done", "progress": "Grandmother was seen.",
			"barriers": "The flat is too small.", "review": "Both visits were made.",
		}
	).insert()  # fmt: skip
	frappe.db.set_value("Meeting", scene.before, "status", "Held")
	plan = frappe.get_doc("Permanence Plan", scene.plans[0])
	was = plan.predicted_start
	plan.update({"predicted_start": add_days(nowdate(), 90)}).save()
	screen = open_screen(coordinator, scene.meeting, viewport={"width": 1366, "height": 768})
	expect(before(screen, "progress")).to_contain_text("Grandmother was seen.")
	expect(before(screen, "progress")).to_contain_text(f"Last time ({said(day)}, Mobilisation Meeting)")
	expect(before(screen, "barriers")).to_contain_text("The flat is too small.")
	expect(before(screen, "review")).to_contain_text("Both visits were made.")
	expect(before(screen, "predicted_start")).to_contain_text(said(was))
	screen.press("n")
	expect(before(screen, "progress")).to_be_hidden()


def said(day):
	moment = frappe.utils.getdate(day)
	return f"{moment.day} {moment:%b %Y}"


def make_open(meeting):
	frappe.db.set_value("Meeting", meeting, "status", "Planned")
	return meeting
