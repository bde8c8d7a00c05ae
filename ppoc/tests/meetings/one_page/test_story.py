"""The child on one page, made from plain rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ppoc.meetings.one_page.story import MOST_LINES, OnePage, Part, Rows, heads, if_empty, one_page
from ppoc.messages import Message

pytestmark = pytest.mark.requirement("Z1")

TODAY = date(2026, 11, 30)
LAST = date(2026, 11, 9)
FORUM = "Mobilisation Meeting"
PLAN: dict[str, Any] = {
	"name": "PP-1",
	"route": "Special guardianship",
	"prioritised_on": date(2026, 3, 3),
	"predicted_start": date(2027, 1, 15),
}


def talk(**values: Any) -> dict[str, Any]:
	return {"meeting": "M-1", "meeting_date": LAST, "forum": FORUM, **values}


def moved(on: date, was: date | None, became: date | None, **values: Any) -> dict[str, Any]:
	row = {"parent": "PP-1", "date_field": "Predicted start", "meeting": None, "forum": "", **values}
	return {**row, "was": was, "became": became, "changed_on": datetime(on.year, on.month, on.day, 10)}


def page(last: dict[str, Any] | None = None, **rows: Any) -> OnePage:
	return one_page(Rows(last=last, **rows), TODAY)


def texts(part: Part) -> list[str]:
	return [str(line.text) for line in part.lines]


def test_it_begins_with_what_was_said_last_time_and_where():
	last = talk(
		progress="Grandmother was seen.",
		plan_decision="Carry on",
		answers=[{"question": "Home?", "answer": "Safe"}],
	)
	found = page(last)
	assert heads(found)["said"] == "Said last time (Mobilisation Meeting, 9 November 2026)"
	assert [(str(line.label), str(line.text)) for line in found.said.lines] == [
		("Progress", "Grandmother was seen."),
		("Decided", "Carry on"),
		("Home?", "Safe"),
	]


def test_what_people_typed_is_never_translated():
	text = page(talk(progress="Done")).said.lines[0].text
	assert isinstance(text, Message)
	assert text.translated(lambda text: text.replace("Done", "Fertig"), str) == "Done"


def test_only_what_happened_since_counts_as_changed_and_not_what_the_meeting_itself_did():
	event = {"event_type": "Review held", "details": None, "meeting": None}
	action = {
		"name": "A-1",
		"what": "Ring housing",
		"owner_name": "",
		"due_on": TODAY,
		"outcome": "Keys in May",
	}
	found = page(
		talk(),
		events=[
			{**event, "event_date": LAST + timedelta(days=3)},
			{**event, "event_date": LAST - timedelta(days=1), "event_type": "Placement changed"},
			{**event, "event_date": LAST, "event_type": "Discussed", "meeting": "M-1"},
		],
		actions=[
			{**action, "status": "Done", "closed_on": LAST + timedelta(days=8), "closed_in": None},
			{**action, "status": "Done", "closed_on": LAST, "closed_in": "M-1", "what": "Reviewed there"},
		],
		potentials=[{"decided_on": LAST + timedelta(days=1), "category": "Uncertain", "meeting": None}],
	)
	assert texts(found.changes) == [
		"Done: Ring housing. Keys in May",
		"Review held",
		"Potential: Uncertain",
	]
	assert heads(found)["changes"] == "Changed since then"


def test_an_empty_part_says_why():
	assert if_empty(page())["said"] == "No meeting has discussed this child yet."
	assert if_empty(page(talk()))["said"] == "Nothing was written down."


def test_a_child_whom_no_meeting_has_discussed_shows_the_last_twelve_weeks():
	event = {"event_type": "Review held", "details": "", "meeting": None}
	found = page(
		events=[
			{**event, "event_date": TODAY - timedelta(weeks=11)},
			{**event, "event_date": TODAY - timedelta(weeks=13)},
		]
	)
	assert not found.said.lines
	assert len(found.changes.lines) == 1
	assert heads(found)["changes"] == "Changed since 7 September 2026"


def test_what_is_overdue_comes_first_then_the_next_dates_of_every_kind_in_order():
	found = page(
		due=[
			{"name": "T-1", "duty": "Later reviews", "due_on": date(2027, 2, 1)},
			{"name": "T-2", "duty": "Care plan", "due_on": date(2026, 11, 20)},
		],
		sittings=[{"meeting": "M-2", "meeting_date": date(2026, 12, 7), "forum": FORUM}],
		events=[
			{
				"event_type": "Final hearing",
				"event_date": date(2027, 1, 9),
				"details": "Court 3",
				"meeting": None,
			}
		],
	)
	assert [(str(line.text), line.late) for line in found.coming.lines] == [
		("Care plan", True),
		("Mobilisation Meeting", False),
		("Final hearing: Court 3", False),
		("Later reviews", False),
	]


def test_the_predictions_are_told_as_one_story():
	moves = [
		moved(date(2026, 3, 12), None, date(2026, 9, 1)),
		moved(date(2026, 6, 4), date(2026, 9, 1), date(2026, 12, 1)),
		moved(date(2026, 10, 12), date(2026, 12, 1), date(2027, 1, 15), forum=FORUM),
	]
	found = page(talk(), plans=[PLAN], moves=moves)
	assert texts(found.story) == [
		"Special guardianship: on the list since 3 March 2026.",
		"The start was first predicted for 1 September 2026. It moved 2 times, last on 12 October 2026"
		" (Mobilisation Meeting). It is now predicted for 15 January 2027. That is 19 weeks later than at first.",
	]


@pytest.mark.parametrize(
	("plan", "moves", "said"),
	[
		({"predicted_start": None}, [], "No start is predicted yet."),
		(
			{"predicted_start": date(2026, 11, 2)},
			[moved(date(2026, 3, 12), None, date(2026, 11, 2))],
			"The start is predicted for 2 November 2026. That day has passed.",
		),
		(
			{"actual_start": date(2026, 11, 9)},
			[moved(date(2026, 3, 12), None, date(2026, 11, 2))],
			"The assessment started on 9 November 2026. That is a week later than at first.",
		),
		(
			{"predicted_start": date(2026, 12, 1)},
			[
				moved(date(2026, 3, 12), None, date(2027, 1, 5)),
				moved(date(2026, 6, 4), date(2027, 1, 5), date(2026, 12, 1)),
			],
			"The start was first predicted for 5 January 2027. It moved once, on 4 June 2026."
			" It is now predicted for 1 December 2026. That is 5 weeks earlier than at first.",
		),
	],
)
def test_each_turn_of_a_prediction_has_its_words(plan, moves, said):
	assert texts(page(talk(), plans=[{**PLAN, **plan}], moves=moves).story)[1:] == [said]


def test_the_page_stays_one_page():
	actions = [
		{
			"name": f"A-{day}",
			"what": f"Step {day}",
			"owner_name": "Ann Ash",
			"status": "Open",
			"due_on": TODAY + timedelta(days=day),
			"closed_on": None,
			"closed_in": None,
		}
		for day in range(MOST_LINES + 4)
	]
	found = page(actions=list(reversed(actions)))
	assert texts(found.actions)[0] == "Step 0 · Ann Ash"
	assert len(found.actions.lines) == MOST_LINES
	assert found.actions.more == 4


@pytest.mark.requirement("Y11")
def test_without_a_plan_the_last_reason_is_the_story():
	last = {"name": "DR-2", "reason": "The uncle is assessed.", "next_step": "Report by May."}
	first = {"name": "DR-1", "reason": "Nobody was asked.", "next_step": "Ask."}
	delays = [{**last, "written_on": date(2026, 3, 2)}, {**first, "written_on": date(2025, 9, 2)}]
	assert texts(page(delays=delays).story) == [
		"No plan is agreed, as written on 2 March 2026: The uncle is assessed.",
		"What will be done: Report by May.",
	]
	assert page(delays=delays).story.lines[0].record == ("Delay Reason", "DR-2")


def adult(name: str, standing: str, **values: Any) -> dict[str, Any]:
	row = {"name": name, "person_name": name, "relation": "Grandparent", "standing": standing}
	return {**row, "is_connection": False, "last_asked_on": None, "ask_again_on": None, **values}


@pytest.mark.requirement("Y3")
def test_the_adults_come_after_what_is_missing_and_those_who_are_ruled_out_last():
	gran = adult("Dorrit", "Could offer a home", is_connection=True, ask_again_on=TODAY - timedelta(days=1))
	friend = adult("Tilda", "Ruled out", relation="Former carer", ruled_out_why="No room")
	lines = page(people=[friend, gran]).people.lines
	assert [(str(line.text), line.late, line.alarming) for line in lines] == [
		("Nobody has been asked yet.", False, True),
		("Dorrit (Grandparent): Could offer a home; ask again on 29 November 2026", True, False),
		("Tilda (Former carer): Ruled out. No room", False, False),
	]
	assert [line.alarming for line in page(people=[friend]).people.lines[:1]] == [True]
	assert page(people=None).people.lines == ()
