"""The child's strip shows why the plan needs attention, and updates when what was typed resolves it."""

from __future__ import annotations

import os
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import expect

from ppoc.tests.meetings.screen.scene import make_scene


@pytest.mark.browser
@pytest.mark.requirement("D5.1")
def test_the_strip_rates_the_plan_and_follows_what_is_typed(open_screen, coordinator):
	scene = make_scene(coordinator)
	plan = frappe.get_doc("Permanence Plan", scene.plans[0])
	frappe.db.set_value("Permanence Plan", plan.name, "predicted_start", add_days(nowdate(), -3))
	plan.reload()
	plan.save()
	screen = open_screen(coordinator, scene.meeting)
	strip = screen.page.locator(".ms-rag")
	expect(strip).to_contain_text("Amber")
	expect(strip).to_contain_text("has passed and the assessment has not begun.")
	if pictures := os.environ.get("PPOC_PICTURES"):
		screen.page.screenshot(path=Path(pictures) / "rag-strip.png")

	start = screen.entry("predicted_start")
	start.fill(frappe.utils.formatdate(add_days(nowdate(), 60)))
	start.press("Tab")
	expect(strip).not_to_contain_text("has passed")
	expect(strip).to_have_text("Green")
