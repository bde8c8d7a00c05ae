"""A load follows the life: who has not left is still in care, short breaks are no care, a hospital stay is no move."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppoc.imports.ssda903.timeline import ReturnedChild
from ppoc.tests.imports.ssda903_factories import child_of, episode, review

pytestmark = pytest.mark.requirement("X2.1")
TO_HOSPITAL = [
	episode("01/06/2024", "01/09/2025", "X1", PL_POST="AA1 1AA"),
	episode("01/09/2025", "10/09/2025", "X1", RNE="P", PLACE="T1", PLACE_PROVIDER=""),
	episode("10/09/2025", RNE="P", PL_POST="AA1 1AA"),
]


def told(child: ReturnedChild) -> list[tuple[str, str]]:
	return [(event.event_type, event.date.isoformat()) for event in child.events()]


# A stray code does not end care


@pytest.mark.parametrize("reason", ["X1", "E4A", "E2", "E47", "Q9"])
def test_an_episode_without_an_end_has_not_ended_whatever_its_reason_says(reason: str):
	child = child_of(episodes=[episode("01/06/2025", "", reason, LS="C2")])
	facts = child.facts()
	assert (facts.looked_after, facts.on_full_care_order, facts.legal_status) == (
		True,
		True,
		"C2",
	)
	assert (facts.care_ended_on, facts.left_care_by, facts.date_of_death) == (None, None, None)
	assert told(child) == [("Entered care", "2025-06-01"), ("Full care order made", "2025-06-01")]


def test_a_stray_reason_in_the_middle_does_not_break_the_period():
	rows = [episode("01/06/2025", "", "E4A"), episode("01/09/2025", RNE="P", PLACE="U4")]
	assert child_of(episodes=rows).facts().care_started_on == date(2025, 6, 1)


def test_a_child_whose_next_episode_is_missing_is_still_in_care():
	facts = child_of(episodes=[episode("01/06/2025", "01/09/2025", "X1")]).facts()
	assert (facts.looked_after, facts.care_ended_on, facts.placement_since) == (True, None, date(2025, 6, 1))


def test_a_reason_with_its_date_ends_care_as_before():
	child = child_of(episodes=[episode("01/06/2025", "01/09/2025", "E4A")])
	assert (child.facts().looked_after, child.facts().care_ended_on) == (False, date(2025, 9, 1))
	assert told(child)[-1] == ("Left care", "2025-09-01")


# Short breaks


@pytest.mark.parametrize("status", ["V3", "V4"])
def test_a_child_who_goes_from_short_breaks_into_care_entered_care_on_the_second_day(status: str):
	rows = [
		episode("01/06/2024", "01/09/2025", "X1", LS=status),
		episode("01/09/2025", RNE="L", LS="V2"),
	]
	child = child_of(episodes=rows, reviews=[review("01/08/2025"), review("20/09/2025")])
	assert child.facts().care_started_on == date(2025, 9, 1)
	assert told(child) == [("Entered care", "2025-09-01"), ("Review held", "2025-09-20")]


def test_short_breaks_alone_start_nothing():
	rows = [episode("01/06/2025", LS="V4")]
	child = child_of(episodes=rows, reviews=[review("01/07/2025"), review("01/09/2025")])
	facts = child.facts()
	assert (told(child), facts.looked_after, facts.care_started_on) == ([], False, None)


def test_short_breaks_that_ended_are_no_end_of_care():
	facts = child_of(episodes=[episode("01/06/2025", "01/09/2025", "E8", LS="V3")]).facts()
	assert (facts.care_ended_on, facts.left_care_by) == (None, None)


def test_a_review_between_two_short_breaks_starts_no_clock_and_one_before_care_counts():
	rows = [
		episode("01/06/2025", "03/06/2025", "E8", LS="V3"),
		episode("01/08/2025", "03/08/2025", "E8", LS="V3"),
	]
	reviews = [review("01/05/2025"), review("01/07/2025"), review("02/08/2025")]
	assert told(child_of(episodes=rows, reviews=reviews)) == [("Review held", "2025-05-01")]


# Short absences


def test_a_stay_in_hospital_does_not_reset_placed_since():
	assert child_of(episodes=TO_HOSPITAL).facts().placement_since == date(2024, 6, 1)


def test_placed_since_stays_while_the_child_is_in_hospital():
	rows = [*TO_HOSPITAL[:1], TO_HOSPITAL[1] | {"DEC": "", "REC": ""}]
	facts = child_of(episodes=rows).facts()
	assert (facts.placement, facts.placement_since) == ("T1", date(2024, 6, 1))


def test_a_child_who_comes_back_to_another_place_is_placed_since_then():
	rows = [*TO_HOSPITAL[:2], TO_HOSPITAL[2] | {"PL_POST": "BB2 2BB"}]
	assert child_of(episodes=rows).facts().placement_since == date(2025, 9, 10)


@pytest.mark.parametrize("code", ["T0", "T2", "T3", "T4"])
def test_holidays_and_other_short_stays_are_no_moves(code: str):
	rows: list[Any] = [TO_HOSPITAL[0], TO_HOSPITAL[1] | {"PLACE": code}, TO_HOSPITAL[2]]
	assert child_of(episodes=rows).facts().placement_since == date(2024, 6, 1)
