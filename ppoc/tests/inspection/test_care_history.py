"""What list 8 says of a child's time in care, worked out by hand from short histories."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.imports.ssda903.timeline import Episode
from ppoc.inspection.care_history import care_history

pytestmark = pytest.mark.requirement("Y13")
TODAY = date(2026, 11, 30)


def episode(
	start: str, end: str | None = None, why: str = "X1", legal: str = "C2", place: str = "U6", **more: str
) -> Episode:
	return Episode(
		date.fromisoformat(start),
		legal_status=legal,
		placement=place,
		ended_on=date.fromisoformat(end) if end else None,
		reason_ended=why if end else None,
		**{"reason_new_episode": "L", "placement_postcode": place, **more},
	)


def test_legal_status_and_placement_each_have_their_own_first_day() -> None:
	found = care_history(
		[
			episode("2025-01-10", "2025-03-01", legal="V2", reason_new_episode="S"),
			episode("2025-03-01", "2026-02-01", legal="C1"),
			episode("2026-02-01", "2026-06-01", legal="C2"),
			episode("2026-06-01", legal="C2", place="U4", reason_new_episode="P"),
		],
		TODAY,
	)
	assert found
	assert found.started_on == date(2025, 1, 10)
	assert found.legal_status_since == date(2026, 2, 1)
	assert found.placement_since == date(2026, 6, 1)
	assert found.placements == 2
	assert (found.ended_on, found.came_back) == (None, False)


def test_a_stay_in_hospital_is_no_placement() -> None:
	found = care_history(
		[
			episode("2026-01-10", "2026-05-01", reason_new_episode="S"),
			episode("2026-05-01", "2026-05-08", place="T1", reason_new_episode="P"),
			episode("2026-05-08", reason_new_episode="P"),
		],
		TODAY,
	)
	assert found
	assert (found.placements, found.placement_since) == (1, date(2026, 1, 10))


def test_a_placement_that_ended_more_than_a_year_ago_does_not_count_and_one_that_went_on_does() -> None:
	found = care_history(
		[
			episode("2023-01-10", "2024-01-01", place="U1", reason_new_episode="S"),
			episode("2024-01-01", "2026-03-01", place="U2", reason_new_episode="P"),
			episode("2026-03-01", place="U3", reason_new_episode="P"),
		],
		TODAY,
	)
	assert found
	assert found.placements == 2


def test_whoever_comes_back_within_the_year_has_a_second_period() -> None:
	first = episode("2026-01-10", "2026-04-01", why="E4A", reason_new_episode="S")
	again = episode("2026-09-01", reason_new_episode="S")
	found = care_history([first, again], TODAY)
	assert found
	assert found.came_back
	assert found.started_on == date(2026, 9, 1)
	assert found.placements == 2
	earlier = episode("2024-01-10", "2024-04-01", why="E4A", reason_new_episode="S")
	alone = care_history([earlier, again], TODAY)
	assert alone
	assert not alone.came_back
	assert alone.placements == 1


def test_what_happened_after_the_day_is_not_known_yet() -> None:
	episodes = [
		episode("2025-01-10", "2026-03-01", reason_new_episode="S"),
		episode("2026-03-01", "2026-08-01", why="E45", place="U1", reason_new_episode="P"),
	]
	left = care_history(episodes, TODAY)
	assert left
	assert (left.ended_on, left.end_reason) == (date(2026, 8, 1), "E45")
	before = care_history(episodes, date(2026, 7, 31))
	assert before
	assert (before.ended_on, before.end_reason) == (None, "")
	earlier = care_history(episodes, date(2026, 2, 1))
	assert earlier
	assert earlier.latest.placement == "U6"
	assert care_history(episodes, date(2025, 1, 9)) is None


def test_short_breaks_are_no_care() -> None:
	assert care_history([episode("2026-01-10", legal="V4", reason_new_episode="S")], TODAY) is None


@given(
	st.lists(
		st.tuples(st.integers(1, 400), st.sampled_from("LPBTU"), st.sampled_from(("U1", "U6", "K2", "T1")))
	)
)
def test_placements_of_a_year_are_never_more_than_the_changes_in_it(
	steps: list[tuple[int, str, str]],
) -> None:
	days = [date(2024, 1, 1)]
	for length, _why, _place in steps:
		days.append(date.fromordinal(days[-1].toordinal() + length))
	kinds = [("S", "U6"), *((why, place) for _length, why, place in steps)]
	episodes = [
		Episode(start, why, "C2", placement=place, ended_on=end, reason_ended="X1" if end else None)
		for start, end, (why, place) in zip(days, [*days[1:], None], kinds, strict=True)
	]
	found = care_history(episodes, TODAY)
	assert found
	assert found.placements is not None
	changes = sum(date(2025, 11, 30) < day <= TODAY for day in days)
	assert 1 <= found.placements <= changes + 1
