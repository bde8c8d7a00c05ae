"""A figure of slippage, stages or capacity opens what it counts; typing a date warns of overload."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, add_months, formatdate, get_first_day, getdate, nowdate
from playwright.sync_api import Locator, Page, expect

from ppoc.tests.factories import grant, make_child, make_plan, make_team

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)


@pytest.fixture
def team(site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Document:
	"""Makes a team that can start one assessment a month, with three plans for one month, and the same elsewhere.

	Two predictions have moved: one to a later date, one to an earlier date.
	"""
	team, user = make_team(monthly_capacity=1), user_with("Team Manager")
	grant(user, team.locality)
	month = getdate(get_first_day(add_months(nowdate(), 2)))
	for where in (team, make_team(monthly_capacity=1)):
		for name, moved_from in (("Ada", 20), ("Bo", 50), ("Cy", 0)):
			child = make_child(team=where.name, first_name=name, last_name="Elm")
			first = add_days(month, moved_from - 30) if moved_from else month
			plan = make_plan(child=child.name, status="Prioritised", predicted_start=first)
			if moved_from:
				plan.predicted_start = month
				plan.save()
	frappe.db.commit()
	log_in(user)
	return team


def figure(row: Locator, page: Page, column: str) -> Locator:
	"""Returns the cell under a heading in a report's row."""
	index = page.locator(".dt-cell--header", has_text=column).first.get_attribute("data-col-index")
	return row.locator(f'[data-col-index="{index}"]')


def open_list(cell: Locator) -> None:
	"""Sends only the click event: if pressing scrolls the table a little, the button is released beside the figure."""
	cell.get_by_role("link").dispatch_event("click")


def names(page: Page) -> Locator:
	return page.locator(".dt-scrollable .dt-row a[data-doctype='Child']")


@pytest.mark.requirement("X3.2")
def test_a_figure_of_slippage_opens_its_moves(page: Page, team: Document) -> None:
	page.goto("/app/query-report/Slippage?group_by=Route&prediction=Start")
	row = page.locator(".dt-scrollable .dt-row")
	expect(row).to_have_count(1)
	for column, number, title in (("Plans predicted", 3, "Plans predicted"), ("Put back", 1, "Put back")):
		cell = figure(row, page, column)
		expect(cell).to_have_text(str(number))
		open_list(cell)
		expect(page).to_have_title(re.compile("Moved Predictions"))
		expect(page.locator("[data-fieldname=counted] select:visible option:checked")).to_have_text(title)
		expect(names(page)).to_have_count(number)
		page.go_back()
		expect(page).to_have_title(re.compile("Slippage"))
		expect(row).to_have_count(1)


@pytest.mark.requirement("X3.2")
def test_a_figure_of_a_stage_opens_its_plans(page: Page, team: Document) -> None:
	page.goto(f"/app/query-report/Time in each Stage?group_by=Team&team={team.name}")
	row = page.locator(".dt-scrollable .dt-row", has_text="Prioritised until assessment started")
	cell = figure(row, page, "Still there, or left the list")
	expect(cell).to_have_text("3")
	open_list(cell)
	expect(page).to_have_title(re.compile("Plans in a Stage"))
	expect(names(page)).to_have_count(3)
	expect(page.locator(".report-summary")).to_contain_text("Still there")


@pytest.mark.requirement("X3.1")
def test_an_overloaded_month_opens_its_plans(page: Page, team: Document) -> None:
	page.goto("/app/query-report/Capacity")
	row = page.locator(".dt-scrollable .dt-row", has_text="Overloaded: 2 more")
	expect(row).to_have_count(1)
	for column, number in (("Predicted to start", "3"), ("Over by", "2")):
		cell = figure(row, page, column)
		expect(cell).to_have_text(number)
		open_list(cell)
		expect(page.locator(".list-row-container .list-row:visible")).to_have_count(3)
		page.go_back()
	expect(page.locator(".report-summary")).to_contain_text("Overloaded months")


@pytest.mark.requirement("X3.1")
def test_the_form_tells_of_overload_when_a_date_is_typed(page: Page, team: Document) -> None:
	month = getdate(get_first_day(add_months(nowdate(), 2)))
	plan = frappe.db.get_value("Permanence Plan", {"team": team.name, "title": ["like", "Ada%"]})
	page.goto(f"/app/permanence-plan/{plan}")
	box = page.locator(".form-column [data-fieldname=predicted_start]")
	note = box.locator(".help-box")
	for day, told in (
		(add_months(month, 2), False),
		(add_days(month, 9), True),
		(add_months(month, 3), False),
	):
		box.locator("input").fill(formatdate(day))
		box.locator("input").press("Tab")
		if told:
			expect(note).to_contain_text(f"{team.name} would start 3 assessments in {month:%B %Y}")
			expect(note).to_contain_text("counting only the plans you can see. It says it can do 1")
		else:
			expect(note).not_to_contain_text("would start")
	expect(page.locator(".indicator-pill", has_text="Not Saved")).to_be_visible()
