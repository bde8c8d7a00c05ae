"""The chain of hashes: whatever is done to an entry, its number is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.access.audit.anchors import AnchorError, read, written
from ppoc.access.audit.chain import Anchor, Check, Seal, Sealed, seals_after
from ppoc.access.audit.entries import Entry, entry, from_row

pytestmark = pytest.mark.requirement("X4.2")

Places = list[Sealed]


def trail(length: int, **values: str) -> Places:
	made = [
		entry(
			name=f"e{number:03}",
			at=f"2026-03-02 10:00:{number:02}",
			user="tm@example.org",
			outcome="Seen",
			door="Form",
			children=(f"CH-{number:05}",),
			**values,
		)
		for number in range(1, length + 1)
	]
	return [
		Sealed(seal, each, each.fingerprint, each.children)
		for seal, each in zip(seals_after(None, made), made, strict=True)
	]


def numbers_of_faults(places: Places, *anchors: Anchor, removed: dict[int, str] | None = None) -> list[int]:
	check = Check(removed, anchors)
	return [fault.number for fault in (*check.faults(places), *check.faults_at_the_end())]


def anchor_of(place: Sealed) -> Anchor:
	return Anchor(place.seal.number, place.seal.hash, "2026-03-02 11:00")


def test_a_whole_trail_has_no_faults() -> None:
	places = trail(9)
	assert numbers_of_faults(places, anchor_of(places[4]), anchor_of(places[8])) == []
	assert numbers_of_faults([]) == []


@given(
	number=st.integers(1, 9),
	field=st.sampled_from(["at", "user", "outcome", "door", "record", "what", "address"]),
)
def test_a_changed_entry_is_named(number: int, field: str) -> None:
	places = trail(9)
	place = places[number - 1]
	assert place.entry
	values: dict[str, Any] = {field: "2020-01-01 00:00:00.000000"}
	changed = replace(place.entry, **values)
	places[number - 1] = replace(place, entry=changed)
	assert numbers_of_faults(places) == [number]
	# whoever changes its fingerprint along with it does not get further
	places[number - 1] = replace(place, entry=changed, stored=changed.fingerprint)
	assert numbers_of_faults(places) == [number]


def test_children_that_were_taken_out_of_the_entry_or_of_its_list_are_missed() -> None:
	places = trail(3)
	places[1] = replace(places[1], listed=())
	assert numbers_of_faults(places) == [2]
	places[1] = replace(
		places[1], listed=("CH-00002",), entry=replace(places[1].entry or Entry(*"abcde"), children=())
	)
	assert 2 in numbers_of_faults(places)


@given(st.integers(2, 8))
def test_a_removed_entry_is_named_with_its_seal_or_without(number: int) -> None:
	places = trail(9)
	assert numbers_of_faults(
		[*places[: number - 1], replace(places[number - 1], entry=None), *places[number:]]
	) == [number]
	assert numbers_of_faults(places[: number - 1] + places[number:]) == [number]


def test_entries_that_changed_places_are_named() -> None:
	places = trail(5)
	one, two = places[1], places[2]
	places[1] = replace(one, entry=two.entry, stored=two.stored, listed=two.listed)
	places[2] = replace(two, entry=one.entry, stored=one.stored, listed=one.listed)
	assert numbers_of_faults(places) == [2, 3]


def test_an_entry_put_in_later_is_named() -> None:
	places = trail(5)
	forged = replace(places[2].entry or Entry(*"abcde"), name="forged")
	moved = [
		replace(place, seal=replace(place.seal, number=place.seal.number + (place.seal.number > 2)))
		for place in places
	]
	put_in = Sealed(Seal(3, "forged", "f" * 64), forged, forged.fingerprint, forged.children)
	assert numbers_of_faults([*moved[:2], put_in, *moved[2:]]) == [3, 4]


def test_a_chain_computed_anew_does_not_lead_to_the_anchor() -> None:
	places = trail(9)
	kept = anchor_of(places[6])
	forged = trail(9, what="computed anew")
	assert numbers_of_faults(forged) == []
	assert numbers_of_faults(forged, kept) == [7]


def test_a_tail_that_was_cut_off_is_missed_by_the_anchor() -> None:
	places = trail(9)
	assert numbers_of_faults(places[:5]) == []
	assert numbers_of_faults(places[:5], anchor_of(places[8])) == [6]


def test_a_beginning_that_was_cut_off_needs_to_be_on_record() -> None:
	places = trail(9)
	rest = [replace(places[3], entry=None, stored="", listed=()), *places[4:]]
	assert numbers_of_faults(rest) == [1]
	assert numbers_of_faults(rest, removed={4: "f" * 64}) == [1]
	assert numbers_of_faults(rest, removed={4: places[3].seal.hash}) == []
	# an anchor of what is still there still tells
	assert numbers_of_faults(rest, anchor_of(places[8]), removed={4: places[3].seal.hash}) == []


@given(st.text(max_size=1200), st.text(max_size=200))
def test_an_entry_comes_back_from_its_columns_as_it_went_in(what: str, user: str) -> None:
	made = entry(
		at="2026-03-02 10:00:00", what=what, user=user, outcome="Seen", door="Form", children=("B", "", "A")
	)
	assert (len(made.user), made.children) == (len(made.user.strip()), ("A", "B"))
	row = {**vars(made), "children": "\n".join(made.children)}
	assert from_row(row).fingerprint == made.fingerprint


def test_an_anchor_is_read_as_it_was_written_and_belongs_to_one_site() -> None:
	kept = anchor_of(trail(3)[2])
	text = written(kept, "a.example.org")
	assert read(text, "anchor", "a.example.org") == kept
	wrong: list[Callable[[], Anchor]] = [
		lambda: read(text, "anchor", "b.example.org"),
		lambda: read("{}", "anchor", "a.example.org"),
		lambda: read("no JSON", "anchor", "a.example.org"),
		lambda: read(text.replace(kept.hash, "short"), "anchor", "a.example.org"),
	]
	for attempt in wrong:
		with pytest.raises(AnchorError, match="anchor"):
			attempt()
