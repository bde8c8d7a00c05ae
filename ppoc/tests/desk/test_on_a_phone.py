"""What a social worker does on a phone between two visits: one glance, one thumb."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

from ppoc.tests.browser import HEADING
from ppoc.tests.desk.test_in_the_browser import WINDOW, noise
from ppoc.tests.factories import grant, make_action, make_child, make_meeting, make_team, make_worker

__all__ = ["noise"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]
expect.set_options(timeout=30_000)

PHONE: ViewportSize = {"width": 390, "height": 844}
THUMB = 44
"""Pixels: the least that a thumb hits (WCAG 2.2, 2.5.5)."""


@pytest.fixture
def action(
	site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]
) -> Callable[[], str]:
	"""`action()` logs a social worker in on a phone; returns an action of theirs about a child of theirs."""

	def action() -> str:
		page.set_viewport_size(PHONE)
		team, user = make_team(), user_with("Social Worker")
		grant(user, team.locality)
		worker = make_worker(locality=team.locality, user=user, email=user)
		child = make_child(team=team.name, first_name="Ada", last_name="Elm", social_worker=worker.name)
		frappe.db.set_value("Child", child.name, "potential", "Potential now")
		made = make_action(
			what="Ring the aunt about Sunday and write down everything that she says about the summer",
			child=child.name,
			action_owner=worker.name,
			due_on=nowdate(),
		)
		frappe.db.commit()
		log_in(user)
		return made.name

	return action


def box(element: Locator) -> FloatRect:
	found = element.bounding_box()
	assert found
	return found


def no_wider_than_the_screen(page: Page) -> bool:
	return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_an_action_is_done_from_the_home_with_a_thumb(
	page: Page, noise: list[str], action: Callable[[], str]
) -> None:
	name = action()
	page.goto("/app/social-worker")
	done = page.get_by_role("button", name=re.compile("^Done: Ring the aunt"))
	expect(done).to_be_visible()
	assert min(box(done)["width"], box(done)["height"]) >= THUMB
	assert no_wider_than_the_screen(page)
	done.click()
	dialog = page.locator(".modal.show")
	dialog.get_by_label(re.compile("What came of it")).fill("She can have him in May")
	dialog.locator(".btn-modal-primary").click()
	expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
	frappe.db.commit()
	assert frappe.db.get_value("Action", name, ["status", "outcome"]) == ("Done", "She can have him in May")
	assert noise == []


def test_what_was_typed_is_still_there_when_the_connection_was_not(
	page: Page, action: Callable[[], str]
) -> None:
	name = action()
	page.goto("/app/social-worker")
	page.get_by_role("button", name=re.compile("^Done: Ring the aunt")).click()
	dialog = page.locator(".modal.show").filter(has_text="What came of it")
	dialog.get_by_label(re.compile("What came of it")).fill("She can have him in May")
	page.route("**/*review_action*", lambda route: route.abort())
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_timeout(500)
	page.unroute_all()
	expect(dialog.locator(".btn-modal-primary")).to_be_enabled()
	dialog.locator(".btn-modal-primary").click()
	expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
	frappe.db.commit()
	assert frappe.db.get_value("Action", name, "outcome") == "She can have him in May"


def test_a_list_begins_with_its_rows_and_a_row_says_it_all(
	page: Page, noise: list[str], action: Callable[[], str]
) -> None:
	action()
	page.goto("/app/action")
	row = page.locator(".list-row-container .list-row").filter(has_text="Ring the aunt")
	expect(row).to_be_visible()
	expect(page.locator(".standard-filter-section .frappe-control:visible")).to_have_count(0)
	for words in ("Ada Elm", "Due today"):
		expect(row.get_by_text(words).locator("visible=true").first).to_be_visible()
	assert box(row)["y"] < PHONE["height"] / 2
	assert box(row)["height"] >= THUMB
	assert no_wider_than_the_screen(page)
	assert noise == []


def test_the_form_of_an_action_has_one_big_button(
	page: Page, noise: list[str], action: Callable[[], str]
) -> None:
	name = action()
	page.goto(f"/app/action/{name}")
	done = page.locator(".ppoc-thumb .btn")
	expect(done).to_be_in_viewport()
	assert box(done)["height"] >= THUMB
	title = page.locator(HEADING)
	buttons = page.locator(".page-head:visible .page-actions .btn:visible").first
	expect(buttons).to_be_visible()
	assert box(title)["x"] + box(title)["width"] <= box(buttons)["x"]
	done.click()
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".ppoc-thumb")).to_have_count(0)
	frappe.db.commit()
	assert frappe.db.get_value("Action", name, "status") == "Done"
	assert noise == []


def test_on_a_desk_the_title_of_a_meeting_is_whole_and_its_start_has_no_seconds(
	page: Page,
	noise: list[str],
	user_with: Callable[..., str],
	log_in: Callable[[str], None],
) -> None:
	page.set_viewport_size(WINDOW)
	team, user = make_team(), user_with("Team Coordinator")
	grant(user, team.locality)
	meeting = make_meeting(team=team.name, meeting_date=add_days(nowdate(), 3), start_time="14:00:00")
	frappe.db.commit()
	log_in(user)
	page.goto(f"/app/meeting/{meeting.name}")
	title = page.locator(HEADING)
	expect(title).to_contain_text(re.compile(r"\d\d/\d\d/\d{4}"))
	buttons = page.locator(".page-head:visible .page-actions .btn:visible")
	expect(buttons.first).to_be_visible()
	assert box(title)["x"] + box(title)["width"] <= min(box(each)["x"] for each in buttons.all())
	assert title.evaluate("title => title.scrollHeight <= title.clientHeight + 1")
	start = page.locator("[data-fieldname=start_time] input")
	expect(start).to_have_value("14:00")
	start.fill("9:30")
	page.keyboard.press("Control+s")
	expect(page.locator(".indicator-pill:visible", has_text="Not Saved")).to_have_count(0)
	expect(start).to_have_value(re.compile("^0?9:30$"))
	frappe.db.commit()
	assert str(frappe.db.get_value("Meeting", meeting.name, "start_time")) == "9:30:00"
	assert noise == []
