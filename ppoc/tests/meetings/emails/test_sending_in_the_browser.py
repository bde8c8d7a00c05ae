"""A coordinator sends the emails of a meeting, in Chromium: who gets them, how they look, and the receipt."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)

pytestmark = [pytest.mark.browser, pytest.mark.requirement("P3.1", "P3.4")]

expect.set_options(timeout=20_000)


@pytest.fixture
def meeting(site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]):
	page.set_viewport_size({"width": 1366, "height": 768})
	user = user_with("Team Coordinator", name="priya@example.org")
	team = make_team()
	grant(user, team.locality)
	for field, address in (("team_manager", "tom@example.org"), ("team_coordinator", "priya@example.org")):
		frappe.db.set_value("Worker", team.get(field), {"email": address})
	frappe.db.set_value("Worker", team.team_coordinator, "user", user)
	frappe.db.set_value("Worker", team.practice_supervisor, {"email": "", "worker_name": "Sam Silent"})
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	meeting = make_meeting(team=team.name)
	owner = make_worker(worker_name="Olive Owner", email="olive@example.org", locality=team.locality)
	for what in ("Ask housing for a date", "Write to the court about the order"):
		make_action(child=child.name, set_in=meeting.name, what=what, action_owner=owner.name)
	frappe.db.commit()
	log_in(user)
	return meeting


def take_step(page: Page, step: str) -> None:
	page.locator(".actions-btn-group > button").click()
	page.locator(".actions-btn-group .dropdown-item", has_text=step).click()


def test_the_agenda_goes_out_after_a_look_and_leaves_a_receipt(page: Page, meeting) -> None:
	page.goto(f"/app/meeting/{meeting.name}")
	take_step(page, "Circulate agenda")
	window = page.locator(".modal.show")
	expect(window).to_contain_text("2 people get it")
	expect(window).to_contain_text("tom@example.org")
	expect(window).to_contain_text("Sam Silent has no email address")
	expect(window.frame_locator("iframe").locator("body")).to_contain_text("Ada Elm")
	window.get_by_role("button", name="Not yet").click()
	expect(window).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Planned"

	take_step(page, "Circulate agenda")
	page.get_by_role("button", name="Send to 2 people").click()
	receipt = page.locator(".modal.show")
	expect(receipt).to_contain_text("Sent to 2 people", timeout=60_000)
	expect(receipt).to_contain_text("priya@example.org")
	expect(receipt).to_contain_text("What to do next")
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Circulated"
	receipt.get_by_role("button", name="Give Sam Silent an address").click()
	expect(page).to_have_url(re.compile("/worker/", re.IGNORECASE))


def test_the_notes_name_who_gets_them_and_whose_actions_are_in_them(page: Page, meeting) -> None:
	frappe.db.set_value("Meeting", meeting.name, {"status": "Held", "closed_on": nowdate()})
	frappe.db.commit()
	page.goto(f"/app/meeting/{meeting.name}")
	take_step(page, "Issue notes")
	window = page.locator(".modal.show")
	expect(window).to_contain_text("with the notes as a PDF")
	expect(window).to_contain_text("No email, because nothing in it is for them")
	window.locator("label", has_text="Olive Owner").click()
	email = window.frame_locator("iframe").locator("body")
	expect(email).to_contain_text("Here are your 2 actions")
	expect(email).to_contain_text("Ask housing for a date")


def test_closing_from_the_menu_first_says_what_it_will_do(page: Page, meeting) -> None:
	page.goto(f"/app/meeting/{meeting.name}")
	take_step(page, "Close meeting")
	window = page.locator(".modal.show")
	expect(window).to_contain_text("What closing this meeting will do")
	expect(window).to_contain_text("Emails go to")
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", meeting.name, "status") == "Planned"
