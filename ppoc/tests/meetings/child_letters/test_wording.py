"""What stands in the draft of a letter to a child. No site."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.meetings.child_letters.wording import OUTCOMES, PLAN_OUTCOMES, DecisionTold, letter

pytestmark = pytest.mark.requirement("Y12")
DAY = date(2026, 5, 4)


def test_a_decision_is_told_in_short_sentences_with_its_reason_and_what_follows() -> None:
	told = DecisionTold(
		first_name="Maya",
		on=DAY,
		about="Staying Put after 18",
		outcome="Agreed",
		reason="You want to stay with Jo.",
		next_steps=[("Jo signs the agreement", date(2026, 5, 18)), ("Find a course", None)],
		next_on=date(2026, 6, 8),
		officer="Rita Officer",
		worker="Wren Worker",
	)
	assert [str(part) for part in letter(told)] == [
		"Dear Maya,",
		"On 4 May 2026 the people who plan with you where you live and who looks after you talked about you.",
		"They talked about this: Staying Put after 18.",
		"They said yes.",
		"This is why: You want to stay with Jo.",
		"This is what happens next:",
		"– Jo signs the agreement (by 18 May 2026)",
		"– Find a course",
		"They will talk about you again on 8 June 2026.",
		"Is there something that you do not understand, or that you see differently? Tell me, or tell Rita Officer,"
		" whose job it is to check that the plan is right for you.",
		"You can also ask for an advocate. That is somebody who is on your side and helps you to be heard.",
		"Wren Worker",
	]


def test_what_is_not_known_is_left_out() -> None:
	parts = [str(part) for part in letter(DecisionTold("", DAY, "Other", "Not agreed"))]
	assert parts[0] == "Hello,"
	assert "They said no." in parts
	assert not any("why" in part or "next" in part or "again" in part for part in parts)


def test_a_request_type_may_say_it_in_words_for_a_child() -> None:
	about, agreed = (
		"whether you could grow up in a family",
		"At the moment they think that this will not be possible.",
	)
	parts = [str(part) for part in letter(DecisionTold("Maya", DAY, about, "Agreed", agreed=agreed))]
	assert f"They talked about this: {about}." in parts
	assert agreed in parts
	assert "They said yes." not in parts


@pytest.mark.parametrize("outcome", [*OUTCOMES, *PLAN_OUTCOMES])
def test_each_decision_has_words_of_its_own(outcome: str) -> None:
	parts = [str(part) for part in letter(DecisionTold("Maya", DAY, "Reunification", outcome))]
	assert outcome not in " ".join(parts)
	assert "They have not decided yet." not in parts
