"""Duplicate children are found by ID, UPN, or name with date of birth; twins are not reported."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ppoc.children.duplicates import matching
from ppoc.children.duplicates.matching import (
	Identity,
	Pair,
	PersonIndex,
	Strength,
	find_pairs,
	id_key,
	name_words,
	nearly_same,
)

pytestmark = pytest.mark.requirement("X2.6")
BORN = date(2014, 5, 14)


def person(key: str = "A", **overrides: Any) -> Identity:
	return Identity(
		**{
			"key": key,
			"first_name": "Tamsin",
			"last_name": "Quillfeather",
			"date_of_birth": BORN,
			**overrides,
		}
	)


def pair_of(one: Identity, other: Identity) -> Pair | None:
	pairs = find_pairs([one, other])
	assert len(pairs) <= 1
	return pairs[0] if pairs else None


@pytest.mark.parametrize(("one", "other"), [("00123", "123"), ("ab 12", "AB12"), ("AB-12", "ab12")])
def test_the_same_id_is_found_however_it_is_written(one: str, other: str):
	pair = pair_of(Identity("A", one), Identity("B", other))
	assert (pair.reason, pair.strength) == ("Same ID", Strength.CERTAIN)


def test_ids_of_zeros_and_no_id_match_nobody_by_accident():
	assert id_key("000") == "0"
	assert pair_of(Identity("A", ""), Identity("B", "")) is None
	assert pair_of(Identity("A", "10"), Identity("B", "1")) is None


def test_the_same_upn_is_found_and_surer_with_the_same_date_of_birth():
	upn = "H801200001234"
	assert pair_of(Identity("A", upn=upn), Identity("B", upn=upn.lower())).strength is Strength.LIKELY
	same = pair_of(person("A", upn=upn), person("B", upn=upn, first_name="Tam", last_name="Oddie"))
	assert same.strength is Strength.CERTAIN


@pytest.mark.parametrize("code", ["UN1", "UN3", "un5"])
def test_codes_for_no_upn_match_nobody(code: str):
	assert pair_of(Identity("A", upn=code), Identity("B", upn=code)) is None


@pytest.mark.parametrize(
	("first", "last"),
	[
		("TAMSIN", "QUILLFEATHER"),
		("Quillfeather", "Tamsin"),
		("Támsin", "Quillfeather"),
		("Tamsin ", " quill'feather"),
	],
)
def test_the_same_name_and_date_of_birth_is_found_in_any_writing(first: str, last: str):
	pair = pair_of(person("A"), person("B", first_name=first, last_name=last))
	assert (pair.reason, pair.strength) == ("Same name and date of birth", Strength.LIKELY)


def test_hyphens_and_spaces_in_names_are_alike():
	assert name_words("Anne-Marie", "O’Neil Łuk") == name_words("luk", "ONeil anne marie")


@pytest.mark.parametrize(
	("first", "last"),
	[
		("Tasmin", "Quillfeather"),
		("Tamsin", "Quilfeather"),
		("Tamsin Rose", "Quillfeather"),
		("Tam sin", "Quillfeather"),
	],
)
def test_one_slip_in_a_name_is_possible_with_the_same_date_of_birth(first: str, last: str):
	assert pair_of(person("A"), person("B", first_name=first, last_name=last)).strength is Strength.POSSIBLE
	assert (
		pair_of(person("A"), person("B", first_name=first, last_name=last, date_of_birth=date(2015, 1, 1)))
		is None
	)


@pytest.mark.parametrize("first", ["Rosa", "Ned", "Thomasina"])
def test_twins_with_names_of_their_own_are_not_taken_for_one(first: str):
	assert pair_of(person("A"), person("B", first_name=first)) is None


def test_short_names_must_agree_letter_by_letter():
	assert pair_of(person("A", first_name="Ian"), person("B", first_name="Ann")) is None
	assert pair_of(person("A", first_name="Jan"), person("B", first_name="Ian")) is None


def test_two_real_upns_make_the_same_name_only_possible():
	one, other = person("A", upn="H801200001234"), person("B", upn="T801200001111")
	assert pair_of(one, other).strength is Strength.POSSIBLE


def test_a_name_without_a_date_of_birth_matches_nobody():
	assert pair_of(person("A", date_of_birth=None), person("B", date_of_birth=None)) is None


def test_a_record_does_not_match_itself_and_each_other_once():
	index = PersonIndex([person("A", child_id="1"), person("B", child_id="1")])
	assert [pair.second for pair in index.matches(person("A", child_id="01"))] == ["B"]


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[object]:
	"""One entry for each time that two names were compared letter by letter."""
	made: list[object] = []

	def counted(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
		made.append(words)
		return nearly_same(words, others)

	monkeypatch.setattr(matching, "nearly_same", counted)
	return made


def test_fifty_thousand_records_are_compared_with_a_few_others_each(comparisons: list[object]):
	people = [
		Identity(
			str(n), f"9{n}", "", f"Name{n % 7919}", f"House{n % 104729}", BORN + timedelta(days=n % 6000)
		)
		for n in range(50_000)
	]
	people.append(Identity("twice", "", "", "House7", "Name7", BORN + timedelta(days=7)))
	pairs = find_pairs(people)
	assert ("7", "twice") in {(pair.first, pair.second) for pair in pairs}
	assert 0 < len(comparisons) < 10 * len(people)


def test_a_placeholder_date_of_birth_does_not_slow_the_search_down(comparisons: list[object]):
	people = [Identity(str(n), f"9{n}", "", f"Name{n}", f"House{n}", BORN) for n in range(4_000)]
	pairs = find_pairs([*people, Identity("twice", "", "", "Name5", "House5", BORN)])
	assert ("5", "twice") in {(pair.first, pair.second) for pair in pairs}
	assert 0 < len(comparisons) < matching.TYPO_BLOCK**2


@pytest.mark.requirement("Y8")
def test_the_same_nhs_number_is_certain_whatever_the_names_are():
	pair = pair_of(Identity("A", nhs_number="9990000018"), Identity("B", nhs_number="999 000 0018"))
	assert (pair.reason, pair.strength) == ("Same NHS number", Strength.CERTAIN)
	assert pair_of(Identity("A", nhs_number="9990000018"), Identity("B", nhs_number="9990000026")) is None


@pytest.mark.requirement("Y8")
@pytest.mark.parametrize("swapped", [False, True])
def test_a_upn_that_one_of_them_had_before_is_found_from_both_sides(swapped: bool):
	now, before = Identity("A", upn="H801200001234"), Identity("B", others=(("Former UPN", "h801200001234"),))
	pair = pair_of(before, now) if swapped else pair_of(now, before)
	assert (pair.reason, pair.strength) == ("Same UPN as before", Strength.LIKELY)


@pytest.mark.requirement("Y8")
def test_numbers_of_other_services_count_by_kind_and_not_those_that_siblings_share():
	def with_number(key: str, kind: str, number: str) -> Identity:
		return Identity(key, others=((kind, number),))

	agency = "Adoption agency number"
	pair = pair_of(with_number("A", agency, "R-17"), with_number("B", agency, "r 17"))
	assert pair.reason == "Same number in another service"
	assert (
		pair_of(with_number("A", agency, "R-17"), with_number("B", "Home Office reference", "R-17")) is None
	)
	court = "Court case number"
	assert pair_of(with_number("A", court, "ZC26C00017"), with_number("B", court, "ZC26C00017")) is None
	assert pair_of(with_number("A", "Other", "17"), with_number("B", "Other", "17")) is None
