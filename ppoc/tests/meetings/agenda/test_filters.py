"""The filters of an agenda query: which are accepted, and with which messages others are refused."""

from __future__ import annotations

import pytest

from ppoc.meetings.agenda.filters import Filter, FilterFault, check_order, fill_in, parse

FIELDS = {"potential": "Select", "joined_team_on": "Date", "for_panel": "Check", "workers": "Table"}


def test_rows_are_read_as_conditions():
	text = '[["potential", "in", ["Uncertain"]], ["for_panel", "=", 1]]'
	assert parse(text, FIELDS) == [Filter("potential", "in", ["Uncertain"]), Filter("for_panel", "=", 1)]


@pytest.mark.parametrize(
	("text", "words"),
	[
		("[[", "not valid JSON"),
		('{"potential": 1}', "Write a list"),
		('[["potential", "="]]', "Row 1: write [field, operator, value]"),
		('[["for_panel", "=", 1], ["colour", "=", 1]]', "Row 2: the record has no field “colour”"),
		('[["workers", "=", 1]]', "no field “workers” that can be compared"),
		('[["potential", "or 1=1", 1]]', "“or 1=1” is not an operator"),
		('[["potential", "in", "Uncertain"]]', "needs a list"),
		('[["potential", "in", []]]', "at least one value"),
		('[["potential", "=", ["a"]]]', "takes one value"),
		('[["potential", "is", "empty"]]', "“set” or “not set”"),
		('[["joined_team_on", ">=", "@yesterday"]]', "“@yesterday” is not known"),
		('[["joined_team_on", "between", ["@today"]]]', "a list of two"),
		('[["1=1) or (1", "=", 1]]', "no field “1=1) or (1”"),
		('[["potential", "=", {"a": 1}]]', "a value must be text"),
	],
)
def test_each_mistake_is_named(text, words):
	with pytest.raises(FilterFault) as fault:
		parse(text, FIELDS)
	assert words in str(fault.value)


EVENTS = {"Care Event": {"event_type": "Link", "event_date": "Date"}, "Permanence Plan": {"status": "Select"}}


@pytest.mark.parametrize(
	("text", "words"),
	[
		('[["Care Event", "=", "Left care"]]', "write [“Care Event”, “has” or “has no”, a list of filters]"),
		(
			'[["Care Event", "has", [["colour", "=", 1]]]]',
			"Row 1, Care Event: Row 1: the record has no field",
		),
		('[["Care Event", "has", [["Permanence Plan", "has", []]]]]', "has no field “Permanence Plan”"),
		('[["Care Event", "has open", ["Left care"]]]', "the events that begin it and those that end it"),
		('[["Care Event", "has open", [["Begun"], []]]]', "the events that begin it"),
		('[["Permanence Plan", "has open", [["a"], ["b"]]]]', "“has” or “has no”"),
		('[["User", "has", []]]', "no field “User”"),
	],
)
def test_a_mistake_about_other_records_of_the_child_is_named(text, words):
	with pytest.raises(FilterFault) as fault:
		parse(text, FIELDS, EVENTS)
	assert words in str(fault.value)


def test_tokens_inside_conditions_on_other_records_become_facts_too():
	text = '[["Care Event", "has no", [["event_date", ">=", "@last_meeting"]]]]'
	filters = fill_in(parse(text, FIELDS, EVENTS), {"@last_meeting": "2026-03-03"})
	assert filters == [Filter("Care Event", "has no", [Filter("event_date", ">=", "2026-03-03")])]


def test_tokens_become_the_facts_of_the_meeting():
	filters = parse('[["joined_team_on", "between", ["@last_meeting", "@today"]]]', FIELDS)
	facts = {"@last_meeting": "2026-03-03", "@today": "2026-03-17"}
	assert fill_in(filters, facts)[0].value == ["2026-03-03", "2026-03-17"]


def test_an_order_by_something_that_is_no_field_is_refused():
	check_order("joined_team_on", FIELDS)
	check_order("", FIELDS)
	with pytest.raises(FilterFault):
		check_order("joined_team_on desc; drop table", FIELDS)
