"""A report as users see it, in Chromium: names in charts, figures that open lists, a message if it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_event,
	make_rule,
	make_team,
	make_worker,
)

expect.set_options(timeout=20_000)

NAMES = ("Potential in the future", "No potential agreed", "Uncertain")


@pytest.fixture
def team(site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Document:
	"""Makes the manager's team: three children with a potential, and one action that is nine days late."""
	team, user = make_team(), user_with("Team Manager")
	grant(user, team.locality)
	make_worker(job="Team Manager", locality=team.locality, user=user, email=user)
	for place, potential in enumerate(NAMES):
		child = make_child(team=team.name, last_name=f"Elm {place}", on_full_care_order=1)
		frappe.db.set_value("Child", child.name, "potential", potential)
	owner = make_worker(worker_name="Bartholomew Featherstonehaugh", locality=team.locality)
	make_action(child=child.name, action_owner=owner.name).db_set("due_on", add_days(nowdate(), -9))
	frappe.db.commit()
	log_in(user)
	return team


WRITTEN_WHOLE = """(names) => {
	const lines = (bar) => [...bar.querySelectorAll("tspan")].map((line) => line.textContent).join(" ");
	const shown = [...document.querySelectorAll(".chart-container .x.axis text")].map(lines);
	return JSON.stringify(shown.sort()) === JSON.stringify(names);
}"""


@pytest.mark.requirement("P7.1")
@pytest.mark.parametrize("width", [1400, 768])
def test_the_names_of_a_chart_are_written_whole(page: Page, team: Document, width: int) -> None:
	page.set_viewport_size({"width": width, "height": 1000})
	page.goto(f"/app/query-report/All Data?team={team.name}")
	page.get_by_role("button", name="Show chart").click()
	page.wait_for_function(WRITTEN_WHOLE, arg=sorted(NAMES))  # the chart is drawn again once it has its width


@pytest.mark.requirement("P7.1")
def test_the_names_of_a_legend_do_not_lie_over_each_other(page: Page, team: Document) -> None:
	page.goto(f"/app/query-report/Children without a Plan?team={team.name}")
	page.get_by_role("button", name="Show chart").click()
	labels = page.locator(".chart-legend .legend-dataset-label")
	expect(labels.last).to_have_text("No parallel or contingency plan")
	expect(labels.last).to_be_visible()
	boxes = labels.evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
	assert len(boxes) == 3
	for left, right in pairwise(boxes):
		assert right["top"] > left["top"] + 5 or right["left"] >= left["right"]


def test_days_late_are_read_in_their_cell(page: Page, team: Document) -> None:
	page.goto(f"/app/query-report/Actions?team={team.name}")
	late = page.locator(".dt-cell .ppoc-peach")
	expect(late).to_have_text("9")
	page.wait_for_function(
		"""() => {
			const box = document.querySelector(".dt-cell .ppoc-peach")?.getBoundingClientRect();
			return box && box.width > 10 && box.height > 10;
		}"""
	)


@pytest.mark.requirement("P7.1")
def test_a_figure_of_overdue_duties_opens_the_due_dates_it_counts(page: Page, team: Document) -> None:
	rule = make_rule(counts=[("Begun here", 10, "Calendar days")], satisfied_by=["Review held"])
	for days in (-30, -29, -11):
		child = make_child(team=team.name if days < -20 else make_team(locality=team.locality).name)
		make_event(child.name, "Begun here", add_days(nowdate(), days))
	frappe.db.commit()
	page.goto(f"/app/query-report/Overdue by Duty?team={team.name}")
	row = page.locator(".dt-row", has_text=rule.duty)
	row.get_by_role("link", name="2", exact=True).click()
	expect(page.locator(".list-row:visible")).to_have_count(2)
	expect(page).to_have_url(re.compile(r"timescale.*state=Overdue"))


def test_an_empty_report_says_what_it_looked_for(page: Page, team: Document) -> None:
	page.goto(f"/app/query-report/Unmet Needs?team={team.name}")
	expect(page.locator(".msg-box:visible")).to_contain_text("No need was noted in this period.")
	page.goto(f"/app/query-report/RAG?team={team.name}")
	expect(page.locator(".msg-box:visible")).to_contain_text("Nothing you may see matches these filters.")


@pytest.mark.requirement("X5.1")
@pytest.mark.parametrize("name", ["All Data", "Tracker", "Slippage", "RAG", "Children without a Plan"])
def test_the_table_is_in_sight_at_once_with_labelled_filters(page: Page, team: Document, name: str) -> None:
	page.set_viewport_size({"width": 1366, "height": 768})
	page.goto(f"/app/query-report/{name}?team={team.name}")
	page.wait_for_function(
		"""() => [...document.querySelectorAll(".report-wrapper .datatable, .msg-box")].some(
			(shown) => shown.offsetParent && shown.getBoundingClientRect().top < 400
		)"""
	)
	expect(page.locator(".ppoc-filter-label", has_text="Team")).to_be_visible()
	for words in ("Create Card", "Set Chart", "Add Chart"):
		expect(page.get_by_text(words).locator("visible=true")).to_have_count(0)


def test_a_chart_that_was_opened_is_open_in_the_next_report(page: Page, team: Document) -> None:
	page.goto(f"/app/query-report/All Data?team={team.name}")
	expect(page.locator(".chart-wrapper svg")).to_have_count(0)
	page.get_by_role("button", name="Show chart").click()
	expect(page.locator(".chart-wrapper svg").first).to_be_visible()
	page.goto(f"/app/query-report/Children without a Plan?team={team.name}")
	expect(page.locator(".chart-wrapper svg").first).to_be_visible()
	page.get_by_role("button", name="Hide chart").click()
	expect(page.locator(".chart-wrapper svg")).to_have_count(0)
