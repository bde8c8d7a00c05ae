"""What list 10 says of a child's way to adoption, from the child's events."""

from __future__ import annotations

from datetime import date

import pytest

from ppoc.imports.ssda903 import events as kinds
from ppoc.inspection.adoption import Happened, adoption_history

pytestmark = pytest.mark.requirement("Y13")
TODAY = date(2026, 11, 30)


def events(**days: str) -> list[Happened]:
	names = {
		"decided": kinds.ADOPTION_DECIDED,
		"ordered": kinds.PLACEMENT_ORDER_MADE,
		"matched": kinds.MATCHED_WITH_ADOPTERS,
		"placed": kinds.PLACED_FOR_ADOPTION,
		"ended": kinds.ADOPTION_PLACEMENT_ENDED,
		"revoked": kinds.PLACEMENT_ORDER_REVOKED,
		"undone": kinds.ADOPTION_REVERSED,
	}
	return [
		Happened(date.fromisoformat(day), names[kind], "No adopters were found" if kind == "undone" else "")
		for kind, day in days.items()
	]


def test_a_child_on_the_way_is_listed_however_long_ago_it_was_decided() -> None:
	found = adoption_history(
		events(decided="2024-02-01", ordered="2024-03-01", matched="2026-05-01"), None, TODAY
	)
	assert found
	assert (found.decided_on, found.ordered_on) == (date(2024, 2, 1), date(2024, 3, 1))
	assert (found.matched_on, found.placed_on, found.adopted_on) == (date(2026, 5, 1), None, None)


def test_an_order_that_was_made_before_the_decision_counts() -> None:
	found = adoption_history(events(ordered="2026-01-01", decided="2026-01-09"), None, TODAY)
	assert found
	assert found.ordered_on == date(2026, 1, 1)


def test_a_revoked_order_and_a_match_that_came_to_nothing_do_not_count() -> None:
	found = adoption_history(
		events(
			ordered="2025-01-01",
			decided="2025-01-09",
			matched="2025-06-01",
			placed="2025-07-01",
			ended="2025-12-01",
			revoked="2026-02-01",
		),
		None,
		TODAY,
	)
	assert found
	assert (found.ordered_on, found.matched_on, found.placed_on) == (None, None, None)


@pytest.mark.parametrize(
	("adopted", "listed"), [("2025-11-30", False), ("2025-12-01", True), ("2026-11-30", True)]
)
def test_an_adopted_child_is_listed_for_a_year(adopted: str, listed: bool) -> None:
	found = adoption_history(events(decided="2024-02-01"), date.fromisoformat(adopted), TODAY)
	assert bool(found) == listed


@pytest.mark.parametrize(("undone", "listed"), [("2025-11-30", False), ("2026-03-01", True)])
def test_a_reversed_decision_is_listed_for_a_year_with_its_reason(undone: str, listed: bool) -> None:
	found = adoption_history(events(decided="2024-02-01", undone=undone), None, TODAY)
	assert bool(found) == listed
	assert not found or found.reversed_why == "No adopters were found"


def test_a_second_decision_begins_anew() -> None:
	old = events(decided="2024-02-01", undone="2024-09-01", matched="2024-05-01")
	found = adoption_history([*old, *events(decided="2026-02-01")], None, TODAY)
	assert found
	assert (found.decided_on, found.matched_on, found.reversed_on) == (date(2026, 2, 1), None, None)


def test_what_happens_later_is_not_known_and_a_child_without_a_decision_is_not_listed() -> None:
	told = events(decided="2026-06-01", matched="2026-08-01")
	found = adoption_history(told, date(2026, 10, 1), date(2026, 7, 1))
	assert found
	assert (found.matched_on, found.adopted_on) == (None, None)
	assert adoption_history(told, None, date(2026, 5, 1)) is None
	assert adoption_history(events(ordered="2026-01-01"), None, TODAY) is None
