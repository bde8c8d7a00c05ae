"""What an email says to whom, without a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ppoc.meetings.emails.content import (
	Case,
	ListedChild,
	Reader,
	Update,
	agenda_for,
	own_actions,
	targeted_work_for,
)

ANN = Case("P1", "C1", "Ann", "101", "SGO", "Prioritised")
BEN = Case("P2", "C2", "Ben", "102", "RU", "Prioritised")


def update(child, owner="W1", **values: Any):
	names = {"C1": ("Ann", "101"), "C2": ("Ben", "102"), "": ("", "")}
	name, child_id = names[child]
	return Update(
		f"A-{child}-{owner}",
		child,
		name,
		child_id,
		"Visit",
		owner,
		"Olive",
		date(2026, 4, 1),
		"Open",
		**{
			"is_new": True,
			**values,
		},
	)


def test_rows_come_in_the_order_of_the_childrens_names():
	reader = Reader("W9", named={"C1", "C2"})
	letter = targeted_work_for(reader, [BEN, ANN], [update("C2"), update("C1")])
	assert [row["label"] for row in letter.cases] == ["Ann", "Ben"]
	assert [child["label"] for child in letter.children] == ["Ann", "Ben"]
	assert letter.action_count == 2


def test_each_reader_gets_only_the_children_this_person_may_see():
	letter = targeted_work_for(Reader("W9", named={"C1"}), [ANN, BEN], [update("C1"), update("C2")])
	assert [row["case"].child for row in letter.cases] == ["C1"]
	assert [child["label"] for child in letter.children] == ["Ann"]


def test_who_has_no_sight_reads_the_own_action_by_id_alone():
	reader = Reader("W1", unrestricted={"C1", "C2"})
	letter = targeted_work_for(reader, [ANN], [update("C1"), update("C2", owner="W2")])
	assert (letter.cases, [child["label"] for child in letter.children]) == ([], ["101"])


def test_a_restricted_child_is_not_told_of_even_to_the_owner_of_an_action():
	assert targeted_work_for(Reader("W1"), [ANN], [update("C1")]).is_empty


def test_ones_own_actions_are_the_open_ones_that_one_may_read():
	mine = [
		update("C1"),
		update(""),
		update("C2"),
		replace(update("C1"), status="Done"),
		update("C1", owner="W2"),
	]
	own = own_actions(Reader("W1", named={"C1"}), mine)
	assert [(row["label"], row["task"].child) for row in own] == [("", ""), ("Ann", "C1")]
	assert own_actions(Reader("W9", named={"C1", "C2"}), mine) == []


@pytest.mark.parametrize(
	("values", "words"),
	[
		({}, "New"),
		({"is_new": False, "outcomes": ("Done: It was", "Kept")}, "Done: It was; Kept"),
		({"is_new": False}, "Open"),
	],
)
def test_an_update_says_what_became_of_the_action(values, words):
	assert update("C1", **values).words == words


def test_an_agenda_lists_the_readers_children_under_their_items():
	one = ListedChild("i1", "C1", "Ann", "101", "10:00", "SGO", "Prioritised", None, 0, "", "", "", "")
	two = ListedChild("i1", "C2", "Ben", "102", "10:10", "RU", "Prioritised", None, 0, "", "", "", "")
	items, count = agenda_for(
		Reader("W9", by_id={"C2"}), [{"item_key": "i1"}, {"item_key": "i2"}], [one, two]
	)
	assert [[row["label"] for row in item["children"]] for item in items] == [["102"], []]
	assert count == 1
