"""A meeting with a record template on the screen: its sections, types of answers, and two people on one child."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import expect

from ppoc.tests.factories import discussion_of, grant, make_child, make_forum, make_meeting, make_team
from ppoc.tests.meetings.records.test_structured_records import make_query, make_template

pytestmark = pytest.mark.browser


@pytest.fixture
def panel(coordinator, manager, committed):
	team = make_team()
	for user in (coordinator, manager):
		grant(user, team.locality)
	child = make_child(team=team.name, care_started_on="2024-03-01")
	item = {"title": "Children", "minutes": 30, "purpose": "Record", "agenda_query": make_query().name}
	forum = make_forum(agenda_items=[{**item, "record_template": make_template().name}])
	meeting = make_meeting(forum=forum.name, team=team.name)
	frappe.db.commit()
	return meeting.name, child.name


def answer_field(screen, question):
	return (
		screen.page.locator(".ms-answers .ms-field", has_text=question)
		.locator("input, textarea, select")
		.first
	)


def said(meeting, child):
	frappe.db.rollback()
	return {row.question_key: row.answer for row in discussion_of(meeting, child).answers}


@pytest.mark.requirement("S2.2")
@pytest.mark.requirement("X2.5")
def test_sections_are_drawn_and_two_people_fill_them_in_at_once(panel, open_screen, coordinator, manager):
	meeting, child = panel
	one, other = open_screen(coordinator, meeting), open_screen(manager, meeting)
	heads = one.page.locator(".ms-answers > .ms-section-head")
	expect(heads).to_have_text(["Situation", "Plan", "Agreed"])
	expect(answer_field(one, "Entry to care")).to_have_value(
		"Entered care: 01/03/2024\nLegal status: Full care order (C2)"
	)

	answer_field(one, "What is the situation?").fill("Lives with the aunt.")
	answer_field(other, "What is recommended?").fill("Go on.")
	answer_field(one, "Were the child's views heard?").select_option("Yes")
	for screen in (one, other):
		screen.press("Tab")
		screen.all_saved()

	assert said(meeting, child) | {"care": ""} == {
		"situation": "Lives with the aunt.", "care": "", "plan": None, "parallel": None, "done": None,
		"recommendation": "Go on.", "review_on": None, "views": "Yes",
	}  # fmt: skip
	expect(answer_field(other, "What is the situation?")).to_have_value(
		"Lives with the aunt.", timeout=20_000
	)
	assert one.errors == other.errors == []


@pytest.mark.requirement("X2.5")
def test_the_same_answer_typed_twice_keeps_both_texts(panel, open_screen, coordinator, manager):
	meeting, child = panel
	one, other = open_screen(coordinator, meeting), open_screen(manager, meeting)
	other.page.context.set_offline(True)
	answer_field(one, "What is recommended?").fill("Go on.")
	one.press("Tab")
	one.all_saved()
	answer_field(other, "What is recommended?").fill("Stop.")
	other.press("Tab")
	other.page.context.set_offline(False)

	expect(other.page.locator(".ms-clash")).to_contain_text("Go on.", timeout=20_000)
	expect(answer_field(other, "What is recommended?")).to_have_value("Stop.")
	assert said(meeting, child)["recommendation"] == "Go on."
