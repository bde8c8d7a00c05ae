"""An agenda that fills itself: order, duplicates, slots, siblings, and manual entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.meetings.agenda.filling import Clock, Found, Item, ListedDiscussion, fill

CLOCK = Clock(date(2026, 3, 3), time(10, 0), 90)
SGO = Item("sgo", "SGO", "Progress plan", 30)
RU = Item("ru", "RU", "Progress plan", 30)
LEFT = Item("left", "Left over", "Progress plan", 5)
NEW = Item("new", "Newly prioritised", "Introduce", 0)
OLD = Item("nopot", "No potential", "Categorise", 6)
CASELOAD = Item("case", "New", "Categorise", 8)


def row(found: Found, name: str, touched: bool = False, purpose: str = "Progress plan") -> ListedDiscussion:
	return ListedDiscussion(name, found.item, found.child, found.plan, purpose, touched)


def children(filling, item):
	return [place.child for place in filling.placed if place.item == item.key]


@pytest.mark.requirement("P2.2")
def test_all_children_for_guardianship_come_before_all_for_reunification():
	found = [Found("ru", "C", "p3", True), Found("sgo", "A", "p1", True), Found("sgo", "B", "p2", True)]
	filling = fill([SGO, RU], found, [], CLOCK)
	assert [place.child for place in filling.placed] == ["A", "B", "C"]
	assert [place.position for place in filling.placed] == [1, 2, 3]


def test_a_child_is_looked_at_once_under_the_first_item_that_lists_it():
	filling = fill([CASELOAD, OLD], [Found("nopot", "A"), Found("case", "A"), Found("nopot", "B")], [], CLOCK)
	assert (children(filling, CASELOAD), children(filling, OLD)) == (["A"], ["B"])


def test_a_child_with_two_plans_is_listed_with_each():
	filling = fill([SGO, RU], [Found("sgo", "A", "p1", True), Found("ru", "A", "p2", True)], [], CLOCK)
	assert [place.plan for place in filling.placed] == ["p1", "p2"]


def test_left_over_actions_of_a_listed_child_bring_it_no_second_time():
	found = [Found("sgo", "A", "p1", True), Found("left", "A", "p9"), Found("left", "B", "")]
	filling = fill([SGO, LEFT], found, [], CLOCK)
	assert children(filling, LEFT) == ["B"]


@pytest.mark.requirement("P3.2")
def test_newly_prioritised_children_have_a_list_of_their_own():
	filling = fill([SGO, NEW], [Found("sgo", "A", "p1", True), Found("new", "A", "p1", True)], [], CLOCK)
	assert (children(filling, SGO), children(filling, NEW)) == (["A"], ["A"])


@pytest.mark.requirement("P2.1")
def test_each_child_has_a_slot_and_slots_do_not_run_into_the_next_item():
	clock = replace(CLOCK, slot_minutes=20)
	found = [Found("sgo", "A", "p1", True), Found("sgo", "B", "p2", True), Found("ru", "C", "p3", True)]
	filling = fill([SGO, RU], found, [], clock)
	assert [place.slot for place in filling.placed] == [time(10, 0), time(10, 20), time(10, 40)]
	assert filling.starts == {"sgo": time(10, 0), "ru": time(10, 40)}


def test_without_slots_the_children_share_the_time_of_the_item():
	filling = fill([SGO], [Found("sgo", c, c, True) for c in "ABC"], [], CLOCK)
	assert [place.slot for place in filling.placed] == [time(10, 0), time(10, 10), time(10, 20)]


PANEL = [
	Item("talk", "Dashboard review", "Talk", 10),
	Item("progress", "Children being progressed", "Progress plan", 30),
	Item("new", "Newly prioritised", "Introduce", 0),
	Item("off", "No longer prioritised", "Step down", 0),
	Item("open", "Uncertain potential", "Categorise", 0),
	Item("challenge", "No potential", "Challenge", 15),
	Item("aob", "Any other business", "Talk", 5),
]


@pytest.mark.requirement("P3.2")
def test_items_without_minutes_share_those_of_the_item_before_them():
	listed = (("progress", "AB"), ("new", "CD"), ("off", "E"), ("open", "F"), ("challenge", "G"))
	found = [Found(item, child) for item, children_of in listed for child in children_of]
	filling = fill(PANEL, found, [], replace(CLOCK, minutes=60))
	assert [place.slot for place in filling.placed] == [
		*(time(10, minute) for minute in (10, 15, 20, 25, 30, 35)),
		time(10, 40),
	]
	assert filling.starts["aob"] == time(10, 55)
	assert filling.minutes_over == 0


def test_children_for_whom_no_time_is_planned_do_not_all_stand_at_the_same_time():
	items = [Item("talk", "Welcome", "Talk", 10), NEW, Item("aob", "Any other business", "Talk", 5)]
	four = [Found("new", child) for child in "ABCD"]
	slots = [place.slot for place in fill(items, four, [], replace(CLOCK, minutes=55)).placed]
	assert slots == [time(10, minute) for minute in (10, 20, 30, 40)], (
		"they share what is left of the meeting"
	)
	tight = fill(items, four, [], replace(CLOCK, minutes=15))
	assert [place.slot for place in tight.placed] == [time(10, minute) for minute in (10, 15, 20, 25)]
	assert tight.minutes_over == 20


def test_an_agenda_that_runs_over_says_by_how_much():
	found = [Found("sgo", f"c{n}", f"p{n}", True) for n in range(10)]
	assert fill([SGO], found, [], replace(CLOCK, slot_minutes=10)).minutes_over == 10


@pytest.mark.requirement("X4.4")
def test_siblings_who_are_discussed_together_sit_side_by_side():
	found = [
		Found("sgo", "A", "p1", True, "smith"),
		Found("sgo", "B", "p2", True),
		Found("sgo", "C", "p3", True, "smith"),
	]
	assert children(fill([SGO], found, [], CLOCK), SGO) == ["A", "C", "B"]


def test_filling_again_keeps_typed_rows_and_takes_off_untouched_ones():
	typed, untouched, still = (
		Found("sgo", "A", "p1", True),
		Found("sgo", "B", "p2", True),
		Found("sgo", "C", "p3", True),
	)
	present = [row(typed, "r1", touched=True), row(untouched, "r2"), row(still, "r3")]
	filling = fill([SGO], [still, Found("sgo", "D", "p4", True)], present, CLOCK)
	assert {place.child: place.name for place in filling.placed} == {"A": "r1", "C": "r3", "D": ""}
	assert filling.remove == ["r2"]


def test_a_child_typed_about_under_one_item_is_not_listed_again_under_another():
	before = row(Found("case", "A"), "r1", touched=True, purpose="Categorise")
	filling = fill([CASELOAD, OLD], [Found("nopot", "A")], [before], CLOCK)
	assert [(place.item, place.name) for place in filling.placed] == [("case", "r1")]


def test_a_typed_row_of_an_item_that_was_taken_off_comes_under_the_last_item():
	filling = fill([SGO], [], [row(Found("gone", "A", "p1"), "r1", touched=True)], CLOCK)
	assert [(place.item, place.name) for place in filling.placed] == [("sgo", "r1")]


found_lists = st.lists(
	st.builds(
		lambda item, child, group: Found(item, child, f"{child}-{item}", True, group),
		st.sampled_from(["sgo", "ru"]),
		st.sampled_from([f"c{n}" for n in range(12)]),
		st.sampled_from(["", "g1", "g2"]),
	),
	max_size=25,
)


@given(found_lists)
def test_filling_twice_changes_nothing(found):
	first = fill([SGO, RU], found, [], CLOCK)
	rows = [
		ListedDiscussion(str(n), p.item, p.child, p.plan, p.purpose, False, p.position)
		for n, p in enumerate(first.placed)
	]
	second = fill([SGO, RU], found, rows, CLOCK)
	assert (second.added, second.remove) == ([], [])
	assert [(p.child, p.slot) for p in second.placed] == [(p.child, p.slot) for p in first.placed]


@given(found_lists, st.sets(st.integers(0, 24)))
def test_what_was_typed_is_never_taken_off(found, touched):
	first = fill([SGO, RU], found, [], CLOCK)
	rows = [
		ListedDiscussion(str(n), p.item, p.child, p.plan, p.purpose, n in touched, p.position)
		for n, p in enumerate(first.placed)
	]
	second = fill([SGO, RU], [], rows, CLOCK)
	assert {p.name for p in second.placed} == {r.name for r in rows if r.touched}
	assert set(second.remove) == {r.name for r in rows if not r.touched}
