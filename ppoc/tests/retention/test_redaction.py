"""Names in texts of all kinds, and what is blacked out in a bundle. No site."""

from __future__ import annotations

import json

import pytest

from ppoc.retention.names import Finder, Person, near_names, strong_names
from ppoc.retention.redaction import (
	BLACK,
	FIELD,
	FILE,
	RECORD,
	WORDS,
	Attachment,
	Bundle,
	Entry,
	Note,
	Redaction,
	Value,
	proposals,
	redacted,
)

pytestmark = pytest.mark.requirement("X4.3")

ZOE = Person("Zoë", "O'Brien-Elm", ("T000123", "A1"))


@pytest.mark.parametrize(
	"text",
	[
		"Zoë O'Brien-Elm",
		"seen with ZOË O'BRIEN-ELM.",
		"O'Brien-Elm, Zoë",
		"<b>Zoë O&#39;Brien-Elm</b>",
		"<b>Zoë O&#x27;Brien-Elm</b>",
		"Zoë&nbsp;O'Brien-Elm",
		"Zoë\n O'Brien-Elm",
		json.dumps({"name": "Zoë O'Brien-Elm"}),
		"/files/Zo%C3%AB%20O%27Brien-Elm.pdf",
		"Zoe\u0308 O'Brien-Elm",
		"ID T000123, new",
		"Zoë O'Brien-Elm's school",
	],
)
def test_a_name_is_found_however_it_is_written(text):
	finder = Finder(strong_names([ZOE]))
	assert finder.finds(text)
	assert not finder.finds(finder.taken_out(text))
	assert "[erased]" in finder.taken_out(text)


@pytest.mark.parametrize("text", ["Zoë", "O'Brien-Elm", "T0001234", "A1", "XT000123", "Zoë Brien", ""])
def test_others_are_not_touched(text):
	assert not Finder(strong_names([ZOE])).finds(text)


def test_a_full_name_that_somebody_else_has_names_nobody():
	assert strong_names([Person("Ada", "Elm", ("T000001",))], {"ada elm"}) == ["T000001"]


def test_a_first_name_alone_counts_only_where_nobody_else_has_it():
	person = Person("Ada", "Elm")
	assert near_names([person], ["Bea Oak"]) == ["Ada", "Elm"]
	assert near_names([person], ["Bea Elm"]) == ["Ada"]
	assert near_names([person], ["ada oak", "Bea Elm"]) == []


BUNDLE = Bundle(
	(
		Entry(
			"Child",
			"CH-1",
			"Ada Elm",
			(
				Value("full_name", "Full name", "Ada Elm"),
				Value("reason", "Reason", "Uncle Bob   Oak said no"),
			),
			(("workers", "Workers", (Value("worker", "Worker", "Bob Oak"),)),),
			(
				Note("Comment", "today", "Bob Oak", "Bob Oak rang"),
				Note("Change", "today", "A", "Reason: secret → other", "reason"),
			),
			(Attachment("F1", "Bob Oak letter.pdf"), Attachment("F2", "school.pdf")),
		),
		Entry("Case Note", "N-1", "N-1", (Value("note", "Note", "BOB\u200b OAK was there; school.pdf"),)),
	)
)


def everything(bundle: Bundle) -> str:
	return repr(bundle)


def test_words_go_from_every_text_and_the_black_says_nothing_of_their_length():
	result = redacted(BUNDLE, [Redaction(WORDS, words="Bob Oak")])
	text = everything(result)
	assert "bob" not in text.lower()
	assert "oak" not in text.lower().replace("\u200b", "")
	assert result.entries[0].values[1].text == f"Uncle {BLACK} said no"
	assert result.entries[0].files[0].title == f"{BLACK} letter.pdf"


def test_a_field_goes_with_its_former_values():
	result = redacted(BUNDLE, [Redaction(FIELD, record_type="Child", record="CH-1", field="reason")])
	assert "said no" not in everything(result)
	assert "secret" not in everything(result)
	assert result.entries[0].title == "Ada Elm"


def test_a_field_that_is_the_title_goes_from_the_title_too():
	result = redacted(BUNDLE, [Redaction(FIELD, record_type="Child", record="CH-1", field="full_name")])
	assert "Ada Elm" not in everything(result)


def test_a_table_goes_by_its_name():
	result = redacted(BUNDLE, [Redaction(FIELD, record_type="Child", record="CH-1", field="workers")])
	assert result.entries[0].rows[0][2][0].text == BLACK


def test_a_record_goes_whole_and_is_counted():
	result = redacted(BUNDLE, [Redaction(RECORD, record_type="Case Note", record="N-1")])
	assert [entry.name for entry in result.entries] == ["CH-1"]
	assert result.left_out == 1


def test_a_file_goes_and_only_the_one():
	result = redacted(BUNDLE, [Redaction(FILE, record="F1")])
	assert [file.title for file in result.entries[0].files] == ["school.pdf"]


def test_the_same_field_of_another_record_stays():
	result = redacted(BUNDLE, [Redaction(FIELD, record_type="Child", record="CH-2", field="reason")])
	assert result.entries == redacted(BUNDLE, []).entries


def test_other_childrens_names_are_proposed_until_they_are_marked():
	names = ["Bob Oak", "Cleo Ash", "Bob Oak"]
	assert proposals(BUNDLE, names) == ["Bob Oak"]
	assert proposals(BUNDLE, names, ["bob oak"]) == []
