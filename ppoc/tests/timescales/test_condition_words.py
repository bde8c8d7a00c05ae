"""Conditions in words: what a colleague would say, for every operator."""

from __future__ import annotations

from typing import Any

import pytest

from ppoc.timescales.condition_words import conditions_words
from ppoc.timescales.conditions import OPERATORS
from ppoc.timescales.descriptions import one_of
from ppoc.timescales.models import Condition, Rule
from ppoc.timescales.pack_rules import all_pack_rules

pytestmark = pytest.mark.usefixtures("site")

LABELS = {"days_on_list": "Days on the list", "looked_after": "Looked after"}


def said(*conditions: tuple[str, str, Any]) -> str:
	return conditions_words([Condition(*one) for one in conditions], LABELS)


@pytest.mark.parametrize(
	("operator", "value", "words"),
	[
		("=", "North", "the team is “North”"),
		("!=", "North", "the team is not “North”"),
		("in", ["North", "South"], "the team is “North” or “South”"),
		("in", "North, South, Riverside", "the team is “North”, “South” or “Riverside”"),
		("in", ["North"], "the team is “North”"),
		("not in", ["North", "South"], "the team is not “North” or “South”"),
		("not in", ["North"], "the team is not “North”"),
		("like", "%Nor%", "the team contains “Nor”"),
		("not like", "Nor%", "the team does not contain “Nor”"),
		("is", "set", "the team is recorded"),
		("is", "not set", "the team is not recorded"),
		("=", "", "the team is not recorded"),
		("!=", "", "the team is recorded"),
		("in", ["North", ""], "the team is “North” or not recorded"),
		("in", [], "the team is one of an empty list"),
		("<", "North", "the team is less than “North”"),
	],
)
def test_a_fact_with_a_name_for_its_value(operator: str, value: Any, words: str) -> None:
	assert said(("team", operator, value)) == words


@pytest.mark.parametrize(
	("operator", "value", "words"),
	[
		("<", 5, "the child is under 5"),
		("<=", "5", "the child is 5 or under"),
		(">", 5, "the child is 6 or over"),
		(">", "5.5", "the child is over 5.5"),
		(">=", 16, "the child is 16 or over"),
		("=", 16, "the child is 16 years old"),
		("!=", 16, "the child is not 16 years old"),
		("in", [4, 5, 6], "the child is 4, 5 or 6 years old"),
		("not in", [4, 5], "the child is not 4 or 5 years old"),
		("is", "set", "the age is recorded"),
		("like", "%1%", "the age contains 1"),
	],
)
def test_an_age(operator: str, value: Any, words: str) -> None:
	assert said(("age", operator, value)) == words


@pytest.mark.parametrize(
	("fact", "ticked", "not_ticked"),
	[
		("unborn", "the child is not yet born", "the child is born"),
		("looked_after", "the child is looked after", "the child is not looked after"),
		(
			"on_full_care_order",
			"the child is on a full care order",
			"the child is not on a full care order",
		),
		(
			"matched",
			"the child is matched with carers or adopters",
			"the child is not matched with carers or adopters",
		),
		("plan_agreed", "the plan has been agreed", "the plan has not been agreed"),
		("permanence_before", "the child once had permanence", "the child never had permanence"),
		("permanence_achieved", "permanence has been achieved", "permanence has not been achieved"),
	],
)
@pytest.mark.parametrize("yes", [1, "1", "Yes", True])
@pytest.mark.parametrize("no", [0, "0", "No", False, None, ""])
def test_a_tick_however_it_is_stored(fact: str, ticked: str, not_ticked: str, yes: Any, no: Any) -> None:
	assert said((fact, "=", yes)) == said((fact, "!=", no)) == said((fact, "in", [yes])) == ticked
	assert said((fact, "=", no)) == said((fact, "!=", yes)) == not_ticked


def test_what_is_said_of_the_child_is_said_once() -> None:
	assert said(("unborn", "=", 0), ("age", "<", 5)) == "the child is born and under 5"
	assert said(("looked_after", "=", 1), ("unborn", "=", 0), ("age", "<", 5)) == (
		"the child is looked after, born and under 5"
	)
	assert said(("age", ">=", 16), ("team", "=", "North"), ("age", "<", 18)) == (
		"the child is 16 or over and under 18, and the team is “North”"
	)
	assert said(("on_full_care_order", "=", 1), ("potential", "=", "Not yet categorised")) == (
		"the child is on a full care order and the potential for permanence is “Not yet categorised”"
	)


def test_a_fact_without_words_of_its_own_is_named_by_its_label() -> None:
	assert said(("days_on_list", ">", 28)) == "“Days on the list” is more than 28"
	assert said(("days_on_list", ">=", 28)) == "“Days on the list” is at least 28"
	assert said(("days_on_list", "<=", 28)) == "“Days on the list” is at most 28"
	assert said(("looked_after", ">", 0)) == "“Looked after” is more than 0"
	assert said(("unheard_of", "is", "set")) == "“unheard_of” is recorded"
	assert said() == ""


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("fact", ["age", "unborn", "permanence_achieved", "team", "unheard_of"])
@pytest.mark.parametrize("value", ["set", "", None, 0, 1, True, "5", ["a", "b"], []])
def test_no_condition_that_can_be_stored_is_left_without_words(operator: str, fact: str, value: Any) -> None:
	words = said((fact, operator, value))
	assert words
	assert "{" not in words


@pytest.mark.parametrize(
	"rule", [one.rule for one in all_pack_rules() if one.rule.conditions], ids=lambda rule: rule.name
)
def test_the_rules_that_are_shipped_need_no_label(rule: Rule) -> None:
	words = conditions_words(rule.conditions, {})
	assert not any(f"“{one.fact}”" in words for one in rule.conditions)
	assert words.startswith(("the ", "permanence "))


def test_events_of_which_any_will_do_are_a_list() -> None:
	assert one_of({"Prioritised", "Left care", "Permanence achieved"}) == (
		"Left care, Permanence achieved or Prioritised"
	)
	assert one_of({"Left care"}) == "Left care"
