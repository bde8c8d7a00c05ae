"""The forums of the packs: each sits, fills its agenda, and asks what its source lists."""

from __future__ import annotations

from typing import Any

import frappe
import freezegun
import pytest
from bs4 import BeautifulSoup
from frappe.utils import add_days, nowdate

from ppoc.imports.registry import KINDS, Order
from ppoc.meetings.agenda.api import add_child
from ppoc.meetings.api import meeting_screen_data
from ppoc.tests.factories import (
	discussion_of,
	make_action,
	make_child,
	make_event,
	make_meeting,
	make_plan,
	make_team,
	make_worker,
)
from ppoc.tests.imports.ssda903_factories import TODAY, episode, uploads
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

PACKS = {
	"planning_permanence_outside_of_care": ["Operational Leadership Check-in"],
	"permanency_planning_meetings": [
		"Initial Permanency Planning Meeting",
		"Monthly Permanency Planning Meeting",
		"Final Permanency Planning Meeting",
	],
	"permanence_panel_standards": [
		"Permanence Panel Part 1",
		"Permanence Panel Part 2",
		"Permanence Planning Meeting",
	],
	"permanence_planning_guidance": ["Permanence Planning Meeting"],
	"decision_making_forums": [
		"Multi-Agency Resource Panel",
		"Pre-Proceedings Tracking",
		"Court Tracking",
		"Permanency Tracking",
		"Placement Forum Part 1",
		"Placement Forum Part 2",
		"Placement Forum Part 3",
	],
}
EVERY_FORUM = [(pack, forum) for pack, forums in PACKS.items() for forum in forums]


@pytest.fixture
def team(site):
	with freezegun.freeze_time("2026-03-10 09:00:00.5"):
		yield make_team()


def brought(pack: str) -> None:
	apply_pack(read_pack(shipped_folder(pack)))


def sitting(forum: str, team, **values: Any):
	held_by = frappe.db.get_value("Forum", forum, "held_by")
	where = {"team": team.name} if held_by == "Team" else {"locality": team.locality}
	return make_meeting(forum=forum, **where, **values)


def listed(meeting) -> dict[str, str]:
	rows = frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, ["child", "agenda_item"])
	return {row.child: row.agenda_item for row in rows}


@pytest.mark.requirement("F2.2")
@pytest.mark.parametrize(("pack", "forum"), EVERY_FORUM)
def test_every_forum_of_a_pack_sits_and_every_child_of_its_agenda_is_asked_its_questions(team, pack, forum):
	brought(pack)
	child = make_child(team=team.name)

	meeting = sitting(forum, team)
	looking = [row for row in meeting.agenda if row.purpose != "Talk"]
	for row in looking:
		frappe.get_doc("Agenda Query", row.agenda_query).save()
		add_child_to(meeting, child, row)

	assert meeting.status == "Planned"
	for row in looking:
		talk = discussion_of(meeting.name, child.name, item_key=row.item_key)
		template = frappe.get_doc("Record Template", row.record_template)
		assert [answer.question_key for answer in talk.answers] == [
			q.question_key for q in template.questions
		]
	for name in (meeting.forum,):
		html = frappe.get_print(
			"Meeting", meeting.name, frappe.db.get_value("Forum", name, "notes_print_format")
		)
		assert child.full_name in html or not looking


def add_child_to(meeting, child, row) -> None:
	add_child(meeting.name, child.name, row.item_key)


@pytest.mark.parametrize("pack", PACKS)
def test_every_question_says_where_it_comes_from_and_every_forum_too(pack):
	records = [
		r for r in read_pack(shipped_folder(pack)).records if r["doctype"] in ("Forum", "Record Template")
	]

	assert records
	assert [r.get("forum_name") or r["template_name"] for r in records if not r.get("source")] == []
	asked = [q for r in records for q in r.get("questions", [])]
	assert [q["question"] for q in asked if not q.get("source")] == []


@pytest.mark.requirement("T4.1")
@pytest.mark.requirement("T2.1")
def test_planning_meetings_bring_in_the_children_whose_meeting_is_due(team):
	brought("permanency_planning_meetings")
	new, going_on, before_court, waiting = (make_child(team=team.name) for _ in range(4))
	make_event(new.name, "Entered care", add_days(nowdate(), -24))
	make_event(going_on.name, "Initial permanency planning meeting held", add_days(nowdate(), -28))
	make_event(before_court.name, "Final hearing", add_days(nowdate(), 15))
	make_event(waiting.name, "Entered care", nowdate())

	initial = sitting("Initial Permanency Planning Meeting", team)
	monthly = sitting("Monthly Permanency Planning Meeting", team)
	final = sitting("Final Permanency Planning Meeting", team)

	assert set(listed(initial)) == {new.name}
	assert listed(monthly)[going_on.name] == "Children whose meeting is due"
	assert set(listed(final)) == {before_court.name}
	assert frappe.db.get_value("Forum", monthly.forum, "event_type") == "Permanency planning meeting held"
	roles = {name: members_of(name) for name in (initial.forum, monthly.forum)}
	assert roles[initial.forum]["Legal Adviser"] == "Always"
	assert (
		roles[monthly.forum]["Legal Adviser"]
		== roles[monthly.forum]["Independent Reviewing Officer"]
		== "When asked"
	)


def members_of(forum: str) -> dict[str, str]:
	return {row.role or row.post: row.attends for row in frappe.get_doc("Forum", forum).members}


@pytest.mark.requirement("T5.1")
def test_a_child_without_contingency_or_parallel_plan_shows(team):
	brought("permanency_planning_meetings")
	without, single, double, home = (make_child(team=team.name) for _ in range(4))
	make_plan(child=single.name, plan_kind="Primary", status="Prioritised")
	make_plan(child=double.name, plan_kind="Primary", status="Prioritised")
	make_plan(child=double.name, plan_kind="Contingency", route="Adoption")
	home.looked_after = 0
	home.save()

	found = listed(sitting("Monthly Permanency Planning Meeting", team))

	assert found == dict.fromkeys(
		[without.name, single.name], "Children without a contingency or parallel plan"
	)


@pytest.mark.requirement("D1.1")
def test_the_panels_tracking_part_finds_children_without_a_plan(team):
	brought("permanence_panel_standards")
	without, planned = make_child(team=team.name), make_child(team=team.name)
	make_plan(child=planned.name)

	found = listed(sitting("Permanence Panel Part 2", team))

	assert found == {without.name: "Children without a permanence plan"}


@pytest.mark.requirement("D1.1")
def test_a_child_put_forward_for_the_panel_is_looked_at_once(team):
	brought("permanence_panel_standards")
	child = make_child(team=team.name, for_panel=1, for_panel_reason="May the plan change?")
	panel = sitting("Permanence Panel Part 1", team)
	assert listed(panel) == {child.name: "Progress and changes of plan"}
	talk = discussion_of(panel.name, child.name)
	for row in talk.answers:
		row.answer = "Yes, it may." if row.required else row.answer
	talk.update({"state": "Done"}).save()
	panel.reload()
	panel.update({"status": "Held"}).save()
	child.reload()
	assert (child.for_panel, child.for_panel_reason) == (0, None)
	assert listed(sitting("Permanence Panel Part 1", team)) == {}


@pytest.mark.requirement("D1.3")
def test_some_members_sit_only_in_the_panel_of_their_service(team):
	brought("permanence_panel_standards")
	forum = frappe.get_doc("Forum", "Permanence Panel Part 1")

	only = {row.post: row.services for row in forum.members if row.services and row.post}

	assert only["Lead health nurse"] == "Permanence and Transition"
	assert only["Team manager, adult social care"] == "Disabled Children"
	assert [(p.document, p.due_days, p.service) for p in forum.papers][:2] == [
		("Minutes of the permanence planning meeting", 2, None),
		("Minutes of the permanence planning meeting", 7, "Permanence and Transition"),
	]
	assert (forum.authorise_within_hours, forum.interval, forum.every) == (48, 1, "Week")


@pytest.mark.requirement("F1.2")
def test_pre_proceedings_and_court_tracking_find_their_children_until_it_ends(team):
	brought("decision_making_forums")
	early, court, over = (make_child(team=team.name) for _ in range(3))
	for child in (early, court, over):
		make_event(child.name, "Pre-proceedings begun", add_days(nowdate(), -60))
	for child in (court, over):
		make_event(child.name, "Proceedings issued", add_days(nowdate(), -30))
	make_event(over.name, "Proceedings ended", add_days(nowdate(), -5))

	assert set(listed(sitting("Pre-Proceedings Tracking", team))) == {early.name}
	assert set(listed(sitting("Court Tracking", team))) == {court.name}

	make_event(over.name, "Pre-proceedings begun", nowdate())
	assert set(listed(sitting("Pre-Proceedings Tracking", team))) == {early.name, over.name}


@pytest.mark.requirement("F1.3")
def test_permanency_tracking_invites_after_the_second_review_and_on_the_agreed_date(team):
	brought("decision_making_forums")
	once, twice, returning = (make_child(team=team.name) for _ in range(3))
	make_event(once.name, "Review held", add_days(nowdate(), -3))
	for days in (-95, -5):
		make_event(twice.name, "Review held", add_days(nowdate(), days))
	make_event(returning.name, "Return to permanency tracking due", add_days(nowdate(), 3))

	assert set(listed(sitting("Permanency Tracking", team))) == {twice.name, returning.name}


@pytest.mark.requirement("F1.4")
def test_placement_forum_1_sees_admissions_emergencies_matches_and_homeless_young_people(team):
	brought("decision_making_forums")
	last = sitting("Placement Forum Part 1", team, meeting_date=add_days(nowdate(), -7))
	frappe.db.set_value("Meeting", last.name, "status", "Held")
	admitted, emergency, matched, long_ago = (make_child(team=team.name) for _ in range(4))
	homeless = make_child(team=team.name, date_of_birth=add_days(nowdate(), -365 * 17))
	make_event(admitted.name, "Entered care", add_days(nowdate(), -2))
	make_event(emergency.name, "Emergency placement made", add_days(nowdate(), -3))
	make_event(matched.name, "Matched with long-term carers", add_days(nowdate(), -1))
	make_event(long_ago.name, "Entered care", add_days(nowdate(), -40))
	make_event(homeless.name, "Presented as homeless", add_days(nowdate(), -4))

	assert listed(sitting("Placement Forum Part 1", team)) == {
		admitted.name: "Admissions to care",
		emergency.name: "Emergency placements",
		matched.name: "Matches",
		homeless.name: "Young people of 16 and 17 presenting as homeless",
	}


@pytest.mark.requirement("F1.5")
def test_placement_forum_2_sees_residential_placements_and_writes_a_note_on_the_child(team):
	brought("decision_making_forums")
	residential = make_child(team=team.name, placement="K2")
	make_child(team=team.name, placement="U6")

	assert set(listed(sitting("Placement Forum Part 2", team))) == {residential.name}
	assert frappe.db.get_value("Forum", "Placement Forum Part 2", "writes_case_notes") == 1
	keys = {q.question_key for q in frappe.get_doc("Record Template", "Best care and value").questions}
	assert {"unmet", "gap"} <= keys


@pytest.mark.requirement("F1.5")
def test_placement_forum_2_lists_the_children_whom_a_return_says_to_be_in_a_home(team):
	brought("decision_making_forums")
	files = uploads(episodes=[episode("03/05/2025", PLACE="K2", PLACE_PROVIDER="PR4")])
	order = Order("SSDA903 return", files, "Administrator", TODAY, team.locality, team.name)
	KINDS["SSDA903 return"].prepare_order(order).write("IMP-test", lambda _done, _total: None)
	child = frappe.db.get_value("Child", {"child_id": "0001"}, ["name", "placement"])

	assert child[1] == "K2"
	assert child[0] in listed(sitting("Placement Forum Part 2", team))


@pytest.mark.requirement("F1.6")
def test_placement_forum_3_sees_a_tracked_placement_each_week_until_it_ends(team):
	brought("decision_making_forums")
	child = make_child(team=team.name)
	make_event(child.name, "Tracked placement begun", add_days(nowdate(), -2))
	forum = "Placement Forum Part 3"

	assert set(listed(sitting(forum, team))) == {child.name}
	make_event(child.name, "Placement Forum Part 3: discussed", nowdate())
	assert set(listed(sitting(forum, team, meeting_date=add_days(nowdate(), 7)))) == {child.name}
	make_event(child.name, "Tracked placement ended", nowdate())
	assert listed(sitting(forum, team, meeting_date=add_days(nowdate(), 14))) == {}


@pytest.mark.requirement("P4.1")
def test_the_leadership_check_in_prints_what_each_locality_expects_and_reviews_its_actions(team):
	far = make_team()
	for place, start in ((team, add_days(nowdate(), 10)), (far, add_days(nowdate(), -10))):
		child = make_child(team=place.name)
		plan = make_plan(child=child.name, status="Prioritised", predicted_start=start)
		plan.append("barriers", {"category": "Other", "raised_on": nowdate()})
		plan.save()
	forum = "Operational Leadership Check-in"
	last = sitting(forum, team, meeting_date=add_days(nowdate(), -28))
	action = make_action(set_in=last.name, what="Ask housing for two larger homes for the families waiting")

	meeting = sitting(forum, team)
	html = frappe.get_print("Meeting", meeting.name, "Meeting Minutes")
	rows = {
		cells[0]: cells[1:]
		for cells in (
			[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
			for row in soup(html).find_all("tr")
		)
		if cells[0] in (team.locality, far.locality)
	}
	assert rows[team.locality][:3] == ["1", "0", "0"]
	assert rows[far.locality][:2] == ["0", "1"]
	assert rows[far.locality][4] == "Other: 1"
	assert action.name in {row["name"] for row in meeting_screen_data(meeting.name)["actions"]}


def soup(html: str) -> BeautifulSoup:
	return BeautifulSoup(html, "html.parser")


@pytest.mark.requirement("F1.1")
def test_the_resource_panels_rules_of_booking_are_data(team):
	brought("decision_making_forums")
	forum = frappe.get_doc("Forum", "Multi-Agency Resource Panel")

	assert (forum.interval, forum.slot_minutes, forum.request_deadline_days) == (2, 15, 7)
	assert (forum.request_deadline_weekday, str(forum.request_deadline_time)) == ("Tuesday", "16:00:00")
	assert forum.takes_requests
	assert forum.approval_role
	assert [paper.document for paper in forum.papers][1:] == [
		"Updated case summary",
		"Genogram and chronology",
		"Most recent assessment",
		"Updated plan of the child",
	]


def places(pack: str, template: str) -> str:
	records = read_pack(shipped_folder(pack)).records
	found = next(r for r in records if r.get("template_name") == template)
	return " | ".join(question["source"] for question in found["questions"]) + " |"


NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
PLANNING, PANEL, FORUMS = (
	"permanency_planning_meetings",
	"permanence_panel_standards",
	"decision_making_forums",
)


@pytest.mark.parametrize(
	("pack", "template", "listed_in_source"),
	[
		pytest.param(
			PLANNING,
			"Initial permanency planning meeting",
			[f"6.2.1 ({n}) |" for n in NUMERALS],
			marks=pytest.mark.requirement("T4.1"),
		),
		pytest.param(
			PLANNING,
			"Monthly permanency planning meeting",
			[f"6.2.2 ({n}) |" for n in NUMERALS[:4]],
			marks=pytest.mark.requirement("T4.2"),
		),
		pytest.param(
			PLANNING,
			"Final permanency planning meeting",
			[f"6.2.3 ({n}) |" for n in NUMERALS[:5]],
			marks=pytest.mark.requirement("T4.3"),
		),
		# 7, the agreed actions and timescales, are the actions set in the meeting
		pytest.param(
			PANEL,
			"Permanence panel notes",
			[f"Agenda, {n} |" for n in (1, 2, 3, 4, 5, 6, 8)],
			marks=pytest.mark.requirement("D4.1"),
		),
		pytest.param(
			FORUMS,
			"Resource panel request",
			[f"what is required {n} |" for n in range(2, 8)],
			marks=pytest.mark.requirement("F1.1"),
		),
		pytest.param(
			FORUMS,
			"Tracked placement",
			[f"required {n} |" for n in range(1, 11)],
			marks=pytest.mark.requirement("F1.6"),
		),
	],
)
def test_each_item_that_a_source_lists_is_asked(pack, template, listed_in_source):
	asked = places(pack, template)

	assert [place for place in listed_in_source if place not in asked] == []


@pytest.mark.requirement("S2.1")
def test_the_guidances_planning_meeting_is_chaired_by_the_team_manager_with_the_people_it_names(team):
	brought("permanence_planning_guidance")
	forum = frappe.get_doc("Forum", "Permanence Planning Meeting")

	attends = members_of(forum.name)

	assert [row.role for row in forum.members if row.chair] == ["Team Manager"]
	assert attends["Permanence adviser"] == attends["Adoption agency"] == "Always"
	assert (
		attends["Virtual school"]
		== attends["Family links service"]
		== attends["Family finder"]
		== "When asked"
	)
	child = make_child(team=team.name, social_worker=make_worker().name)
	make_event(child.name, "Entered care", add_days(nowdate(), -10))
	meeting = sitting(forum.name, team)
	assert child.social_worker in {row.worker for row in meeting.attendees}
	assert meeting.chair == team.team_manager
