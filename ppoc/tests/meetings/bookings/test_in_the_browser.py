"""A social worker requests a place and the head of service agrees, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_forum, make_meeting, make_team, make_worker

expect.set_options(timeout=15_000)


@pytest.mark.requirement("F1.1")
def test_a_social_worker_asks_and_the_head_of_service_agrees(
	site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]
) -> None:
	team, worker_user, manager = make_team(), user_with("Social Worker"), user_with("Head of Service")
	grant(manager, team.locality)
	worker = make_worker(team=team.name, locality=team.locality, user=worker_user)
	child = make_child(team=team.name, social_worker=worker.name, first_name="Ada", last_name="Elm")
	forum = make_forum(
		held_by="Locality",
		takes_requests=1,
		approval_role="Head of Service",
		slots=4,
		request_deadline_days=2,
		papers=[{"document": "Request form", "due_days": 2, "days_unit": "Working days", "required": 1}],
	)
	day = add_days(nowdate(), 30)
	make_meeting(forum=forum.name, locality=team.locality, meeting_date=day)

	log_in(worker_user)
	page.goto(f"/app/booking/new?child={child.name}&forum={forum.name}")
	expect(page.locator(".form-message")).to_contain_text("4 places left")
	page.locator("[data-fieldname=what_for] textarea").fill("A package of therapeutic support")
	page.keyboard.press("Control+s")
	expect(page.locator(".indicator-pill").get_by_text("Requested")).to_be_visible()
	expect(page.get_by_role("button", name="Approve")).to_have_count(0)
	booking = page.url.split("/")[-1]

	log_in(manager)
	page.goto(f"/app/booking/{booking}")
	page.get_by_role("button", name="Approve").click()
	expect(page.locator(".indicator-pill").get_by_text("Booked")).to_be_visible()
	frappe.db.rollback()
	assert str(frappe.db.get_value("Booking", booking, "meeting_date")) == day
