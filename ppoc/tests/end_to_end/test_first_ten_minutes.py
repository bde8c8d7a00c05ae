"""The first ten minutes of a coordinator without a manual: only what the screen offers is clicked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Locator, Page, expect

from ppoc.tests.browser import OPTION
from ppoc.tests.factories import grant, make_child, make_meeting, make_plan, make_team
from ppoc.tests.meetings.screen.screen_page import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow(90), pytest.mark.requirement("P9.1", "Z4")]
expect.set_options(timeout=30_000)

NAMES = ("Ada Elm", "Bram Ashvale", "Celyn Dunley")
WITHOUT_DATE = NAMES[1]


@dataclass
class Desk:
	"""What the coordinator has before them: the page, and where their team's meeting of today is."""

	page: Page
	locality: str
	team: str
	meeting: str

	def arrive(self) -> None:
		"""Version 16 first shows a desktop of the apps, which for a coordinator has one icon."""
		self.page.goto("/app")
		icon = self.page.locator(".desktop-icon:visible", has_text="PPOC").first
		expect(icon.or_(self.shortcut("Tracker")).first).to_be_visible()
		if icon.is_visible():
			icon.click()

	def home(self) -> None:
		"""The logo leads home from everywhere; in version 16, the first entry of the sidebar does."""
		logo = self.page.locator(".navbar-brand:visible, .navbar-home:visible").first
		entry = self.page.locator(".sidebar-item-label:visible", has_text="Team Coordinator").first
		logo.or_(entry).first.click()
		expect(self.shortcut("Tracker")).to_be_visible()

	def shortcut(self, label: str) -> Locator:
		return self.page.locator(".shortcut-widget-box:visible", has_text=re.compile(rf"^\s*{label}\b")).first


@pytest.fixture
def desk(site: str, page: Page, log_in: Callable[[str], None], user_with: Callable[..., str]) -> Desk:
	"""A team of three children with a meeting today. One of the children has no predicted start."""
	page.set_viewport_size({"width": 1366, "height": 768})
	user, team = user_with("Team Coordinator", name="priya@example.org"), make_team()
	user_with("System Manager")  # otherwise Frappe makes the first saved user one
	frappe.get_doc("User", user).save(
		ignore_permissions=True
	)  # as the form does, which hides what is not theirs
	grant(user, team.locality)
	frappe.db.set_value("Worker", team.team_coordinator, {"email": user, "user": user})
	for name in NAMES:
		first, last = name.split()
		child = make_child(team=team.name, first_name=first, last_name=last)
		start = None if name == WITHOUT_DATE else add_days(nowdate(), 40)
		make_plan(child=child.name, status="Prioritised", predicted_start=start)
	meeting = make_meeting(team=team.name, meeting_date=nowdate())
	frappe.db.commit()
	log_in(user)
	desk = Desk(page, team.locality, team.name, meeting.name)
	desk.arrive()
	return desk


def test_the_first_ten_minutes(desk: Desk) -> None:
	_finds_the_tracker(desk)
	_adds_a_child(desk)
	_sees_who_lacks_a_predicted_date(desk)
	_holds_the_meeting_by_keyboard(desk)
	_sends_the_notes(desk)


def _finds_the_tracker(desk: Desk) -> None:
	desk.shortcut("Tracker").click()
	for name in NAMES:
		expect(desk.page.locator(".dt-row", has_text=name).first).to_be_visible()


def _adds_a_child(desk: Desk) -> None:
	desk.home()
	desk.shortcut("All Data").click()
	page = desk.page
	page.get_by_role("button", name="Add Child").first.click()
	field = page.locator(".form-page:visible, .form-layout:visible").first
	field.locator("input[data-fieldname=first_name]").fill("Dilys")
	field.locator("input[data-fieldname=last_name]").fill("Farrow")
	field.locator("input[data-fieldname=child_id]").fill("TEN-1")
	field.locator("input[data-fieldname=date_of_birth]").fill("03/04/2019")
	page.keyboard.press("Tab")
	for name, value in (("locality", desk.locality), ("team", desk.team)):
		own = field.locator(f"input[data-fieldname={name}]")
		own.click()
		own.fill(value)
		page.locator(OPTION, has_text=value).first.click()
		page.wait_for_function("([name, value]) => cur_frm.doc[name] === value", arg=[name, value])
	page.get_by_role("button", name="Save", exact=True).first.click()
	expect(page).to_have_url(re.compile(r"/child/CH-\d+"))
	frappe.db.rollback()
	assert frappe.db.get_value("Child", {"full_name": "Dilys Farrow"}, "team") == desk.team


def _sees_who_lacks_a_predicted_date(desk: Desk) -> None:
	desk.home()
	desk.shortcut("SGO list").click()
	row = desk.page.locator(".list-row:visible", has_text=WITHOUT_DATE)
	expect(row).to_contain_text("No date yet")
	expect(desk.page.locator(".list-row:visible", has_text="No date yet")).to_have_count(1)


def _holds_the_meeting_by_keyboard(desk: Desk) -> None:
	desk.home()
	desk.shortcut("Next meetings").click()
	page = desk.page
	page.locator(".list-row:visible a", has_text="Mobilisation Meeting").first.click()
	page.get_by_role("button", name="Open meeting screen").first.click()
	screen = Screen(page)
	expect(screen.name).to_be_visible()
	for number in range(len(NAMES)):
		name = screen.name.inner_text()
		screen.press("Alt+w")
		screen.type(f"Talked about {name}.")
		if name == WITHOUT_DATE:
			screen.tab_to("predicted_start")
			screen.type("+6w")
			screen.press("Tab")
		screen.press("Control+Enter")
		if number < len(NAMES) - 1:
			expect(screen.name).not_to_have_text(name)
	screen.all_saved()
	screen.press("Alt+q")
	dialog = page.locator(".ms-dialog")
	expect(dialog).to_contain_text("3 discussed")
	screen.tab_until(lambda: "ms-primary" in screen.focused_class(), "the button that closes the meeting")
	screen.press("Enter")
	expect(page.locator(".ms-progress")).to_have_text("Closed")
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", desk.meeting, "status") == "Held"
	assert not screen.errors


def _sends_the_notes(desk: Desk) -> None:
	desk.home()
	page = desk.page
	page.locator(".ppoc-waiting-line:visible", has_text="notes").first.click()
	page.locator(".actions-btn-group:visible > button").click()
	page.locator(".actions-btn-group .dropdown-item:visible", has_text="Issue notes").click()
	expect(page.locator(".modal.show")).to_contain_text("priya@example.org")
	page.get_by_role("button", name=re.compile(r"^Send to ")).click()
	expect(page.locator(".modal.show")).to_contain_text("Sent to", timeout=60_000)
	frappe.db.rollback()
	assert frappe.db.get_value("Meeting", desk.meeting, "status") == "Notes issued"
