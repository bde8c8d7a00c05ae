"""What is shown above each box: what was said last time, and what stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppoc.meetings.last_time import lines_for, moved_from

TALK = {"name": "T9", "plan": "P1", "purpose": "Challenge"}
NEW, OLD = date(2026, 3, 10), date(2026, 2, 10)


def said(day: date, **values: Any) -> dict[str, Any]:
	return {"plan": "P1", "meeting_date": day, "forum": "Identification Meeting", **values}


@pytest.mark.requirement("P1.3")
def test_the_last_words_and_the_reason_as_it_stands_are_shown():
	child = {
		"potential": "No potential",
		"potential_rationale": "The aunt withdrew",
		"potential_decided_on": OLD,
	}
	lines = lines_for(
		TALK, [said(NEW, review="Seen"), said(OLD, review="Not seen", progress="Going on")], child, None
	)
	assert [(line["kind"], line["text"]) for line in lines["rationale"]] == [("stands", "The aunt withdrew")]
	assert lines["head_of_service_view"][0]["text"] == "No potential"
	assert lines["review"] == [
		{"kind": "last", "text": "Seen", "on": str(NEW), "forum": "Identification Meeting"}
	]
	assert lines["progress"][0]["text"] == "Going on", "what a meeting left empty was said in the one before"


def test_what_was_said_and_still_stands_is_shown_once():
	child = {"potential_rationale": "The aunt  withdrew"}
	lines = lines_for(TALK, [said(NEW, rationale="The aunt withdrew")], child, {"progress": "Waiting"})
	assert [line["kind"] for line in lines["rationale"]] == ["still"]
	assert [line["kind"] for line in lines["progress"]] == ["stands"]


def test_what_was_said_about_another_plan_is_not_shown():
	lines = lines_for(
		TALK, [said(NEW, plan="P2", progress="Of the other plan", challenge="Ask again")], {}, None
	)
	assert "progress" not in lines
	assert lines["challenge"][0]["text"] == "Ask again"


def test_the_open_barriers_stand():
	plan = {"open_barriers": [{"category": "Other", "detail": "No room"}, {"category": "Carer's views"}]}
	assert lines_for(TALK, [], {}, plan)["barriers"][0]["text"] == "Other: No room; Carer's views"


def test_a_predicted_date_says_what_it_was():
	rows = [
		{"parent": "P1", "date_field": "Predicted start", "was": NEW, "changed_on": "2026-03-12 10:00:00"},
		{"parent": "P1", "date_field": "Predicted start", "was": OLD, "changed_on": "2026-02-12 10:00:00"},
	]
	assert moved_from(rows)["P1"]["predicted_start"][0]["text"] == str(NEW)
