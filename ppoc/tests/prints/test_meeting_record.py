"""What a meeting's papers say, built from plain rows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from ppoc.meetings.papers.meeting_record import ChildEntry, MeetingRecord, MeetingRows, compose

MEETING = {
	"name": "ME-1",
	"meeting_date": date(2026, 3, 10),
	"start_time": time(10, 0),
	"next_meeting_date": date(2026, 4, 7),
}
AGENDA = [
	{"title": "Dashboard", "purpose": "Talk", "minutes": 10, "item_key": "a", "guidance": "One?\n\nTwo?"},
	{"title": "Children", "purpose": "Progress plan", "minutes": 30, "item_key": "b"},
	{"title": "No potential", "purpose": "Challenge", "minutes": 15, "item_key": "c"},
]


def said(child, key="b", purpose="Progress plan", **values: Any) -> dict:
	return {"child": child, "item_key": key, "purpose": purpose, "plan": f"PL-{child}", **values}


def record(**rows: Any) -> MeetingRecord:
	given = {
		"discussions": [said("CH-1")],
		"children": {"CH-1": {"name": "CH-1", "full_name": "Ada Elm", "date_of_birth": date(2016, 3, 11)}},
		"plans": {"PL-CH-1": {"name": "PL-CH-1", "route": "Special guardianship"}},
		"barriers": [],
		"set_actions": [],
		"reviewed_actions": [],
		"open_actions": [],
		"workers": {"W-1": "Sal Worrick"},
	}
	return compose(MEETING, AGENDA, MeetingRows(**{**given, **rows}))


def entry(**rows: Any) -> ChildEntry:
	return record(**rows).children("Progress plan", "Challenge")[0]


@pytest.mark.requirement("P3.2")
def test_items_start_one_after_the_other():
	assert [item.starts_at for item in record().items] == [time(10, 0), time(10, 10), time(10, 40)]
	assert record().items[0].guidance == ("One?", "Two?")


@pytest.mark.requirement("X4.4")
def test_a_child_closed_to_the_reader_has_no_place_and_no_number():
	items = record(discussions=[said("CH-1"), said("CH-2")]).items

	assert [e.name for item in items for e in item.children] == ["Ada Elm"]


def test_an_action_of_a_closed_child_is_not_among_those_due():
	action = {
		"child": "CH-2",
		"what": "Call",
		"action_owner": "W-1",
		"due_on": date(2026, 3, 20),
		"status": "Open",
	}

	assert record(set_actions=[action]).due_by_next == []


@pytest.mark.requirement("P3.3")
def test_the_deadline_is_the_one_said_else_the_first_of_the_open_actions():
	actions = [
		{"child": "CH-1", "what": "Call", "due_on": date(2026, 3, 25), "status": "Open"},
		{"child": "CH-1", "what": "Write", "due_on": date(2026, 3, 20), "status": "Open"},
		{"child": "CH-1", "what": "Done", "due_on": date(2026, 3, 1), "status": "Done"},
	]

	assert entry(set_actions=actions).deadline == date(2026, 3, 20)
	as_said = said("CH-1", deadline=date(2026, 5, 1))
	assert entry(set_actions=actions, discussions=[as_said]).deadline == date(2026, 5, 1)
	assert entry().deadline is None


def test_barriers_are_those_said_and_those_that_stood_on_the_day_each_once():
	barriers = [
		{"parent": "PL-CH-1", "category": "Court", "detail": "Hearing moved", "raised_on": date(2026, 3, 10)},
		{"parent": "PL-CH-1", "category": "Housing", "raised_on": date(2026, 1, 1)},
		{
			"parent": "PL-CH-1",
			"category": "Old",
			"raised_on": date(2026, 1, 1),
			"resolved_on": date(2026, 2, 1),
		},
		{"parent": "PL-CH-1", "category": "Later", "raised_on": date(2026, 6, 1)},
		{"parent": "PL-OTHER", "category": "Other"},
	]
	discussion = said("CH-1", barrier_category="Court", barriers="Hearing moved")

	assert entry(barriers=barriers, discussions=[discussion]).barriers == ("Court: Hearing moved", "Housing")


@pytest.mark.requirement("P2.7")
def test_a_review_is_printed_with_what_it_said():
	reviewed = {"child": "CH-1", "what": "Call", "review_outcome": "Moved", "review_note": "Away"}

	assert entry(reviewed_actions=[reviewed]).earlier[0].review == "Moved: Away"


@pytest.mark.requirement("P2.5")
def test_due_by_the_next_meeting_comes_earliest_first_and_leaves_later_ones_out():
	actions = [
		{"child": "CH-1", "what": "Later", "due_on": date(2026, 5, 1), "status": "Open"},
		{"child": "CH-1", "what": "Second", "due_on": date(2026, 4, 7), "status": "Open"},
		{"child": "CH-1", "what": "First", "due_on": date(2026, 3, 20), "status": "Open"},
	]

	assert [action.what for action in record(set_actions=actions).due_by_next] == ["First", "Second"]


def test_age_is_that_on_the_day_of_the_meeting():
	ages = []
	for born in (date(2016, 3, 10), date(2016, 3, 11)):
		child = {"name": "CH-1", "full_name": "Ada Elm", "date_of_birth": born}
		ages.append(entry(children={"CH-1": child}).age)
	assert ages == [10, 9]


@pytest.mark.requirement("D2.2")
def test_what_was_agreed_along_with_a_request_stands_below_it():
	asked = [
		{"name": "PD-1", "child": "CH-1", "request_type": "Legal planning meeting", "decision": "Agreed"},
		{"name": "PD-2", "child": "CH-1", "request_type": "Specific resource"},
		{"name": "PD-3", "child": "CH-1", "request_type": "Issue of proceedings", "agreed_with": "PD-1"},
		{"name": "PD-4", "child": "CH-2", "request_type": "External provider"},
	]
	lines = [(line.request_type, line.agreed_with) for line in entry(requests=asked).requests]
	assert lines == [
		("Legal planning meeting", ""),
		("Issue of proceedings", "Legal planning meeting"),
		("Specific resource", ""),
	]


@pytest.mark.requirement("P2.7")
def test_an_action_that_nobody_reviewed_is_not_among_the_reviewed_ones():
	waiting = {"child": "CH-1", "what": "Call the aunt", "status": "Open"}

	found = entry(unreviewed_actions=[waiting])

	assert [line.what for line in found.unreviewed] == ["Call the aunt"]
	assert found.earlier == ()


def change(was: date | None, became: date | None, on: datetime, meeting: str | None = None) -> dict:
	return {
		"parent": "PL-CH-1",
		"date_field": "Predicted start",
		"was": was,
		"became": became,
		"changed_on": on,
		"meeting": meeting,
	}


AUTUMN, WINTER, SPRING = date(2026, 10, 1), date(2026, 12, 1), date(2027, 1, 15)
BEFORE, DURING, AFTER = datetime(2026, 2, 1, 9), datetime(2026, 3, 10, 10), datetime(2026, 4, 2, 9)


def predicted(changes: list[dict], now: date | None = SPRING, **plan: Any) -> tuple:
	plans = {"PL-CH-1": {"name": "PL-CH-1", "predicted_start": now, **plan}}
	line = entry(plans=plans, changes=changes).predictions[0]
	return line.predicted, line.was, line.changed


@pytest.mark.requirement("P2.3")
def test_a_prediction_is_printed_with_what_it_was_before_the_meeting():
	earlier = change(None, AUTUMN, BEFORE)
	assert predicted([earlier], AUTUMN) == (AUTUMN, None, False)
	assert predicted([earlier, change(AUTUMN, SPRING, DURING, "ME-1")]) == (SPRING, AUTUMN, True)
	twice = [change(AUTUMN, WINTER, DURING, "ME-1"), change(WINTER, SPRING, DURING, "ME-1")]
	assert predicted(twice) == (SPRING, AUTUMN, True)
	assert predicted([change(AUTUMN, SPRING, DURING)]) == (SPRING, AUTUMN, True), "typed on its form that day"
	assert predicted([change(None, SPRING, DURING, "ME-1")]) == (SPRING, None, True)
	there_and_back = [change(SPRING, WINTER, DURING, "ME-1"), change(WINTER, SPRING, DURING, "ME-1")]
	assert predicted(there_and_back) == (SPRING, SPRING, False)


def test_notes_that_are_printed_later_say_what_the_meeting_said():
	moved_since = change(WINTER, SPRING, AFTER, "ME-2")
	assert predicted([change(AUTUMN, WINTER, DURING, "ME-1"), moved_since]) == (WINTER, AUTUMN, True)
	assert predicted([moved_since]) == (WINTER, None, False)
	begun_since = entry(plans={"PL-CH-1": {"name": "PL-CH-1", "actual_start": date(2026, 4, 1)}})
	assert begun_since.predictions[0].actual is None
	begun = entry(plans={"PL-CH-1": {"name": "PL-CH-1", "actual_start": date(2026, 3, 1)}})
	assert begun.predictions[0].actual == date(2026, 3, 1)


@pytest.mark.requirement("P2.1")
def test_an_item_begins_with_its_first_child():
	late = said("CH-1", slot_time=time(10, 25))

	starts = [item.starts_at for item in record(discussions=[late]).items]

	assert starts == [time(10, 0), time(10, 25), time(10, 55)]
