"""The page on which people land after login, and what they see there, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from frappe.utils.password import update_password
from playwright.sync_api import ConsoleMessage, Page, ViewportSize, expect

from ppoc.tests.desk.test_landing import PASSWORD
from ppoc.tests.factories import grant, make_child, make_meeting, make_plan, make_team, make_worker

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

BROKEN_PICTURES = """() => [...document.images]
	.filter((image) => image.getAttribute("src") && image.complete && !image.naturalWidth)
	.map((image) => image.outerHTML)"""
WINDOW: ViewportSize = {"width": 1366, "height": 768}


def has_sidebar() -> bool:
	"""Returns whether this is version 16, which has a desktop of icons and a sidebar next to every page."""
	return bool(frappe.db.exists("DocType", "Workspace Sidebar"))


@pytest.fixture
def noise(page: Page) -> list[str]:
	"""Collects the page's console errors and failed requests."""
	heard: list[str] = []

	def listen(message: ConsoleMessage) -> None:
		if message.type == "error" and "socket.io" not in message.text + str(message.location):
			heard.append(f"{message.text} {message.location}")

	page.on("console", listen)
	page.on("pageerror", lambda error: heard.append(error.stack or str(error)))
	return heard


IN_SIGHT = """([words, width]) => {
	const heads = [...document.querySelectorAll(".list-row-head .list-row-col")];
	const shown = heads.filter((head) => head.offsetParent && head.textContent.includes(words));
	return shown.length && shown.at(-1).getBoundingClientRect().right <= width;
}"""
"""Returns whether the column with this heading ends on the screen; the list may be redrawn at any moment."""


@pytest.fixture
def arrive(site: str, page: Page, user_with: Callable[..., str]) -> Callable[..., str]:
	"""`arrive(role)` makes a user with a child and logs them in through the form; they have landed when it returns."""
	user_with("System Manager")  # otherwise Frappe makes the first saved user one
	page.set_viewport_size(WINDOW)

	def arrive(role: str) -> str:
		team, user = make_team(), user_with()
		person = frappe.get_doc("User", user)
		person.append("roles", {"role": role})
		person.save(ignore_permissions=True)
		grant(user, team.locality)
		make_worker(locality=team.locality, user=user, email=user)
		child = make_child(team=team.name, first_name="Ada", last_name="Elm")
		make_plan(child=child.name, status="Prioritised")
		update_password(user, PASSWORD)
		frappe.db.commit()
		page.goto("/login")
		page.locator("#login_email").fill(user)
		page.locator("#login_password").fill(PASSWORD)
		page.locator(".btn-login:visible").first.click()
		expect(page).to_have_url(re.compile(r"/(app|desk)/[\w-]+$"))
		return team.name

	return arrive


@pytest.mark.parametrize(
	("role", "workspace"),
	[
		("Team Coordinator", "team-coordinator"),
		("Social Worker", "social-worker"),
		("Head of Service", "head-of-service"),
		("PPOC Administrator", "ppoc-administration"),
	],
)
def test_people_land_on_their_own_workspace(
	page: Page, noise: list[str], arrive: Callable[[str], str], role: str, workspace: str
) -> None:
	arrive(role)
	expect(page).to_have_url(re.compile(f"/(app|desk)/{workspace}$"))
	expect(page.locator(".codex-editor .ce-block:visible").first).to_be_visible()
	assert page.evaluate(BROKEN_PICTURES) == []
	for foreign in ("Framework", "Build", "Website", "Integrations", "Tools"):
		expect(page.locator(".item-anchor", has_text=re.compile(f"^\\s*{foreign}\\s*$"))).to_have_count(0)
	assert noise == []


def test_the_login_page_shows_the_logo(page: Page, site: str) -> None:
	page.goto("/login")
	expect(page.locator("img[src$='/ppoc.svg']").first).to_be_visible()
	assert page.evaluate(BROKEN_PICTURES) == []


def test_the_desktop_has_an_icon_that_leads_home(page: Page, arrive: Callable[[str], str]) -> None:
	arrive("Team Manager")
	expect(page).to_have_url(re.compile("/team-manager$"))
	if not has_sidebar():
		pytest.skip("Version 15 has no desktop of icons")
	page.goto("/desk")
	icon = page.locator(".desktop-icon:visible")
	expect(icon).to_have_count(1)
	expect(icon).to_contain_text("PPOC")
	assert page.evaluate(BROKEN_PICTURES) == []
	icon.click()
	expect(page).to_have_url(re.compile("/team-manager$"))


def test_every_entry_of_the_sidebar_opens(page: Page, noise: list[str], arrive: Callable[[str], str]) -> None:
	arrive("Team Coordinator")
	expect(page).to_have_url(re.compile("/team-coordinator$"))
	if not has_sidebar():
		pytest.skip("Version 15 has no such sidebar")
	entries = page.locator(".body-sidebar .item-anchor[href]")
	expect(entries.first).to_be_attached()
	addresses = entries.evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
	assert len(addresses) > 15
	for address in addresses:
		page.goto(address)
		expect(page.locator(".page-container:visible .page-body").first).to_be_visible()
		expect(page.locator(".body-sidebar .item-anchor", has_text="Team Coordinator")).to_be_visible()
		expect(page.get_by_text(re.compile("not permitted|No permission|not found", re.I))).to_have_count(0)
	assert noise == []


def test_pages_of_ours_keep_off_the_edge_and_make_no_noise(
	page: Page, noise: list[str], arrive: Callable[[str], str]
) -> None:
	arrive("Team Coordinator")
	expect(page).to_have_url(re.compile("/team-coordinator$"))
	for address, part in (
		("permanence-dashboard", ".pd-tile"),
		("what-if", ".ppoc-what-if"),
		("ppoc-import", ".ppoc-import form"),
	):
		page.goto(f"/app/{address}")
		box = page.locator(part).first
		expect(box).to_be_visible()
		edge = page.evaluate(
			"() => document.querySelector('.body-sidebar')?.getBoundingClientRect().right || 0"
		)
		assert box.bounding_box()["x"] >= edge + 12, address
		last = page.locator(part).last.bounding_box()
		assert last["x"] + last["width"] <= WINDOW["width"] - 12, address
	assert noise == []


def test_due_dates_are_in_sight_in_the_list_of_children(page: Page, arrive: Callable[[str], str]) -> None:
	arrive("Team Manager")
	expect(page).to_have_url(re.compile("/team-manager$"))
	frappe.db.commit()
	child = frappe.db.get_value("Child", {"first_name": "Ada", "last_name": "Elm"}, "name")
	frappe.db.set_value("Child", child, {"next_due_on": add_days(nowdate(), 5), "overdue_count": 3})
	frappe.db.commit()
	page.goto("/app/child")
	expect(page.locator(".list-row:visible").first).to_be_visible()
	for words in ("Next due", "Overdue"):
		head = page.locator(".list-row-head:visible .list-row-col:visible", has_text=words).last
		expect(head).to_be_visible()
		page.wait_for_function(IN_SIGHT, arg=[words, WINDOW["width"]])


def test_the_meeting_fills_the_screen(page: Page, noise: list[str], arrive: Callable[[str], str]) -> None:
	team = arrive("Team Coordinator")
	expect(page).to_have_url(re.compile("/team-coordinator$"))
	meeting = make_meeting(team=team)
	frappe.db.commit()
	page.goto(f"/app/meeting-screen/{meeting.name}")
	expect(page.locator(".ms-head")).to_be_visible()
	sidebar = page.locator(".body-sidebar")
	if has_sidebar():
		expect(sidebar).to_be_visible()
		expect(sidebar).to_contain_text("Team Coordinator")
	page.locator(".ms-head").get_by_role("button", name=re.compile("Full screen")).click()
	expect(page.locator("body")).to_contain_class("ms-projector")
	expect(sidebar).to_be_hidden()
	assert page.locator(".ms").bounding_box()["x"] == 0
	page.locator(".ms-head").get_by_role("button", name=re.compile("Full screen")).click()
	expect(page.locator("body")).not_to_contain_class("ms-projector")
	if has_sidebar():
		expect(sidebar).to_be_visible()
	assert noise == []


def test_next_meetings_begin_with_today_under_a_heading_for_each_day(
	page: Page, noise: list[str], arrive: Callable[[str], str]
) -> None:
	team = arrive("Team Coordinator")
	expect(page).to_have_url(re.compile("/team-coordinator$"))
	far, today = add_days(nowdate(), 60), nowdate()
	for day, time in ((far, "09:00:00"), (today, "14:00:00"), (today, "09:30:00")):
		make_meeting(team=team, meeting_date=day, start_time=time)
	frappe.db.commit()
	page.locator(".shortcut-widget-box", has_text="Next meetings").first.click()
	headings = page.locator(".ppoc-day:visible")
	expect(headings).to_have_count(2)
	expect(headings.first).to_contain_text("Today")
	rows = page.locator(".list-row:visible")
	expect(rows).to_have_count(3)
	for row, time in enumerate(("09:30", "14:00", "09:00")):
		expect(rows.nth(row)).to_contain_text(time)
	page.locator(".btn-order:visible").click()
	expect(headings).to_have_count(0)
	expect(rows.first).to_contain_text("09:00")
	assert noise == []


def test_lists_show_their_rows_whatever_a_cell_says(
	page: Page, noise: list[str], arrive: Callable[[str], str]
) -> None:
	"""Version 16 shows no row at all where a formatter returns a bare date."""
	team = arrive("Team Manager")
	child = make_child(team=team, first_name="Zed", last_name="Quill", legal_status="C2")
	plan = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	meeting = make_meeting(team=team, meeting_date=nowdate(), start_time="09:30:00")
	late = {
		"child": child.name,
		"plan": plan.name,
		"to_role": "Head of Service",
		"blocker": "The court has no day",
	}
	frappe.get_doc({"doctype": "Escalation", **late, "answer_due": add_days(nowdate(), 3)}).insert()
	frappe.db.commit()
	for doctype, said in (
		("child", "Zed Quill"),
		("permanence-plan", frappe.utils.formatdate(plan.predicted_start)),
		("meeting", meeting.title),
		("escalation", frappe.utils.formatdate(add_days(nowdate(), 3))),
	):
		page.goto(f"/app/{doctype}")
		expect(page.locator(".list-row:visible", has_text=said).first).to_be_visible()
	assert noise == []


def test_a_button_that_its_group_holds_already_is_given_back(
	page: Page, arrive: Callable[[str], str]
) -> None:
	arrive("Team Coordinator")
	page.goto("/app/permanence-plan")
	page.wait_for_function("window.cur_list?.doctype === 'Permanence Plan' && cur_list.page")
	twice = "() => [1, 2].map(() => cur_list.page.add_inner_button('Filters', () => {}, 'Zzgroup').length)"
	assert page.evaluate(twice) == [1, 1]


def test_an_empty_list_says_what_belongs_there(
	page: Page, noise: list[str], arrive: Callable[[str], str]
) -> None:
	arrive("Team Coordinator")
	empty = page.locator(".no-result:visible").first
	page.goto("/app/escalation")
	expect(empty).to_contain_text("Nothing that you may see is here yet. A blocker taken to a named role")
	page.goto("/app/escalation?status=Open")
	expect(empty).to_contain_text("Clear them to see the rest")
	assert noise == []


@pytest.mark.requirement("P5.2")
def test_a_manager_sees_who_has_access_and_withdraws_it_there(
	page: Page, noise: list[str], arrive: Callable[[str], str], user_with: Callable[..., str]
) -> None:
	team = arrive("Team Manager")
	expect(page).to_have_url(re.compile("/team-manager$"))
	colleague = user_with("Team Coordinator")
	frappe.db.set_value("User", colleague, "full_name", "Bea North")
	grant(colleague, frappe.db.get_value("Team", team, "locality"))
	frappe.db.commit()
	page.locator(".shortcut-widget-box", has_text="Access").last.click()
	row = page.locator(".dt-row", has_text="Bea North")
	expect(row).to_contain_text("Team Coordinator")
	row.locator(".ppoc-withdraw").click()
	page.locator(".modal:visible [data-fieldname=reason] textarea").fill("Works in the South now")
	page.locator(".modal:visible .btn-primary").click()
	expect(row).to_have_count(0)
	frappe.db.commit()
	reason = frappe.db.get_value("Locality Access", {"user": colleague}, ["reason", "withdrawn_by"])
	assert reason[0] == "Works in the South now"
	assert reason[1] != "Administrator"
	assert noise == []


@pytest.mark.requirement("P5.2")
def test_a_manager_withdraws_access_on_its_own_record(
	page: Page, noise: list[str], arrive: Callable[[str], str], user_with: Callable[..., str]
) -> None:
	team = arrive("Team Manager")
	expect(page).to_have_url(re.compile("/team-manager$"))
	given = grant(user_with("Team Coordinator"), frappe.db.get_value("Team", team, "locality"))
	frappe.db.commit()
	page.goto(f"/app/locality-access/{given.name}")
	page.get_by_role("button", name="Withdraw access").click()
	page.locator(".modal:visible [data-fieldname=reason] textarea").fill("Works in the South now")
	page.locator(".modal:visible .btn-primary").click()
	expect(page.get_by_text(re.compile(r"^Withdrawn by \S+ on "))).to_be_visible()
	assert noise == []
