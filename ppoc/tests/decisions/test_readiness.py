"""Readiness of a request: which checks apply, what the record answers, and what counts as an answer. No site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.decisions.readiness import (
	Answer,
	Option,
	ReadinessCheck,
	ReadinessState,
	RequestFacts,
	applies,
	findings,
	placement_gaps,
)

PACKS = Path(__file__).parents[2] / "practice_packs"
FGC = ReadinessCheck("Conference attempted", remark_says="Outcome")
VIEWS = ReadinessCheck("The child's views", reason_closes=True)
CONTINGENCY = ReadinessCheck("Contingency plan", answered_from="Plan of the child")
OPTIONS = [
	Option(one["title"], one["position"], bool(one.get("needs_exit_plan")))
	for one in json.loads((PACKS / "decision_making_forums" / "placement_option.json").read_text())
]


def state(check, answer="", remark="", known=None):
	given_ = {} if known is None else {check.name: known}
	(finding,) = findings([check], RequestFacts("Any"), given_, {check.name: Answer(answer, remark)})
	return finding.state


@pytest.mark.requirement("D7.1")
@pytest.mark.parametrize(
	("check", "answer", "remark", "known", "expected"),
	[
		(FGC, "", "", None, ReadinessState.GAP),
		(FGC, "Yes", "", None, ReadinessState.GAP),
		(FGC, "Yes", "Aunt offers weekends", None, ReadinessState.MET),
		(FGC, "No", "Family moved away", None, ReadinessState.GAP),
		(VIEWS, "No", "", None, ReadinessState.GAP),
		(VIEWS, "No", "Six weeks old", None, ReadinessState.REASONED),
		(VIEWS, "Yes", "", None, ReadinessState.MET),
		(CONTINGENCY, "", "", True, ReadinessState.MET),
		(CONTINGENCY, "Yes", "", False, ReadinessState.GAP),
		(CONTINGENCY, "Does not apply", "Turns 18 next week", False, ReadinessState.NOT_APPLICABLE),
		(FGC, "Does not apply", "", None, ReadinessState.GAP),
	],
)
def test_what_counts_as_an_answer(check, answer, remark, known, expected):
	assert state(check, answer, remark, known) is expected


@pytest.mark.requirement("D7.1")
def test_a_check_is_about_its_requests_only():
	court = ReadinessCheck("Child protection exhausted", escalation_only=True)
	kin = ReadinessCheck("Kin considered", placement_only=True, not_in_emergency=True)
	secure = ReadinessCheck("Secure criteria", placements=frozenset({"Secure"}))
	legal = RequestFacts("Issue of proceedings", "Legal", escalates=True)
	assert [applies(one, legal) for one in (court, kin, secure)] == [True, False, False]
	search = RequestFacts("Search", "Placement", asks_placement=True)
	assert [applies(one, search) for one in (court, kin, secure)] == [False, True, False]
	emergency = RequestFacts(
		"Accommodation", "Legal", placement="Secure", asks_placement=True, emergency=True
	)
	assert [applies(one, emergency) for one in (court, kin, secure)] == [False, False, True]
	assert not applies(ReadinessCheck("Only these", groups=frozenset({"Placement"})), legal)
	assert not applies(ReadinessCheck("Only that", types=frozenset({"Other"})), legal)


@pytest.mark.requirement("F2.3")
def test_the_options_are_in_the_order_of_the_source():
	assert [one.name for one in sorted(OPTIONS, key=lambda one: one.position)] == [
		"At home with support",
		"Family network",
		"In-house foster carers",
		"Other foster carers",
		"Residential",
	]


@pytest.mark.requirement("F2.3")
@pytest.mark.parametrize(
	("option", "why", "leaving", "expected"),
	[
		("", "", "", ["option"]),
		("At home with support", "", "", []),
		("Family network", "", "", ["why"]),
		("Other foster carers", "No in-house carer for three siblings", "", []),
		("Residential", "Two foster placements ended", "", ["exit"]),
		("Residential", " ", "", ["why", "exit"]),
		("Residential", "Two foster placements ended", "To in-house carers by May", []),
	],
)
def test_a_choice_further_down_asks_why_and_residential_asks_for_the_way_out(option, why, leaving, expected):
	assert placement_gaps(option, OPTIONS, why, leaving) == expected


def test_an_authority_without_options_is_asked_for_none():
	assert placement_gaps("", [], "", "") == []


@given(
	st.lists(
		st.builds(ReadinessCheck, st.sampled_from("abcdef"), position=st.integers(0, 2)),
		unique_by=lambda c: c.name,
	).flatmap(lambda checks: st.tuples(st.just(checks), st.permutations(checks)))
)
def test_the_order_of_checks_does_not_matter(lists):
	checks, shuffled = lists
	asked = RequestFacts("Any")
	assert findings(checks, asked, {}, {}) == findings(shuffled, asked, {}, {})
	assert all(one.is_gap for one in findings(checks, asked, {}, {})), "nothing is ready by silence"
