"""Predicted dates: asked about once they have come true, and moved together."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, formatdate, nowdate
from playwright.sync_api import expect

from ppoc.tests.meetings.screen.scene import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P2.3", "P5.1")]


@pytest.fixture
def scene(coordinator):
	scene = make_scene(coordinator)
	finish = {"predicted_finish": add_days(nowdate(), 40)}
	frappe.db.set_value("Permanence Plan", scene.plans[0], finish)
	return scene


def type_date(screen, fieldname, day):
	screen.tab_to(fieldname)
	screen.press("Control+a")
	screen.type(formatdate(day))
	screen.press("Tab")


def dates(stored, plan):
	return [
		str(stored("Permanence Plan", plan, field))
		for field in ("predicted_start", "predicted_finish", "times_moved")
	]


def test_start_and_finish_move_together_whichever_is_typed_first(scene, open_screen, coordinator, stored):
	screen = open_screen(coordinator, scene.meeting)
	plan = scene.plans[0]
	later, latest = add_days(nowdate(), 60), add_days(nowdate(), 90)
	type_date(screen, "predicted_start", later)
	expect(screen.field("predicted_start")).to_contain_text("Not saved")
	type_date(screen, "predicted_finish", latest)
	screen.all_saved()
	assert dates(stored, plan)[:2] == [later, latest]

	sooner, soon = add_days(nowdate(), 10), add_days(nowdate(), 20)
	type_date(screen, "predicted_finish", soon)
	expect(screen.field("predicted_finish")).to_contain_text("Not saved")
	type_date(screen, "predicted_start", sooner)
	screen.all_saved()
	assert dates(stored, plan)[:2] == [sooner, soon]
	assert not screen.errors


def test_a_start_after_the_assessment_began_is_asked_about(scene, open_screen, coordinator, stored):
	plan = scene.plans[0]
	start = str(frappe.db.get_value("Permanence Plan", plan, "predicted_start"))
	begun = {"status": "Assessment started", "actual_start": add_days(nowdate(), -5)}
	frappe.db.set_value("Permanence Plan", plan, begun)
	screen = open_screen(coordinator, scene.meeting)
	later = add_days(nowdate(), 75)

	type_date(screen, "predicted_start", later)
	question = screen.field("predicted_start").locator(".ms-clash")
	expect(question).to_contain_text("Did you mean the finish?")
	expect(screen.saved).to_contain_text("not saved")
	assert dates(stored, plan)[0] == start, "it is not taken without asking"
	screen.tab_to("predicted_start")
	screen.tab_until(lambda: screen.focused("data-choice") == "finish", "the finish")
	screen.press("Enter")
	screen.all_saved()
	assert dates(stored, plan) == [start, later, "1"]
	assert screen.focused("data-fieldname") == "predicted_finish"

	moved = int(dates(stored, plan)[2])
	type_date(screen, "predicted_start", add_days(nowdate(), -3))
	expect(question).to_be_visible()
	screen.tab_to("predicted_start")
	screen.tab_until(lambda: screen.focused("data-choice") == "change", "all the same")
	screen.press("Enter")
	screen.all_saved()
	assert dates(stored, plan) == [add_days(nowdate(), -3), later, str(moved)], "it does not count as a move"

	type_date(screen, "predicted_start", later)
	screen.tab_to("predicted_start")
	screen.tab_until(lambda: screen.focused("data-choice") == "leave", "leave it")
	screen.press("Enter")
	screen.all_saved()
	assert dates(stored, plan)[0] == add_days(nowdate(), -3)
	assert not screen.errors
