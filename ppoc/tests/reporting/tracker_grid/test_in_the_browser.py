"""The tracker grid in Chromium: typing, pasting and undoing by keyboard, by two people at once."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from frappe.utils import add_days, getdate, nowdate
from playwright.sync_api import expect

from ppoc.tests.factories import grant, make_child, make_plan, make_team

pytestmark = [pytest.mark.browser, pytest.mark.requirement("Z2")]

PLAN, START = "Permanence Plan", "predicted_start"
ADA, BEN, CID = "Ada Elm", "Ben Fir", "Cid Oak"


@pytest.fixture
def tracker(site, user_with) -> SimpleNamespace:
	"""Three prioritised children of a team, its coordinator and its manager."""
	team = make_team()
	people = [
		user_with("Team Coordinator", name="priya@example.org"),
		user_with("Team Manager", name="tom@example.org"),
	]
	for person in people:
		grant(person, team.locality)
	plans = {}
	for name in (ADA, BEN, CID):
		first, last = name.split()
		child = make_child(team=team.name, first_name=first, last_name=last)
		plans[name] = make_plan(child=child.name, status="Prioritised").name
	return SimpleNamespace(coordinator=people[0], manager=people[1], plans=plans)


@pytest.fixture
def priya(open_grid, tracker):
	return open_grid(tracker.coordinator)


@pytest.fixture
def tom(open_grid, tracker):
	return open_grid(tracker.manager)


def in_days(days: int) -> date:
	return getdate(nowdate()) + timedelta(days=days)


def typed(day: date) -> str:
	return f"{day.day}/{day.month}/{day.year}"


def shown(day: date) -> str:
	return f"{day.day} {day:%b} {day.year}"


def test_dates_are_typed_down_a_column_as_in_a_spreadsheet(priya, tracker, stored):
	expect(priya.cell(ADA, START)).to_have_text("No date yet")
	priya.at(ADA, START).type("+3w").press("Enter").type(typed(in_days(40))).press("Enter")
	priya.all_saved()
	assert stored(PLAN, tracker.plans[ADA], START) == add_days(nowdate(), 21)
	assert stored(PLAN, tracker.plans[BEN], START) == str(in_days(40))
	expect(priya.cell(BEN, START)).to_have_text(shown(in_days(40)))
	expect(priya.told).to_contain_text(f"{CID}: Predicted start")


def test_escape_leaves_a_cell_as_it_was_and_then_the_grid(priya, tracker, stored):
	priya.at(ADA, "progress").type("A slip of the").press("Escape")
	expect(priya.cell(ADA, "progress")).to_have_text("")
	priya.press("Escape")
	expect(priya.page.get_by_label("Find on this sheet")).to_be_focused()
	assert stored(PLAN, tracker.plans[ADA], "progress") == ""


def test_a_pasted_column_is_saved_and_undone_in_one_step(priya, tracker, stored):
	days = [in_days(number) for number in (10, 20, 30)]
	priya.at(ADA, START).paste("\r\n".join(typed(day) for day in days) + "\r\n")
	priya.all_saved()
	assert [stored(PLAN, plan, START) for plan in tracker.plans.values()] == [str(day) for day in days]
	priya.press("Control+z")
	expect(priya.page.locator(".tg-waiting")).to_contain_text("3 cells are not saved")
	expect(priya.told).to_contain_text("needs a predicted assessment start")


def test_a_text_is_undone_and_done_again(priya, tracker, stored):
	priya.at(ADA, "progress").type("The aunt is willing").press("Enter")
	priya.all_saved()
	priya.press("Control+z")
	expect(priya.cell(ADA, "progress")).to_have_text("")
	priya.all_saved()
	priya.press("Control+y")
	expect(priya.cell(ADA, "progress")).to_have_text("The aunt is willing")
	priya.all_saved()
	assert stored(PLAN, tracker.plans[ADA], "progress") == "The aunt is willing"


def test_one_copied_cell_fills_those_below(priya, tracker, stored):
	priya.at(ADA, START).type("+4w").press(
		"Enter", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d"
	)
	priya.all_saved()
	assert {stored(PLAN, plan, START) for plan in tracker.plans.values()} == {add_days(nowdate(), 28)}


def test_what_is_copied_is_what_a_spreadsheet_takes(priya):
	priya.at(ADA, "progress").type("=1+1").press("Enter", "ArrowUp", "Shift+ArrowLeft", "Control+c")
	expect(priya.told).to_contain_text("Copied.")
	assert priya.page.evaluate("navigator.clipboard.readText()") == "\t'=1+1"


def test_what_nobody_types_is_left_out_of_a_paste_and_told(priya, tracker, stored):
	priya.at(ADA, "times_moved").paste("7\t12/3/2099")
	expect(priya.told).to_contain_text("1 left out: nobody types there.")
	expect(priya.cell(ADA, "times_moved")).to_have_text("0")


def test_a_text_that_is_no_date_stays_and_says_what_to_write(priya, tracker, stored):
	priya.at(ADA, START).type("soon").press("Tab", "ArrowLeft")
	expect(priya.cell(ADA, START)).to_have_text("soon")
	expect(priya.told).to_contain_text("This is not a date.")
	priya.page.get_by_role("button", name="All Data").click()
	expect(priya.told).to_contain_text("Decide about them first")
	priya.at(ADA, START).choose("leave")
	expect(priya.cell(ADA, START)).to_have_text("No date yet")
	assert stored(PLAN, tracker.plans[ADA], START) == ""


def test_what_the_form_refuses_is_refused_here_with_its_reason(priya, tracker):
	priya.at(ADA, "actual_start").type("+3w").press("Enter", "ArrowUp")
	expect(priya.told).to_contain_text("in the future")
	priya.choose("leave")
	expect(priya.cell(ADA, "actual_start")).to_have_text("")


def test_nobody_predicts_by_mistake_a_start_that_has_happened(priya, tracker, stored):
	priya.at(ADA, "actual_start").type(typed(in_days(-5))).press("Enter")
	priya.all_saved()
	priya.at(ADA, START).type("+6w").press("Enter", "ArrowUp")
	expect(priya.told).to_contain_text("Did you mean the finish?")
	priya.choose("finish")
	priya.all_saved()
	assert stored(PLAN, tracker.plans[ADA], "predicted_finish") == add_days(nowdate(), 42)
	assert stored(PLAN, tracker.plans[ADA], START) == ""


def test_what_another_person_saves_shows_with_the_name_and_leaves_the_typing_alone(priya, tom):
	tom.at(BEN, "progress").type("The tenancy ends in")
	priya.at(ADA, "progress").type("The aunt is willing").press("Enter")
	priya.all_saved()
	changed = tom.cell(ADA, "progress")
	expect(changed).to_have_text("The aunt is willing")
	expect(changed).to_have_attribute("title", "priya changed this")
	tom.type(" May").press("Enter")
	tom.all_saved()
	expect(priya.cell(BEN, "progress")).to_have_text("The tenancy ends in May")


def test_two_who_type_in_one_cell_decide_and_neither_is_lost(priya, tom, tracker, stored):
	tom.at(ADA, "progress").type("Mother agrees")
	priya.at(ADA, "progress").type("The aunt is willing").press("Enter")
	priya.all_saved()
	tom.press("Enter", "ArrowUp")
	expect(tom.told).to_contain_text("saved “The aunt is willing” here while you were writing")
	assert stored(PLAN, tracker.plans[ADA], "progress") == "The aunt is willing"
	tom.choose("mine")
	tom.all_saved()
	expect(priya.cell(ADA, "progress")).to_have_text("Mother agrees")


def test_what_is_typed_while_the_line_is_down_is_kept_and_sent(priya, tracker, stored):
	priya.page.context.set_offline(True)
	priya.at(ADA, "progress").type("The aunt is willing").press("Enter", "ArrowUp")
	expect(priya.told).to_contain_text("kept here and sent again")
	priya.page.context.set_offline(False)
	priya.all_saved()
	assert stored(PLAN, tracker.plans[ADA], "progress") == "The aunt is willing"


def test_the_names_stay_in_sight_and_the_rows_are_found(priya):
	name = priya.row(ADA).locator(".tabulator-frozen")
	priya.at(ADA, "child_name").press("End")
	priya.page.evaluate("document.querySelector('.tabulator-tableholder').scrollLeft = 2000")
	expect(priya.cell(ADA, "late")).to_be_in_viewport()
	expect(name).to_be_in_viewport()
	priya.page.get_by_label("Find on this sheet").fill("oak")
	expect(priya.page.locator(".tg-table .tabulator-row")).to_have_count(1)
	expect(priya.page.locator(".tg-count")).to_have_text("Rows: 1 of 3")


def test_the_sheet_of_children_takes_a_decision_with_its_reason(open_grid, tracker, stored):
	priya = open_grid(tracker.coordinator, "All Data")
	priya.at(ADA, "potential").press("Enter")
	priya.page.locator("select.tg-entry").select_option("Uncertain")
	priya.press("Tab").type("Her aunt is thinking about it").press("Tab")
	priya.all_saved()
	child = stored(PLAN, tracker.plans[ADA], "child")
	assert stored("Child", child, "potential") == "Uncertain"
	assert stored("Child", child, "potential_rationale") == "Her aunt is thinking about it"


def test_a_screen_reader_hears_the_cell(priya):
	priya.at(ADA, START)
	expect(priya.page.get_by_role("status", name="Selected cell")).to_contain_text("Ada Elm: Predicted start")
	grid = priya.page.locator(".tg-table [role=grid]")
	expect(grid).to_be_focused()
	expect(grid).to_have_attribute(
		"aria-activedescendant", priya.cell(ADA, START).get_attribute("id") or "none"
	)
