"""Actions typed into one cell are split into what, who and by when."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.imports.tracker.actions import read_actions

pytestmark = pytest.mark.requirement("P5.3")


@pytest.mark.parametrize(
	("text", "owner", "due"),
	[
		("SW to book viability visit by 12/03/2026", "SW", date(2026, 3, 12)),
		("Orla Brindle to ring the aunt by 3rd March 2026", "Orla Brindle", date(2026, 3, 3)),
		("Chase DBS (Pip Marlowe) due 01.04.26", "Pip Marlowe", date(2026, 4, 1)),
		("Chase DBS - Pip Marlowe", "Pip Marlowe", None),
		("Met 01/01/2026, owner: TM, report by 2026-02-01", "TM", date(2026, 2, 1)),
		("Think about it", "", None),
		("Visit on 45/13/2026", "", None),
	],
)
def test_owner_and_date_are_found_where_people_put_them(text: str, owner: str, due: date | None):
	(action,) = read_actions(text)
	assert (action.text, action.owner, action.due) == (text, owner, due)


def test_several_actions_in_a_cell_are_told_apart():
	actions = read_actions("1. SW to visit by 01/12/2026\n2) TM to ask legal; \n- \n• PS to write", line=7)
	assert [action.text for action in actions] == [
		"SW to visit by 01/12/2026",
		"TM to ask legal",
		"PS to write",
	]
	assert {action.line for action in actions} == {7}


def test_columns_of_their_own_fill_in_what_the_text_does_not_say():
	(action,) = read_actions("Visit the aunt", "Orla", date(2026, 12, 1))
	assert (action.owner, action.due) == ("Orla", date(2026, 12, 1))
	assert action.missing == ()
	(bare,) = read_actions("Visit the aunt")
	assert bare.missing == ("an owner", "a date")


def test_an_empty_cell_has_no_actions():
	assert read_actions(" \n ; ") == []
