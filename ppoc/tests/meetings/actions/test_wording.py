"""Whether an action is SMART: what is refused, and what only gets a question."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.meetings.actions.smart_checks import EMPTY_TALK, is_empty_talk, questions

MONDAY = date(2026, 3, 2)
GOOD = "Visit the grandparents and write down what support they need"


def asked(what: str = GOOD, has_owner: bool = True, due_on: date | None = MONDAY + timedelta(days=14)):
	return questions(what, has_owner, due_on, MONDAY)


@pytest.mark.requirement("P2.4")
@pytest.mark.parametrize(
	"what", ["tbc", "TBC.", "Chase", "ongoing", "n/a", "follow up", "To be confirmed", " … ", ""]
)
def test_empty_talk_is_refused(what):
	assert is_empty_talk(what)
	assert asked(what)[0].refused


@pytest.mark.requirement("P2.4")
@pytest.mark.parametrize(
	"what", ["Chase the GP for the carer's medical report", "Ongoing contact plan to be written by the SW"]
)
def test_a_weak_start_with_something_behind_it_is_questioned_not_refused(what):
	assert not any(question.refused for question in asked(what))


@pytest.mark.requirement("P2.4")
def test_missing_owner_and_date_are_refused_each_with_its_own_question():
	refused = {question.about for question in asked(has_owner=False, due_on=None) if question.refused}
	assert refused == {"action_owner", "due_on"}


@pytest.mark.parametrize(
	("what", "about"),
	[
		("Call mum", "what"),
		("Continue to support the placement with the aunt", "what"),
		("Send the viability report to legal asap", "due_on"),
		("Everyone to read the chronology before the panel", "action_owner"),
	],
)
def test_vague_wording_is_questioned_where_it_is_vague(what, about):
	assert about in {question.about for question in asked(what)}


@pytest.mark.parametrize(
	("due_on", "refused"),
	[(MONDAY - timedelta(days=1), True), (MONDAY, False), (MONDAY + timedelta(days=200), False)],
)
def test_a_date_before_the_action_is_refused_and_a_far_one_questioned(due_on, refused):
	found = [question for question in asked(due_on=due_on) if question.about == "due_on"]
	assert any(question.refused for question in found) is refused
	assert bool(found) is (due_on != MONDAY)


def test_a_good_action_is_asked_nothing():
	assert asked() == []


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(what):
	assert any(question.refused for question in questions(what, True, MONDAY, MONDAY)) is is_empty_talk(what)


@given(
	st.lists(st.sampled_from(sorted(EMPTY_TALK)), min_size=1, max_size=6),
	st.sampled_from([" ", ", ", "... "]),
)
def test_empty_words_stay_empty_however_many(words, between):
	assert is_empty_talk(between.join(words).upper())
