"""A number opens the rows that it counts, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Locator, Page, expect

from ppoc.tests.factories import (
	grant,
	make_action,
	make_child,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)

expect.set_options(timeout=20_000)


@pytest.fixture
def manager(site: str, page: Page, user_with: Callable[..., str], log_in: Callable[[str], None]) -> Document:
	"""A team manager with an overdue action, one of somebody else's and a future one; and two plans."""
	team, user = make_team(), user_with("Team Manager")
	grant(user, team.locality)
	me = make_worker(job="Team Manager", locality=team.locality, user=user, email=user)
	child = make_child(team=team.name, first_name="Ada", last_name="Elm", on_full_care_order=1)
	yesterday, soon = add_days(nowdate(), -1), add_days(nowdate(), 3)
	for what, owner, due in (
		("Ring the aunt", me.name, yesterday),
		("Ring the uncle", make_worker(locality=team.locality).name, yesterday),
		("Ring the school", me.name, soon),
	):
		make_action(what=what, child=child.name, action_owner=owner).db_set("due_on", due)
	late = make_plan(child=child.name, status="Prioritised", predicted_start=add_days(nowdate(), 30))
	frappe.db.set_value("Permanence Plan", late.name, "predicted_start", add_days(nowdate(), -30))
	other = make_child(team=team.name, first_name="Bo", last_name="Ash", on_full_care_order=1)
	make_plan(child=other.name, status="Prioritised")
	frappe.db.set_value("Permanence Plan", {"child": other.name}, "predicted_start", None)
	frappe.db.commit()
	log_in(user)
	return me


def rows_of(page: Page) -> Locator:
	return page.locator(".list-row-container .list-row:visible")


def test_a_number_card_opens_its_list(page: Page, manager: Document) -> None:
	for days in (3, 60):
		make_meeting(
			locality=manager.locality, meeting_date=add_days(nowdate(), days), forum="Permanence Panel"
		)
	frappe.db.commit()
	page.goto("/app/team-manager")
	card = page.locator(".number-widget-box", has_text="Meetings in 14 days")
	expect(card.locator(".number")).to_have_text("1")
	card.locator(".number").click()
	expect(page).to_have_url(re.compile("/meeting"))
	expect(rows_of(page)).to_have_count(1)


@pytest.mark.requirement("P7.1")
def test_the_dashboard_opens_what_it_counted(page: Page, manager: Document) -> None:
	page.goto("/app/permanence-dashboard")
	for key, number, child in (
		("start_passed", "1", "Ada Elm"),
		("undated", "1", "Bo Ash"),
		("children", "2", "Ada Elm"),
	):
		tile = page.locator(".pd-tile", has=page.locator(f"[data-key={key}]"))
		expect(tile.locator("b")).to_have_text(number)
		tile.locator("a").click()
		expect(rows_of(page)).to_have_count(int(number))
		expect(page.locator(".result:visible")).to_contain_text(child)
		page.go_back()
	expect(page.locator(".pd-picture svg.frappe-chart").first).to_be_visible()


@pytest.mark.requirement("P7.1")
def test_what_it_opens_is_narrowed_to_the_same_team(page: Page, manager: Document) -> None:
	frappe.db.commit()
	team = frappe.db.get_value("Child", {"first_name": "Ada", "last_name": "Elm"}, "team")
	elsewhere = make_child(team=make_team(locality=manager.locality).name, on_full_care_order=1)
	frappe.db.commit()
	page.goto(f"/app/permanence-dashboard?team={team}")
	expect(page.locator(".pd-tile b").first).to_have_text("2")
	page.locator("[data-key=children]").click()
	expect(rows_of(page)).to_have_count(2)
	expect(page.locator(".result:visible")).not_to_contain_text(elsewhere.full_name)


@pytest.mark.requirement("P7.1")
def test_the_filters_stand_in_the_address(page: Page, manager: Document) -> None:
	other = make_team()
	frappe.db.commit()
	page.goto(f"/app/permanence-dashboard?team={other.name}")
	expect(page.locator(".pd-tile b").first).to_have_text("0")
	expect(page.locator(".page-form [data-fieldname=team] input")).to_have_value(other.name)
