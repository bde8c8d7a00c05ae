"""axe-core finds no fault against WCAG 2.2 AA on any page or print of ours, but for what Frappe draws around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ppoc.meetings.actions import email_answers_database
from ppoc.meetings.emails.content import Update
from ppoc.tests.desk.test_landing import WORKSPACES
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_event,
	make_meeting,
	make_plan,
	make_rule,
	make_team,
	make_worker,
)

pytestmark = [pytest.mark.browser, pytest.mark.requirement("X5.1")]
expect.set_options(timeout=30_000)

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

FRAME = (
	*("head", ".navbar", ".page-head", ".page-form", ".layout-side-section", ".body-sidebar-container"),
	*(".list-sidebar", ".form-sidebar", ".form-footer", ".comment-box", ".desktop-wrapper"),
)
"""What Frappe puts around every page: its bars, filters, sidebars and comments."""

FRAMEWORK = (
	*(".dt-filter", ".dt-paste-target", ".dt-scrollable"),  # the cells of its reports
	*(
		".grid-row-check",
		".grid-heading-row",
		".row-index",
		".grid-static-col .static-area",
	),  # the rows of its tables
	*(".datepicker", ".air-datepicker", ".awesomplete"),
	*(
		".card-actions",
		".widget-control",
		".list-row-checkbox",
		".list-check-all",
		".level-item.list-row-like",
	),
	*(".ql-toolbar", ".ql-editor", ".ace_editor"),
	*(".action-banner", ".chart-container"),
)
"""What Frappe draws inside our pages; a fault of these is a fault of every app."""

PRIMARY = "btn-primary"
"""The theme gives this button its colour, which some of version 15 has too faint."""

PRINTS = {
	"Child": ["Child on One Page"],
	"Meeting": [
		*("Permanence Panel Agenda", "Permanence Panel Notes", "Meeting Agenda", "Meeting Notes"),
		*("Meeting Minutes", "Case Briefings"),
	],
}


class Scene:
	"""A locality with a child of whom everything is known that a page can show."""

	def __init__(self) -> None:
		self.team = make_team()
		self.worker = make_worker(worker_name="Hester Osgood", locality=self.team.locality)
		self.child = make_child(
			team=self.team.name, first_name="Ada", last_name="Elm", social_worker=self.worker.name
		).name
		make_rule([("Entered care", 10, "Calendar days")], ["Review held"])
		make_event(self.child, "Entered care", "2026-02-01")
		self.plan = make_plan(child=self.child, status="Prioritised", predicted_start="2027-01-05").name
		self.meeting = make_meeting(locality=self.team.locality, team=self.team.name).name
		discussion_of(self.meeting, self.child, purpose="Progress plan")
		self.action = make_action(
			what="Ring the aunt about the flat",
			child=self.child,
			set_in=self.meeting,
			action_owner=self.worker.name,
		).name

	def link(self) -> str:
		"""The link "Done" of the email about the action."""
		task = Update(
			self.action, self.child, "Ada Elm", "1", "Ring", self.worker.name, "", None, "Open", True
		)
		[row] = email_answers_database.with_answers([{"label": "", "task": task}], self.worker.name, None)
		return next(link["url"] for link in row["answers"] if link["label"] == "Done")


@pytest.fixture
def scene(site: str, page: Page) -> Scene:
	made = Scene()
	page.set_viewport_size({"width": 1366, "height": 768})
	page.emulate_media(reduced_motion="reduce")
	frappe.db.commit()
	return made


@pytest.fixture
def as_a(scene: Scene, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Callable[..., None]:
	"""`as_a(role)` logs somebody with the role in who works in the scene's locality."""

	def as_a(*roles: str) -> None:
		user = user_with(*roles)
		grant(user, scene.team.locality)
		make_worker(locality=scene.team.locality, user=user, email=user)
		frappe.db.commit()
		log_in(user)

	return as_a


def open_page(page: Page, address: str, shown: str) -> None:
	answer = page.goto(address)
	assert answer, address
	assert answer.ok, address
	expect(page.locator(shown).locator("visible=true").first).to_be_visible()
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(500)  # colours fade in, which axe would measure half way


def faults(page: Page) -> list[str]:
	"""One line for each element with a fault: the rule, where it is, and what it looks like."""
	found: dict[str, Any] = (
		Axe()
		.run(
			page,
			context={"exclude": [[selector] for selector in (*FRAME, *FRAMEWORK)]},
			options={"runOnly": STANDARD, "resultTypes": ["violations"]},
		)
		.response
	)
	return [
		f"{page.url}: {rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
		for rule in found["violations"]
		for node in rule["nodes"]
		if not (rule["id"] == "color-contrast" and PRIMARY in node["html"])
	]


def told(found: list[str]) -> str:
	return "\n".join(sorted(set(found)))


@pytest.mark.parametrize("role", WORKSPACES)
def test_the_home_of_each_role(page: Page, scene: Scene, as_a: Callable[..., None], role: str):
	as_a(role)
	address = WORKSPACES[role].lower().replace(" ", "-")
	open_page(page, f"/app/{address}", ".codex-editor .ce-block, .widget")
	found = faults(page)
	assert not found, told(found)


def test_the_forms_of_a_coordinators_day(page: Page, scene: Scene, as_a: Callable[..., None]):
	as_a("Team Coordinator")
	found: list[str] = []
	for address in (
		f"child/{scene.child}",
		f"permanence-plan/{scene.plan}",
		f"meeting/{scene.meeting}",
		f"action/{scene.action}",
		"child/new",
		"case-note/new",
	):
		open_page(page, f"/app/{address}", ".form-layout")
		found += faults(page)
		for tab in page.get_by_role("tab").locator("visible=true").all()[1:]:
			tab.click()
			page.wait_for_timeout(700)  # the panel fades in
			found += faults(page)
	assert not found, told(found)


def test_the_lists_of_a_coordinators_day(page: Page, scene: Scene, as_a: Callable[..., None]):
	as_a("Team Coordinator")
	found: list[str] = []
	for name in ("child", "permanence-plan", "meeting", "action"):
		open_page(page, f"/app/{name}", ".list-row")
		found += faults(page)
	assert not found, told(found)


def test_the_pages_of_our_own(page: Page, scene: Scene, as_a: Callable[..., None]):
	as_a("Team Coordinator", "Head of Service", "Performance Officer", "PPOC Administrator")
	found: list[str] = []
	for address, shown in {
		f"meeting-screen/{scene.meeting}": ".ms",
		"permanence-dashboard": ".page-body",
		"ppoc-import": ".page-body",
		"what-if": ".page-body",
		"ppoc-connect": ".page-body",
		"ppoc-site-check": ".page-body",
	}.items():
		open_page(page, f"/app/{address}", shown)
		found += faults(page)
	assert not found, told(found)


def test_every_report(page: Page, scene: Scene, as_a: Callable[..., None]):
	as_a("Team Coordinator", "Head of Service", "PPOC Administrator", "PPOC Auditor")
	reports = frappe.get_all("Report", {"module": "PPOC", "report_type": "Script Report"}, pluck="name")
	assert len(reports) > 25
	found: list[str] = []
	for report in reports:
		open_page(page, f"/app/query-report/{report}", ".report-wrapper, .datatable, .msg-box, .modal.show")
		found += faults(page)
	assert not found, told(found)


def test_prints(page: Page, scene: Scene, as_a: Callable[..., None]):
	as_a("Team Coordinator", "Business Support")
	names = {"Child": scene.child, "Meeting": scene.meeting}
	found: list[str] = []
	for doctype, formats in PRINTS.items():
		for name in formats:
			open_page(
				page, f"/printview?doctype={doctype}&name={names[doctype]}&format={name}", ".print-format"
			)
			found += faults(page)
	assert not found, told(found)


def test_the_page_that_answers_an_email(page: Page, scene: Scene):
	link = scene.link()
	frappe.db.commit()
	open_page(page, link, "form button")
	found = faults(page)
	assert not found, told(found)
	page.locator("form button").first.click()
	page.wait_for_load_state("networkidle")
	found = faults(page)
	assert not found, told(found)
