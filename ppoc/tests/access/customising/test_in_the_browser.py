"""The administrator without code goes through the home, step by step as the guide says (docs/administrator.md)."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.sessions import clear_sessions
from frappe.utils.password import update_password
from playwright.sync_api import Page, expect

from ppoc.tests.browser import OPTION
from ppoc.tests.desk.test_in_the_browser import noise
from ppoc.tests.desk.test_landing import PASSWORD
from ppoc.tests.factories import grant, make_child, make_plan, make_team, make_worker

__all__ = ["noise"]
pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]
expect.set_options(timeout=30_000)


@pytest.fixture
def log_in(site: str, committed: None, page: Page, user_with: Callable[..., str]) -> Callable[[str], str]:
	"""`log_in(role)` logs a new user with the role in, and out whoever was."""
	user_with("System Manager")
	page.set_viewport_size({"width": 1366, "height": 768})
	page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before a form that changed is left

	logged_in: list[str] = []

	def open_login_page() -> None:
		"""Logs out whoever was here. An answer still on its way can bring back cookie and session, so it looks."""
		page.goto("about:blank")
		for _ in range(5):
			for former in logged_in:
				clear_sessions(former, force=True)
			page.context.clear_cookies()
			page.goto("/login")
			if page.url.endswith("/login"):
				return

	def log_in(role: str) -> str:
		user = user_with(role)
		update_password(user, PASSWORD)
		frappe.db.commit()
		open_login_page()
		logged_in.append(user)
		page.locator("#login_email").fill(user)
		page.locator("#login_password").fill(PASSWORD)
		page.locator(".btn-login:visible").first.click()
		expect(page).to_have_url(re.compile("/(app|desk)/"))
		return user

	return log_in


@pytest.fixture
def administrator(page: Page, log_in: Callable[[str], str]) -> str:
	"""The administrator is logged in and sees the home."""
	user = log_in("PPOC Administrator")
	expect(page).to_have_url(re.compile("/ppoc-administration$"))
	return user


def link(page: Page, label: str) -> None:
	"""Follows a link of the home."""
	if not page.url.endswith("/ppoc-administration"):
		page.goto("/app/ppoc-administration")
	page.locator(
		".widget.links-widget-box a.link-item:visible", has_text=re.compile(rf"^\s*{label}\s*$")
	).click()


def choose(page: Page, fieldname: str, text: str) -> None:
	"""Chooses in a link field."""
	box = page.locator(f"[data-fieldname={fieldname}] input:visible").first
	box.click()
	box.fill(text)
	page.locator(OPTION, has_text=re.compile(rf"^\s*{text}")).locator("visible=true").first.click()
	page.wait_for_function("([name, value]) => cur_frm.doc[name] === value", arg=[fieldname, text])


def test_the_home_leads_through_and_every_link_opens(
	page: Page, noise: list[str], administrator: str
) -> None:
	cards = page.locator(".widget.links-widget-box .widget-label:visible")
	expect(cards).to_have_count(9)
	order = cards.all_inner_texts()
	assert [text.strip()[0] for text in order] == list("123456789")
	links = page.locator(".widget.links-widget-box a.link-item:visible")
	labels = [text.strip() for text in links.all_inner_texts()]
	assert len(labels) > 25
	for number, label in enumerate(labels):
		page.goto("/app/ppoc-administration")
		page.locator(".widget.links-widget-box a.link-item:visible").nth(number).click()
		expect(page.locator(".page-container:visible .page-body").first, label).to_be_visible()
		expect(
			page.get_by_text(re.compile("not permitted|No permission|not found|is closed", re.I)), label
		).to_have_count(0)
	assert noise == []


def test_a_field_is_added_and_a_coordinator_fills_it_in(
	page: Page, noise: list[str], administrator: str, log_in: Callable[[str], str]
) -> None:
	link(page, "Customize Form")
	expect(page.locator("[data-fieldname=doc_type] input:visible")).to_be_visible()
	page.evaluate("() => cur_frm.set_value('doc_type', 'Child')")
	page.wait_for_function("() => cur_frm.doc.doc_type === 'Child' && (cur_frm.doc.fields || []).length > 20")
	page.evaluate(
		"""() => {
			const row = cur_frm.add_child("fields", { is_custom_field: 1, label: "Favourite game", fieldtype: "Data" });
			cur_frm.doc.fields.splice(3, 0, cur_frm.doc.fields.pop());
			cur_frm.doc.fields.forEach((each, at) => { each.idx = at + 1; });
			cur_frm.refresh_field("fields");
			cur_frm.dirty();
		}"""
	)
	page.locator(".page-actions .primary-action:visible").click()
	expect(page.get_by_text("Child updated")).to_be_visible()
	team, coordinator = make_team(), log_in("Team Coordinator")
	grant(coordinator, team.locality)
	make_worker(locality=team.locality, user=coordinator, email=coordinator)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	frappe.db.commit()
	page.goto(f"/app/child/{child.name}")
	field = page.locator("[data-fieldname=custom_favourite_game] input:visible")
	expect(field).to_be_visible()
	field.fill("Hopscotch")
	page.keyboard.press("Control+s")
	expect(page.locator(".indicator-pill:visible", has_text="Not Saved")).to_have_count(0)
	frappe.db.commit()
	assert frappe.db.get_value("Child", child.name, "custom_favourite_game") == "Hopscotch"
	assert noise == []


def test_a_word_is_changed(
	page: Page, noise: list[str], administrator: str, log_in: Callable[[str], str]
) -> None:
	link(page, "Words we use")
	page.locator("[data-fieldname=words] .grid-add-row").click()
	row = page.locator("[data-fieldname=words] .grid-body .grid-row").first
	for name, text in (("word", "Reunification"), ("ours", "Rehabilitation")):
		row.locator(f"[data-fieldname={name}]").first.click()
		row.locator(f"[data-fieldname={name}] input:visible").fill(text)
		page.keyboard.press("Tab")
		page.wait_for_function("([name, text]) => cur_frm.doc.words[0][name] === text", arg=[name, text])
	page.evaluate(
		"""() => {
			cur_frm.add_child("words", { word: "Proposed", ours: "Suggested" });
			cur_frm.refresh_field("words");
		}"""
	)
	page.keyboard.press("Control+s")
	expect(page.get_by_text(re.compile(r"\d+ texts are said in your words"))).to_be_visible()
	team, coordinator = make_team(), log_in("Team Coordinator")
	grant(coordinator, team.locality)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm")
	plan = make_plan(child=child.name, route="Reunification")
	frappe.db.commit()
	page.goto(f"/app/permanence-plan?route=Reunification&child={child.name}")  # as a saved filter says it
	expect(page.locator(".list-row:visible")).to_have_count(1)
	expect(page.locator(".list-row:visible").first).to_contain_text("Suggested")
	page.goto(f"/app/permanence-plan/{plan.name}")
	expect(page.locator("[data-fieldname=route] input:visible").first).to_have_value("Rehabilitation")
	page.goto("/app/query-report/Reunification List")
	heading = page.locator(":is(.title-text, .navbar-breadcrumbs li):visible", has_text="Rehabilitation List")
	expect(heading.first).to_be_visible()
	frappe.db.commit()
	assert frappe.db.get_value("Permanence Plan", plan.name, "route") == "Reunification"
	assert noise == []


def test_a_notification_is_added(page: Page, noise: list[str], administrator: str) -> None:
	link(page, "Notifications")
	page.goto("/app/notification/new-notification")
	page.locator("[data-fieldname=subject] input:visible").fill("New: {{ doc.what }}")
	choose(page, "document_type", "Action")
	page.locator("[data-fieldname=event] select:visible").select_option("New")
	page.wait_for_function(
		"""() => (cur_frm.fields_dict.recipients.grid.docfields.find(
			(field) => field.fieldname === "receiver_by_document_field"
		).options || []).some((each) => each.value === "owner")"""
	)
	options = page.evaluate(
		"""() => cur_frm.fields_dict.recipients.grid.docfields.find(
			(field) => field.fieldname === "receiver_by_document_field").options.map((each) => each.value)"""
	)
	assert {"owner", "action_owner"} <= set(options)
	page.evaluate(
		"""async () => {
			cur_frm.add_child("recipients", { receiver_by_document_field: "owner" });
			await cur_frm.set_value("message", "<p>{{ doc.what }}</p>");
			if (cur_frm.is_new()) cur_frm.doc.__newname = "An action is new";
		}"""
	)
	page.locator(".page-actions .primary-action:visible").click()
	expect(page).to_have_url(re.compile("/notification/(An|New)"))
	frappe.db.commit()
	made = frappe.get_all("Notification", {"document_type": "Action"}, ["name", "owner"])
	assert administrator in {row.owner for row in made}
	assert noise == []


def test_a_print_format_is_made(page: Page, noise: list[str], administrator: str) -> None:
	link(page, "Print formats")
	expect(page.locator(".list-row:visible").first).to_be_visible()
	page.goto("/app/print-format/new-print-format")
	page.locator("[data-fieldname=__newname] input:visible").first.fill("Child at a glance")
	choose(page, "doc_type", "Child")
	page.locator(".page-actions .primary-action:visible").click()
	expect(page).to_have_url(re.compile("/print-format/Child"))
	page.get_by_role("button", name="Edit Format").click()
	expect(page.locator(".print-format-builder-layout, .print-format-main:visible").first).to_be_visible()
	page.locator(".page-actions .primary-action:visible, .page-head .btn-primary:visible").first.click()
	page.wait_for_timeout(1500)
	frappe.db.commit()
	made = frappe.db.get_value("Print Format", "Child at a glance", ["doc_type", "owner", "custom_format"])
	assert made == ("Child", administrator, 0)
	assert noise == []
