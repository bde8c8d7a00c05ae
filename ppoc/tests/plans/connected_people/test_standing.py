"""Where an adult who matters to a child stands, and on how many the child can count. No site."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.plans.connected_people.standing import (
	Assessment,
	ConnectedAdult,
	Connections,
	Standing,
	asked_lately,
	together,
)

pytestmark = pytest.mark.requirement("Y3")

MAY, JUNE, JULY = (date(2026, month, 4) for month in (5, 6, 7))


@pytest.mark.parametrize(
	("adult", "standing"),
	[
		(ConnectedAdult(), Standing.NOT_ASKED),
		(ConnectedAdult(asked_on=MAY), Standing.ASKED),
		(ConnectedAdult(asked_on=MAY, contact=True), Standing.IN_TOUCH),
		(ConnectedAdult(asked_on=MAY, respite=True), Standing.IN_TOUCH),
		(ConnectedAdult(asked_on=MAY, home=True, contact=True), Standing.COULD_CARE),
		(ConnectedAdult(home=True, assessments=(Assessment(MAY),)), Standing.BEING_ASSESSED),
		(ConnectedAdult(home=True, assessments=(Assessment(MAY, outcome="Positive"),)), Standing.COULD_CARE),
		(ConnectedAdult(home=True, ruled_out=True, assessments=(Assessment(MAY),)), Standing.RULED_OUT),
	],
)
def test_a_person_stands_where_the_first_of_these_holds(adult: ConnectedAdult, standing: Standing) -> None:
	assert adult.standing is standing


def test_all_adults_of_a_child_together() -> None:
	adults = [
		ConnectedAdult(asked_on=MAY, home=True, assessments=(Assessment(MAY, JULY), Assessment(MAY, JUNE))),
		ConnectedAdult(asked_on=JUNE, contact=True, ask_again_on=JULY),
		ConnectedAdult(asked_on=JULY, home=True, ruled_out=True, assessments=(Assessment(MAY, MAY),)),
		ConnectedAdult(),
	]
	assert together(adults) == Connections(
		people=4,
		connections=2,
		homes=1,
		asked_on=JULY,
		ask_again_on=JULY,
		assessments=2,
		assessment_due_on=JUNE,
	)


def test_half_a_year_without_a_question_is_too_long() -> None:
	assert asked_lately(date(2026, 1, 1), date(2026, 7, 2))
	assert not asked_lately(date(2026, 1, 1), date(2026, 7, 3))
	assert not asked_lately(None, JULY)


def test_without_anybody_nothing_is_known() -> None:
	assert together([]) == Connections()


adults = st.builds(
	ConnectedAdult,
	st.none() | st.dates(),
	st.booleans(),
	st.booleans(),
	st.booleans(),
	st.none() | st.dates(),
	st.booleans(),
)


@given(st.lists(adults, max_size=6))
def test_a_child_counts_on_no_more_adults_than_there_are_and_on_none_who_is_ruled_out(
	found: list[ConnectedAdult],
) -> None:
	known = together(found)
	assert known.homes <= known.connections <= known.people - sum(adult.ruled_out for adult in found)
