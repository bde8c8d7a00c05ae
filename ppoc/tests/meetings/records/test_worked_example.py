"""The worked example in docs/admin-guide.md: an admin sets up a forum that is in no source, without code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import freezegun
import pytest
from frappe.utils import add_days, nowdate

from ppoc.meetings.agenda.api import create_proposed
from ppoc.tests.factories import discussion_of, make_child, make_event, make_meeting, make_schedule, make_team

ROOT = Path(__file__).resolve().parents[4]
FORUM = "Education Permanence Circle"
USUAL = {"answer_type": "Long text", "entered": "In the meeting"}
FILTERS = [
	["looked_after", "=", 1],
	["Care Event", "has", [["event_type", "=", "Placement changed"], ["event_date", ">=", "@last_meeting"]]],
]
RECORDS: list[dict[str, Any]] = [
	{
		"doctype": "Agenda Query",
		"query_name": "School-age children in new placements",
		"subject": "Child",
		"filters": json.dumps(FILTERS),
		"ordered_by": "placement_since",
	},
	{
		"doctype": "Record Template",
		"template_name": "Education circle",
		"questions": [
			{**USUAL, "section": "School", "question_key": "school", "question": "Which school, and since when?",
			 "prefill": "Last answer", "entered": "Before the meeting"},
			{**USUAL, "section": "School", "question_key": "travel", "question": "Minutes to school",
			 "answer_type": "Number"},
			{**USUAL, "section": "Agreed", "question_key": "agreed", "question": "What will keep the school place?",
			 "required": 1},
		],
	},
	{"doctype": "Care Event Type", "event_type": "Education circle: discussed"},
	{
		"doctype": "Forum",
		"forum_name": FORUM,
		"held_by": "Team",
		"every": "Week",
		"interval": 3,
		"duration_minutes": 60,
		"slot_minutes": 10,
		"members": [
			{"role": "Team Manager", "chair": 1},
			{"post": "Virtual school"},
			{"role": "Social Worker", "attends": "For their own children"},
			{"post": "Educational psychologist", "attends": "For these items", "items": "Children who moved"},
		],
		"agenda_items": [
			{"title": "Children who moved", "minutes": 50, "purpose": "Record",
			 "agenda_query": "School-age children in new placements", "record_template": "Education circle"},
			{"title": "Any other business", "minutes": 10, "purpose": "Talk"},
		],
		"papers": [{"document": "Education plan", "due_days": 3, "prepared_by": "Social Worker"}],
		"notes_due_days": 2,
		"agenda_print_format": "Meeting Agenda",
		"notes_print_format": "Meeting Minutes",
		"event_type": "Education circle: discussed",
	},
]  # fmt: skip


@pytest.fixture
def circle(site: None, user_with: Any, set_user: Any) -> Iterator[None]:
	"""Does what the guide says, as a user with only the administrator's role."""
	with freezegun.freeze_time("2026-03-10 09:00:00.5"):
		set_user(user_with("PPOC Administrator"))
		for record in RECORDS:
			frappe.get_doc(record).insert()
		set_user("Administrator")
		yield


@pytest.mark.requirement("F2.2")
def test_a_forum_that_no_source_has_sits_asks_closes_and_prints(circle: None) -> None:
	team = make_team()
	moved, settled = make_child(team=team.name), make_child(team=team.name)
	make_event(moved.name, "Placement changed", add_days(nowdate(), -3))
	schedule = make_schedule(forum=FORUM, team=team.name)

	names = create_proposed(schedule=schedule.name, weeks=7)
	days = [str(frappe.db.get_value("Meeting", name, "meeting_date")) for name in names]
	assert days == ["2026-03-10", "2026-03-31", "2026-04-21"]

	meeting = frappe.get_doc("Meeting", names[0])
	meeting.status = "Planned"
	meeting.save()
	assert frappe.get_all("Meeting Discussion", {"meeting": meeting.name}, pluck="child") == [moved.name]
	talk = discussion_of(meeting.name, moved.name)
	for row in talk.answers:
		row.answer = {"school": "Elm Road, since 2024", "agreed": "A taxi until July"}.get(row.question_key)
	talk.state = "Done"
	talk.save()
	html = frappe.get_print("Meeting", meeting.name, "Meeting Minutes")
	meeting.reload()
	meeting.status = "Held"
	meeting.save()

	assert "A taxi until July" in html
	assert "Minutes to school" not in html
	assert frappe.db.exists("Care Event", {"child": moved.name, "event_type": "Education circle: discussed"})
	make_event(moved.name, "Placement changed", nowdate())
	after = make_meeting(forum=FORUM, team=team.name, meeting_date=add_days(nowdate(), 7))
	begun = {row.question_key: row.answer for row in discussion_of(after.name, moved.name).answers}
	assert begun == {"school": "Elm Road, since 2024", "travel": None, "agreed": None}
	assert settled.name not in frappe.get_all("Meeting Discussion", {"meeting": after.name}, pluck="child")


def test_the_guide_says_what_this_test_does() -> None:
	page = (ROOT / "docs" / "admin-guide.md").read_text()
	section = page.split("### A forum of your own")[1].split("\n## ")[0]
	template, forum = RECORDS[1], RECORDS[3]
	words = [json.dumps(FILTERS), *(q["question"] for q in template["questions"]), forum["forum_name"]]
	words += [item["title"] for item in forum["agenda_items"]]
	assert [word for word in words if word not in section] == []


def test_the_table_of_forums_in_the_docs_is_fresh() -> None:
	command = [sys.executable, str(ROOT / "docs" / "forum_table.py"), "--check"]
	assert subprocess.run(command, check=False).returncode == 0, "run python3 docs/forum_table.py"
