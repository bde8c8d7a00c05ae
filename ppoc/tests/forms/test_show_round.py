"""Show me round: a tour of a form for each role that begins with it, in Chromium by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from playwright.sync_api import Page, expect

from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_escalation,
	make_forum,
	make_meeting,
	make_plan,
	make_request,
	make_rule,
	make_team,
	make_worker,
)
from ppoc.tests.reporting.effectiveness.test_review_on_site import make_review

pytestmark = pytest.mark.requirement("P9.1")
expect.set_options(timeout=30_000)
POPOVER = "#driver-popover-item:visible"

FORMS: dict[str, tuple[str, Callable[[Document], Document]]] = {
	"Child": ("Team Coordinator", lambda team: make_child(team=team.name)),
	"Permanence Plan": ("Team Coordinator", lambda team: make_plan(child=make_child(team=team.name).name)),
	"Meeting": ("Team Coordinator", lambda team: make_meeting(team=team.name, locality=team.locality)),
	"Action": ("Social Worker", lambda team: make_action(child=make_child(team=team.name).name)),
	"Panel Decision": ("Social Worker", lambda team: make_request(child=make_child(team=team.name).name)),
	"Escalation": ("Head of Service", lambda team: make_escalation(child=make_child(team=team.name).name)),
	"Quarterly Oversight Report": (
		"Permanence Manager",
		lambda team: frappe.get_doc(
			{
				"doctype": "Quarterly Oversight Report",
				"locality": team.locality,
				"quarter_start": "2026-07-01",
			}
		).insert(),
	),
	"Effectiveness Review": ("Performance Officer", lambda team: make_review(team.locality)),
	"Timescale Rule": (
		"PPOC Administrator",
		lambda team: make_rule([("Entered care", 10, "Calendar days")], ["Review held"]),
	),
	"Forum": ("PPOC Administrator", lambda team: make_forum()),
}
"""Who begins with a form, and how a record of it is made in their locality."""


def be_shown_round(page: Page) -> None:
	"""Begins the tour of the form that is open."""
	page.locator(".menu-btn-group:visible > button").click()
	page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text("Show me round").click()


def test_each_tour_is_about_fields_of_its_form(site: str) -> None:
	tours = frappe.get_all("Form Tour", {"module": "PPOC"}, pluck="name")
	assert set(tours) == set(FORMS)
	for name in tours:
		tour = frappe.get_doc("Form Tour", name)
		missing = [
			step.fieldname for step in tour.steps if not frappe.get_meta(name).has_field(step.fieldname)
		]
		assert not missing, (name, missing)
		assert all(step.title and step.description for step in tour.steps)


@pytest.mark.browser
@pytest.mark.parametrize("doctype", FORMS)
def test_the_tour_leads_through_the_form(
	page: Page, site: str, log_in: Callable[[str], None], user_with: Callable[..., str], doctype: str
) -> None:
	role, make = FORMS[doctype]
	user, team = user_with(role), make_team()
	grant(user, team.locality)
	make_worker(locality=team.locality, user=user, email=user)
	record = make(team)
	titles = [step.title for step in frappe.get_doc("Form Tour", doctype).steps]
	page.set_viewport_size({"width": 1366, "height": 768})
	frappe.db.commit()
	log_in(user)
	page.goto(f"/app/{doctype.lower().replace(' ', '-')}/{record.name}")
	expect(page.locator(".form-layout:visible")).to_be_visible()
	be_shown_round(page)

	seen = []
	while True:
		title = page.locator(f"{POPOVER} .driver-popover-title")
		expect(title).to_be_in_viewport()
		seen.append(title.inner_text())
		following = page.locator(f"{POPOVER} .driver-next-btn")
		if following.inner_text() == "Done":
			break
		page.keyboard.press("ArrowRight")
		expect(title).not_to_have_text(seen[-1])
	assert seen == [title for title in titles if title in seen], "in the order of the tour"
	assert len(seen) >= len(titles) - 2, f"only {seen}"
	page.keyboard.press("Escape")
	expect(page.locator(POPOVER)).to_have_count(0)
	expect(page.locator(".indicator-pill:visible", has_text="Not Saved")).to_have_count(0)
