"""A locality with a child of whom everything is known that a page can show, for tests that look at every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.meetings.actions import email_answers_database
from ppoc.meetings.emails.content import Update
from ppoc.tests.factories import (
	discussion_of,
	grant,
	make_action,
	make_child,
	make_event,
	make_locality,
	make_meeting,
	make_plan,
	make_rule,
	make_team,
	make_worker,
	number,
)

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

PRINTS = {
	"Child": ["Child on One Page", "Inspection File", "Handover Page", "Family Group Decision-Making"],
	"Meeting": [
		*("Permanence Panel Agenda", "Permanence Panel Notes", "Meeting Agenda", "Meeting Notes"),
		*("Meeting Minutes", "Case Briefings"),
	],
}


class Scene:
	"""A locality with a child of whom everything is known that a page can show."""

	def __init__(self) -> None:
		locality = make_locality(locality_name=f"Zzarea {number()}").name
		self.team = make_team(
			team_name=f"Zzteam {number()}",
			locality=locality,
			**{
				field: make_worker(
					worker_name=f"Zz{field} Zzoak", locality=locality, email=f"{field}{number()}@example.org"
				).name
				for field in ("team_manager", "practice_supervisor", "team_coordinator")
			},
		)
		self.worker = make_worker(
			worker_name="Zzhester Zzoak", locality=locality, email=f"hester{number()}@example.org"
		)
		self.child = make_child(
			team=self.team.name, first_name="Zzada", last_name="Zzelm", social_worker=self.worker.name
		).name
		make_rule([("Entered care", 10, "Calendar days")], ["Review held"], duty_role="Team Coordinator")
		make_event(self.child, "Entered care", "2026-02-01")
		self.plan = make_plan(child=self.child, status="Prioritised", predicted_start="2027-01-05").name
		self.meeting = make_meeting(
			locality=self.team.locality, team=self.team.name, meeting_date=add_days(nowdate(), 7)
		).name
		discussion_of(self.meeting, self.child, purpose="Progress plan")
		self.action = make_action(
			what="Zzring Zzthe Zzaunt",
			child=self.child,
			set_in=self.meeting,
			action_owner=self.worker.name,
		).name

	def stored(self) -> list[str]:
		"""Texts that records keep in the language in which they were written."""
		kept = {
			"Permanence Plan": (self.plan, ["title", "rag_reason"]),
			"Meeting": (self.meeting, ["title"]),
			"Meeting Discussion": ({"meeting": self.meeting}, ["why_listed"]),
		}
		rows = [
			frappe.db.get_value(doctype, name, fields, as_dict=True)
			for doctype, (name, fields) in kept.items()
		]
		return [text for row in rows for text in row.values() if text]

	def link(self) -> str:
		"""The link "Done" of the email about the action."""
		task = Update(
			self.action, self.child, "Zzada Zzelm", "1", "Zzring", self.worker.name, "", None, "Open", True
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
def as_a(scene: Scene, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Callable[..., str]:
	"""`as_a(role)` logs somebody with the role in who works in the scene's locality, and returns the login."""

	def as_a(*roles: str) -> str:
		user = user_with(*roles)
		grant(user, scene.team.locality)
		make_worker(locality=scene.team.locality, user=user, email=user)
		frappe.db.commit()
		log_in(user)
		return user

	return as_a


def open_page(page: Page, address: str, shown: str) -> None:
	answer = page.goto(address)
	assert answer, address
	assert answer.ok, address
	expect(page.locator(shown).locator("visible=true").first).to_be_visible()
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(500)  # colours fade in, which axe would measure half way


def forms(page: Page, scene: Scene) -> Iterator[None]:
	"""Opens the forms of a coordinator's day, filled in and new, and each of their tabs."""
	filled = (f"child/{scene.child}", f"permanence-plan/{scene.plan}", f"meeting/{scene.meeting}")
	for address in (*filled, f"action/{scene.action}", "child/new", "case-note/new"):
		open_page(page, f"/app/{address}", ".form-layout")
		yield
		for tab in page.get_by_role("tab").locator("visible=true").all()[1:]:
			tab.click()
			page.wait_for_timeout(700)  # the panel fades in
			yield


def lists(page: Page) -> Iterator[None]:
	"""Opens the lists of a coordinator's day."""
	for name in ("child", "permanence-plan", "meeting", "action"):
		open_page(page, f"/app/{name}", ".list-row")
		yield


def pages_of_our_own(page: Page, scene: Scene) -> Iterator[None]:
	"""Opens the pages of our own."""
	for address, shown in {
		f"meeting-screen/{scene.meeting}": ".ms",
		"permanence-dashboard": ".page-body",
		"ppoc-import": ".page-body",
		"what-if": ".page-body",
		"tracker-grid": ".tg-table .tabulator-row",
		"ppoc-connect": ".page-body",
		"ppoc-site-check": ".page-body",
	}.items():
		open_page(page, f"/app/{address}", shown)
		yield


def reports(page: Page) -> Iterator[None]:
	"""Opens every report of ours."""
	names = frappe.get_all("Report", {"module": "PPOC", "report_type": "Script Report"}, pluck="name")
	assert len(names) > 25
	for name in names:
		open_page(page, f"/app/query-report/{name}", ".report-wrapper, .datatable, .msg-box, .modal.show")
		yield


def prints(page: Page, scene: Scene, arguments: str = "") -> Iterator[None]:
	"""Opens the print view of each of the papers of the child and the meeting."""
	names = {"Child": scene.child, "Meeting": scene.meeting}
	for doctype, formats in PRINTS.items():
		for name in formats:
			address = f"/printview?doctype={doctype}&name={names[doctype]}&format={name}{arguments}"
			open_page(page, address, ".print-format")
			yield


def found_on(views: Iterable[None], look: Callable[[], list[str]]) -> list[str]:
	"""Returns what is found on each view in turn."""
	return [line for _opened in views for line in look()]


def told(found: list[str]) -> str:
	return "\n".join(sorted(set(found)))
