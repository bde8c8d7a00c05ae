"""The home pages in Chromium: what is waiting, opened by keyboard; cards that are clicked anywhere; no zeros."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Locator, Page, expect

from ppoc.home.waiting import MOST_LINES
from ppoc.tests.access_world import put
from ppoc.tests.desk.test_in_the_browser import WINDOW, noise
from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)

__all__ = ["noise"]

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

FOCUSED = "() => document.activeElement.classList.contains('ppoc-waiting-line')"
MOST_TABS = 80


@dataclass
class Person:
	"""Who is logged in: their Worker, their team and a child of it."""

	worker: str
	team: str
	child: str


@pytest.fixture
def person(
	site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]
) -> Callable[[str], Person]:
	"""`person(role)` makes somebody with access to the place of a new team and a child, and logs them in."""
	page.set_viewport_size(WINDOW)

	def person(role: str) -> Person:
		team, user = make_team(), user_with(role)
		grant(user, team.locality)
		worker = make_worker(locality=team.locality, user=user, email=user)
		child = make_child(team=team.name, first_name="Ada", last_name="Elm")
		frappe.db.set_value(
			"Child", child.name, "potential", "Potential now"
		)  # nothing waits about the child
		frappe.db.commit()
		log_in(user)
		return Person(worker.name, team.name, child.name)

	return person


def lines(page: Page) -> Locator:
	return page.locator(".ppoc-waiting-line:visible")


def opened_by_keyboard(page: Page) -> None:
	"""Tabs from the top of the page to the first line, and opens it."""
	expect(lines(page).first).to_be_visible()
	for _ in range(MOST_TABS):
		page.keyboard.press("Tab")
		if page.evaluate(FOCUSED):
			break
	assert page.evaluate(FOCUSED)
	page.keyboard.press("Enter")


def test_a_coordinator_opens_the_meeting_that_was_not_closed(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Team Coordinator")
	meeting = make_meeting(team=me.team, meeting_date=add_days(nowdate(), -3))
	make_plan(child=me.child, status="Prioritised")
	frappe.db.commit()
	page.goto("/app/team-coordinator")
	expect(lines(page).first).to_contain_text("hold the meeting and close it")
	expect(lines(page).first).to_contain_text("Overdue by 3 days")
	expect(lines(page).filter(has_text="no predicted start")).to_contain_text("Ada Elm")
	expect(page.locator(".shortcut-widget-box").get_by_text("Tracker", exact=True)).to_be_visible()
	opened_by_keyboard(page)
	expect(page).to_have_url(re.compile(f"/meeting/{meeting.name}$"))
	assert noise == []


def test_a_social_worker_opens_an_action_and_finds_it_gone_when_it_is_done(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Social Worker")
	action = make_action(
		what="Ring the aunt about Sunday", child=me.child, action_owner=me.worker, due_on=nowdate()
	)
	frappe.db.commit()
	page.goto("/app/social-worker")
	expect(lines(page)).to_have_count(1)
	expect(lines(page)).to_contain_text("Due today")
	opened_by_keyboard(page)
	expect(page).to_have_url(re.compile(f"/action/{action.name}$"))
	expect(page.get_by_role("textbox", name="What will be done")).to_be_visible()  # the form is there
	frappe.db.set_value("Action", action.name, "status", "Done")
	frappe.db.commit()
	page.go_back()
	expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
	assert noise == []


def test_a_reviewing_officer_opens_the_child_whose_date_has_passed(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Independent Reviewing Officer")
	frappe.db.set_value("Child", me.child, "reviewing_officer", me.worker)
	put("Timescale", child=me.child, duty="Later reviews", state="Overdue", due_on=add_days(nowdate(), -10))
	frappe.db.commit()
	page.goto("/app/reviewing-officer")
	expect(lines(page).first).to_contain_text("Later reviews")
	opened_by_keyboard(page)
	expect(page).to_have_url(re.compile(f"/child/{me.child}$"))
	assert noise == []


def test_a_performance_officer_opens_the_form_that_a_team_has_not_confirmed(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Performance Officer")
	place = frappe.db.get_value("Team", me.team, "locality")
	form = put(
		"Fortnightly Return",
		title="North, fortnightly",
		status="Draft",
		due_on=add_days(nowdate(), -2),
		locality=place,
		team=me.team,
	)
	frappe.db.commit()
	page.goto("/app/performance-officer")
	opened_by_keyboard(page)
	expect(page).to_have_url(re.compile(f"/fortnightly-return/{form.name}$"))
	assert noise == []


def test_what_does_not_fit_opens_its_list(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Team Manager")
	for number in range(18):
		make_action(
			what=f"Ring school number {number} about Monday", action_owner=me.worker, due_on=nowdate()
		)
	frappe.db.commit()
	page.goto("/app/team-manager")
	expect(lines(page)).to_have_count(MOST_LINES)
	page.get_by_role("button", name="Your actions: 8").press("Enter")
	expect(page).to_have_url(re.compile("/action"))
	expect(page.locator(".list-row-container .list-row:visible")).to_have_count(18)
	assert noise == []


def test_a_card_is_clicked_anywhere_or_opened_by_keyboard_and_a_zero_is_not_there(
	page: Page, noise: list[str], person: Callable[[str], Person]
) -> None:
	me = person("Team Coordinator")
	make_plan(child=me.child, status="Prioritised")
	frappe.db.commit()
	page.goto("/app/team-coordinator")
	card = page.locator(".number-widget-box", has_text="Plans moving to permanence")
	expect(card.locator(".number")).to_have_text("1")
	expect(page.locator(".number-widget-box", has_text="Plans for the panel")).to_be_hidden()
	card.locator(".widget-title").click()
	expect(page.locator(".list-row-container .list-row:visible")).to_have_count(1)
	page.go_back()
	expect(card.locator(".number")).to_be_visible()
	card.press("Enter")
	expect(page).to_have_url(re.compile("/permanence-plan"))
	expect(page.locator(".list-row-container .list-row:visible")).to_have_count(1)
	page.go_back()
	page.locator(".shortcut-widget-box", has_text="SGO list").press("Enter")
	expect(page).to_have_url(re.compile("/permanence-plan"))
	assert noise == []


def test_where_the_list_cannot_be_loaded_it_says_so_and_is_tried_again(
	page: Page, person: Callable[[str], Person]
) -> None:
	person("Social Worker")
	page.route("**/ppoc.home.api.what_is_waiting*", lambda route: route.abort())
	page.goto("/app/social-worker")
	expect(page.get_by_text("The list could not be loaded.")).to_be_visible()
	page.unroute("**/ppoc.home.api.what_is_waiting*")
	page.get_by_role("button", name="Try again").press("Enter")
	expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
