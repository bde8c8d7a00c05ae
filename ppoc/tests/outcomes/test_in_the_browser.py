"""A head of service reads what came of it: a figure opens its children, a chart and a definition stand beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from playwright.sync_api import Page, expect

from ppoc.tests.factories import grant, make_child, make_episode, make_team
from ppoc.tests.reporting.figures.test_trends_in_the_browser import figure, names, open_list

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Y9")]
expect.set_options(timeout=30_000)


@pytest.fixture
def team(site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Document:
	"""Makes three children who came into care in 2024/25: one went home and came back, one went home, one stayed."""
	team, user = make_team(), user_with("Head of Service")
	grant(user, team.locality)
	for first_name, left_on, back_on in (
		("Ada", "2024-12-01", "2025-03-01"), ("Bo", "2025-01-01", None), ("Cy", None, None),
	):  # fmt: skip
		child = make_child(team=team.name, first_name=first_name, last_name="Elm")
		make_episode(child.name, "2024-05-01", left_on, reason_ended="E4A" if left_on else None)
		if back_on:
			make_episode(child.name, back_on)
	frappe.db.commit()
	page.set_viewport_size({"width": 1366, "height": 768})
	log_in(user)
	return team


@pytest.mark.parametrize(
	("report", "reached"),
	[
		("Permanence after Coming into Care", "Reached permanence"),
		("Back in Care after Permanence", "Back in care"),
	],
)
def test_a_figure_opens_its_children(page: Page, team: Document, report: str, reached: str) -> None:
	page.goto(f"/app/query-report/{report}?by=Quarter")
	expect(page.get_by_text("95 % confidence band")).to_be_visible()
	rows = page.locator(".dt-scrollable .dt-row", has_text="Any route")
	counted = [int(text) for text in figure(rows, page, reached).all_inner_texts()]
	assert counted
	number = next(number for number in counted if number)
	open_list(figure(rows, page, reached).filter(has=page.get_by_role("link")).first)
	expect(page).to_have_title(re.compile("Times in Care"))
	expect(page.locator("[data-fieldname=counted] select:visible option:checked")).to_have_text(
		"Reached permanence, or back in care"
	)
	expect(names(page)).to_have_count(number)


def test_the_control_chart_draws_its_limits(page: Page, team: Document) -> None:
	page.goto("/app/query-report/Control Chart?measure=Permanence reached")
	expect(page.locator(".dt-scrollable .dt-row").first).to_contain_text(team.locality)
	page.get_by_role("button", name="Show chart").click()
	expect(page.locator(".chart-wrapper .chart-container")).to_be_visible()
	for name in ("Per 1,000 days", "Average", "Lower limit", "Upper limit"):
		expect(page.locator(".chart-wrapper").get_by_text(name)).to_be_visible()
	expect(page.get_by_text("everything else is noise")).to_be_visible()
