"""An ID is what it says, however a spreadsheet, an export or a person has written it."""

from __future__ import annotations

import pytest

from ppoc.children.identifiers import HeldIDs, id_key, is_shortened, written_id

pytestmark = pytest.mark.requirement("X2.6")


@pytest.mark.parametrize(
	("written", "meant"),
	[
		("4001.0", "4001"),
		("4001.00", "4001"),
		("4001.", "4001"),
		(" 0012 ", "0012"),
		("'0012", "0012"),
		('="0012"', "0012"),
		("4,001", "4001"),
		("1,234,567.0", "1234567"),
		("\ufeff4001\u200b", "4001"),
		("\uff14\uff10\uff10\uff11", "4001"),
		("4001.5", "4001.5"),
		("P-12", "P-12"),
		(None, ""),
	],
)
def test_marks_that_programs_add_are_taken_off_and_nothing_else(written: str | None, meant: str):
	assert written_id(written) == meant


@pytest.mark.parametrize(
	("one", "other"),
	[
		("4001.0", "4001"),
		("0012", "12"),
		("ab 12", "AB-12"),
		("AB12", "ab_12"),
		("12/3", "12-3"),
		("4,001", "4001.0"),
	],
)
def test_spellings_of_one_id_are_the_same(one: str, other: str):
	assert id_key(one) == id_key(other)


@pytest.mark.parametrize(
	("one", "other"),
	[
		("4001.0", "40010"),
		("4001-0", "40010"),
		("4001.5", "40015"),
		("12-3", "123"),
		("12 3", "123"),
		("1/23", "12/3"),
		("É12", "12"),
		("A012", "A12"),
	],
)
def test_what_is_not_surely_the_same_is_another_id(one: str, other: str):
	assert id_key(one) != id_key(other)


@pytest.mark.parametrize("text", ["1.23457E+11", "4.001E+03", "4E+05", "#####"])
def test_an_id_that_a_spreadsheet_has_shortened_is_recognised(text: str):
	assert is_shortened(text)


@pytest.mark.parametrize("text", ["4001", "E4001", "4001.0", "", "#12"])
def test_a_whole_id_is_not_taken_for_a_shortened_one(text: str):
	assert not is_shortened(text)


def test_an_id_as_written_counts_before_one_that_is_spelled_otherwise():
	held = HeldIDs([("0012", "zeros"), ("12", "none"), ("0034", "only")])
	assert (held.find("0012"), held.find("12.0"), held.find("34")) == ("zeros", "none", "only")
	assert (held.find("012"), held.alike("012")) == (None, ["0012", "12"])
	assert (held.find("99"), held.alike("99"), held.alike("34")) == (None, [], [])
