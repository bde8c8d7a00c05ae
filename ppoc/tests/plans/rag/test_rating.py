"""What makes a plan red or amber, and how it is worded, without a site."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ppoc.plans.rag.facts import facts_of
from ppoc.plans.rag.rating import (
	AMBER,
	GREEN,
	RED,
	Rated,
	RatingOverride,
	RatingRule,
	RatingRuleFault,
	check,
	rated,
)
from ppoc.timescales.conditions import parse
from ppoc.timescales.pack_rules import FOLDERS

TODAY = date(2026, 11, 23)
CORE = json.loads((FOLDERS / "core" / "rag_rule.json").read_text())
QUIET = {
	"status": "Prioritised", "plan_kind": "Primary", "predicted_start": date(2027, 2, 1), "predicted_finish": None,
	"actual_start": None, "actual_finish": None, "times_moved": 0, "prioritised_on": date(2026, 11, 2),
	"case_system_agrees": "Not checked", "date_of_birth": date(2018, 5, 1), "overdue_timescales": 0,
	"overdue_since": None, "open_barriers": 0, "barrier_since": None, "open_actions": 1, "overdue_actions": 0,
	"open_escalations": 0, "late_escalations": 0, "discussed_on": date(2026, 11, 16), "other_plan": 0,
	"social_worker": "WK-1",
}  # fmt: skip
"""A plan on its list that is on track."""


def core_rules(also: str = "") -> list[RatingRule]:
	rows = sorted(CORE, key=lambda row: row["position"])
	return [
		RatingRule(row["rule_name"], row["rating"], row["reason"], parse(row["conditions"]))
		for row in rows
		if row["enabled"] or row["rule_name"] == also
	]


def plan(**facts: Any) -> Rated:
	return rated(facts_of({**QUIET, **facts}, TODAY), core_rules())


def test_a_plan_that_is_as_it_should_be_is_green_and_needs_no_reason() -> None:
	assert plan() == Rated(GREEN, "")


@pytest.mark.requirement("D5.1")
@pytest.mark.parametrize(
	("facts", "rating", "reason"),
	[
		({"predicted_start": date(2026, 11, 22)}, AMBER, "(2026-11-22)"),
		({"predicted_start": date(2026, 11, 9)}, AMBER, "(2026-11-09)"),
		({"predicted_start": date(2026, 11, 8)}, RED, "two weeks"),
		({"predicted_start": TODAY}, GREEN, ""),
		({"predicted_start": None}, AMBER, "predicted start"),
		({"predicted_start": None, "prioritised_on": date(2026, 10, 25)}, RED, "four weeks"),
		({"times_moved": 2}, AMBER, "moved twice"),
		({"times_moved": 4}, RED, "moved 4 times"),
		({"open_escalations": 1}, AMBER, "a manager"),
		({"open_escalations": 2, "late_escalations": 1}, RED, "answer"),
		({"open_barriers": 1, "barrier_since": date(2026, 10, 12)}, AMBER, "2026-10-12"),
		({"open_barriers": 1, "barrier_since": date(2026, 10, 13)}, GREEN, ""),
		({"open_barriers": 1, "barrier_since": date(2026, 8, 31)}, RED, "2026-08-31"),
		({"overdue_timescales": 1, "overdue_since": date(2026, 11, 22)}, AMBER, "2026-11-22"),
		({"overdue_timescales": 1, "overdue_since": date(2026, 10, 25)}, RED, "2026-10-25"),
		({"overdue_actions": 2}, AMBER, ": 2."),
		({"open_actions": 0}, AMBER, "open action"),
		({"predicted_start": date(2026, 12, 21), "open_barriers": 1}, AMBER, "2026-12-21"),
		({"discussed_on": date(2026, 10, 11), "prioritised_on": date(2026, 10, 5)}, AMBER, "six weeks"),
		({"social_worker": None}, AMBER, "social worker"),
		({"other_plan": 0}, GREEN, ""),
	],
)
def test_what_presses_rates_a_plan_that_waits_to_start(
	facts: dict[str, Any], rating: str, reason: str
) -> None:
	found = plan(**facts)
	assert found.rating == rating
	assert reason in found.reason


@pytest.mark.requirement("D5.1")
def test_an_assessment_under_way_is_rated_by_its_finish_and_no_more_by_its_start() -> None:
	begun = {
		"status": "Assessment started", "actual_start": date(2026, 9, 1), "predicted_start": date(2026, 6, 1),
		"times_moved": 5, "open_actions": 0,
	}  # fmt: skip
	assert plan(**begun, predicted_finish=date(2026, 12, 1)).rating == GREEN
	assert plan(**begun, predicted_finish=date(2026, 11, 1)).rating == AMBER
	assert plan(**begun, predicted_finish=date(2026, 10, 1)).rating == RED
	assert plan(**begun, case_system_agrees="No").reason.count("case system") == 1


@pytest.mark.requirement("D5.1")
def test_all_that_presses_is_told_the_red_first() -> None:
	found = plan(overdue_actions=1, times_moved=3, predicted_start=date(2026, 11, 20))
	assert found.rating == RED
	assert [line.split(" ")[0] for line in found.reason.split("\n")] == ["The", "The", "Actions"]
	assert "moved 3 times" in found.reason.split("\n")[0]


def test_a_practice_that_asks_for_a_contingency_switches_its_rule_on() -> None:
	facts = facts_of(QUIET, TODAY)
	assert "contingency plan" in rated(facts, core_rules(also="No contingency")).reason
	assert rated({**facts, "other_plan": 1}, core_rules(also="No contingency")).rating == GREEN


@pytest.mark.requirement("D5.1")
def test_a_rating_by_hand_counts_and_what_the_rules_say_stays_in_sight() -> None:
	by_hand = RatingOverride(GREEN, date(2026, 12, 1), "Set by hand: the aunt moves in on Friday.")
	found = rated(facts_of({**QUIET, "times_moved": 3}, TODAY), core_rules(), by_hand)
	assert (found.rating, found.by_hand_until) == (GREEN, date(2026, 12, 1))
	assert found.reason.split("\n")[0] == "Set by hand: the aunt moves in on Friday."
	assert "moved 3 times" in found.reason


@pytest.mark.parametrize(
	("conditions", "reason", "fault"),
	[
		("[]", "So it is.", "every plan"),
		('[["hair","=","red"]]', "So it is.", "“hair”"),
		('[["times_moved",">",1]]', "Moved {often} times.", "“often”"),
	],
)
def test_a_rule_that_cannot_be_judged_is_refused(conditions: str, reason: str, fault: str) -> None:
	with pytest.raises(RatingRuleFault, match=fault):
		check(RatingRule("One", RED, reason, parse(conditions)), {"times_moved"})


def test_a_reason_takes_facts_and_nothing_else_from_between_braces() -> None:
	rule = RatingRule(
		"One", RED, "{times_moved} {times_moved.__class__} {0}", parse('[["times_moved",">",1]]')
	)
	assert rated({"times_moved": 2}, [rule]).reason == "2 {times_moved.__class__} {0}"
