"""Merging two records of one child: nothing is lost, and a person chooses if both have a value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppoc.children.duplicates.merging import ChildRecord, LinkedRecord, plan_merge

pytestmark = pytest.mark.requirement("X2.6")


def record(name: str = "CH-1", **overrides: Any) -> ChildRecord:
	values = {"first_name": "Tamsin", "upn": "", "date_of_birth": date(2014, 5, 14)}
	return ChildRecord(**{"name": name, "values": values, **overrides})


def plan(route: str, name: str, child: str, status: str = "Prioritised") -> LinkedRecord:
	return LinkedRecord("Permanence Plan", name, child, {"route": route, "status": status})


def episode(name: str, child: str, started: str = "2020-01-01", status: str = "C2") -> LinkedRecord:
	return LinkedRecord(
		"Care Episode", name, child, {"started_on": started, "legal_status": status}, may_collapse=True
	)


def test_what_only_the_other_record_says_is_taken_and_equal_fields_are_passed_over():
	merge = plan_merge(record(), record("CH-2", values={"first_name": "Tamsin", "upn": "H1", "team": ""}), [])
	assert [(one.field, one.choice_needed) for one in merge.fields] == [("upn", False)]
	assert merge.values_with({}) == {"upn": "H1"}


def test_where_both_say_something_a_person_chooses():
	merge = plan_merge(record(), record("CH-2", values={"first_name": "Tasmin"}), [])
	with pytest.raises(ValueError, match="first_name"):
		merge.values_with({})
	with pytest.raises(ValueError, match="first_name"):
		merge.values_with({"first_name": "both"})
	assert merge.values_with({"first_name": "kept"}) == {}
	assert merge.values_with({"first_name": "other"}) == {"first_name": "Tasmin"}


def test_rows_of_child_tables_are_added_once():
	mine = {"workers": [{"worker": "W-1", "part": ""}]}
	theirs = {"workers": [{"worker": "W-1", "part": None}, {"worker": "W-2", "part": "school"}]}
	merge = plan_merge(record(rows=mine), record("CH-2", rows=theirs), [])
	assert merge.added_rows == {"workers": [{"worker": "W-2", "part": "school"}]}


def test_everything_linked_to_the_other_record_moves():
	mine = LinkedRecord("Case Note", "CN-1", "CH-1", {"note": "a"})
	theirs = LinkedRecord("Case Note", "CN-2", "CH-2", {"note": "a"})
	merge = plan_merge(record(), record("CH-2"), [mine, theirs])
	assert merge.moved == [theirs]
	assert merge.collapsed == []


def test_equal_episodes_collapse_one_for_one():
	links = [
		episode("E1", "CH-1"),
		episode("E2", "CH-2"),
		episode("E3", "CH-2"),
		episode("E4", "CH-2", status="V2"),
	]
	merge = plan_merge(record(), record("CH-2"), links)
	assert [(one.name, other.name) for one, other in merge.collapsed] == [("E2", "E1")]
	assert [one.name for one in merge.moved] == ["E3", "E4"]


def test_open_plans_of_the_same_route_become_one():
	links = [
		plan("SGO", "P1", "CH-1"),
		plan("RU", "P2", "CH-1"),
		plan("SGO", "P3", "CH-2"),
		plan("Adoption", "P4", "CH-2"),
	]
	merge = plan_merge(record(), record("CH-2"), links)
	assert [(other.name, kept.name) for other, kept in merge.plans] == [("P3", "P1")]
	assert [one.name for one in merge.moved] == ["P3", "P4"]


def test_ended_plans_of_the_same_route_stand_side_by_side():
	links = [plan("SGO", "P1", "CH-1", "No longer prioritised"), plan("SGO", "P2", "CH-2")]
	assert plan_merge(record(), record("CH-2"), links).plans == []


def discussion(child: str, meeting: str, status: str) -> LinkedRecord:
	return LinkedRecord(
		"Meeting Discussion", f"MD-{child}", child, {"meeting": meeting, "meeting_status": status}
	)


def test_a_child_twice_on_the_agenda_of_an_open_meeting_is_refused():
	links = [discussion("CH-1", "MTG-7", "Planned"), discussion("CH-2", "MTG-7", "Planned")]
	(refusal,) = plan_merge(record(), record("CH-2"), links).refusals
	assert "MTG-7" in refusal


@pytest.mark.parametrize(
	"links",
	[
		[discussion("CH-1", "MTG-7", "Notes issued"), discussion("CH-2", "MTG-7", "Notes issued")],
		[discussion("CH-1", "MTG-7", "Planned"), discussion("CH-2", "MTG-8", "Planned")],
	],
)
def test_past_meetings_and_different_ones_are_no_hindrance(links: list[LinkedRecord]):
	assert plan_merge(record(), record("CH-2"), links).refusals == []


def test_a_record_merged_already_and_a_record_with_itself_are_refused():
	assert (
		"merged into CH-9 already" in plan_merge(record(), record("CH-2", merged_into="CH-9"), []).refusals[0]
	)
	assert "with itself" in plan_merge(record(), record(), []).refusals[0]


def test_a_restriction_stays_and_never_reaches_further_people():
	restricted = record("CH-2", restricted=True, allowed=frozenset({"a@example.invalid"}))
	merge = plan_merge(record(allowed=frozenset({"b@example.invalid"})), restricted, [])
	assert merge.restricted
	assert merge.allowed == {"a@example.invalid"}


def test_two_restrictions_to_different_people_are_refused():
	one = record(restricted=True, allowed=frozenset({"a@example.invalid"}))
	other = record("CH-2", restricted=True, allowed=frozenset({"b@example.invalid"}))
	assert len(plan_merge(one, other, []).refusals) == 1
	same = record("CH-2", restricted=True, allowed=one.allowed)
	assert plan_merge(one, same, []).refusals == []
