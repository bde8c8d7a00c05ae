"""Unusual viewing: what the Caldicott guardian is told, and what is nobody's concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from ppoc.access.audit.unusual import (
	ELSEWHERE,
	MANY,
	NIGHT,
	REFUSALS,
	RESTRICTED,
	Look,
	Place,
	Reach,
	Thresholds,
	unusual,
)

pytestmark = pytest.mark.requirement("X4.2")

USUAL = Thresholds()
NOON = datetime(2026, 3, 2, 12)
SW = "sw@example.org"
PLACES = {
	"CH-own": Place("Team A", "North", users=frozenset({SW})),
	"CH-team": Place("Team A", "North"),
	"CH-other": Place("Team B", "North"),
	"CH-closed": Place("Team A", "North", restricted=True),
}
REACHES = {SW: Reach(frozenset({"Team A"}), frozenset({"North"}))}


def kinds(*looks: Look, thresholds: Thresholds = USUAL, reaches: dict[str, Reach] | None = None) -> list[str]:
	return [each.kind for each in unusual(looks, PLACES, reaches or REACHES, thresholds)]


def look(child: str = "CH-own", at: datetime = NOON, outcome: str = "Seen") -> Look:
	return Look(SW, at, outcome, child)


def test_the_own_team_by_day_is_nothing_unusual() -> None:
	assert kinds(look(), look("CH-team"), look("")) == []


def test_another_team_is_outside_unless_the_child_is_ones_own() -> None:
	assert kinds(look("CH-other")) == [ELSEWHERE]
	assert kinds(look("CH-own"), reaches={SW: Reach(frozenset({"Team B"}))}) == []


def test_somebody_without_a_team_works_in_their_localities() -> None:
	assert kinds(look("CH-other"), reaches={SW: Reach(localities=frozenset({"North"}))}) == []
	assert kinds(look("CH-other"), reaches={SW: Reach(localities=frozenset({"South"}))}) == [ELSEWHERE]
	assert kinds(look("CH-other"), reaches={"x": Reach()}) == [ELSEWHERE]


@pytest.mark.parametrize(
	("at", "night"),
	[("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("05:59", True), ("06:00", False)],
)
def test_the_night_goes_past_midnight(at: str, night: bool) -> None:
	assert (kinds(look("", datetime.fromisoformat(f"2026-03-02 {at}"))) == [NIGHT]) is night


def test_a_night_can_be_a_part_of_the_day() -> None:
	assert kinds(look(at=NOON), thresholds=Thresholds(night_from=11, night_to=13)) == [NIGHT]
	assert kinds(look(at=NOON), thresholds=Thresholds(night_from=13, night_to=14)) == []


def test_a_restricted_child_is_told_each_time_it_is_opened_on_its_own() -> None:
	assert kinds(look("CH-closed")) == [RESTRICTED]


def test_many_children_are_counted_once_each_and_by_the_day() -> None:
	three = Thresholds(many_children=3)
	same = [look(), look(), look()]
	assert kinds(*same, thresholds=three) == []
	different = [look(), look("CH-team"), look("CH-gone")]
	assert kinds(*different, thresholds=three) == [MANY]
	assert kinds(*different[:2], replace(different[2], at=datetime(2026, 3, 3, 12)), thresholds=three) == []


def test_refusals_count_from_the_threshold_on_and_nothing_else_is_said_of_them() -> None:
	refused = look("CH-closed", datetime(2026, 3, 2, 23), "Refused")
	assert kinds(*[refused] * 4) == []
	assert kinds(*[refused] * 5) == [REFUSALS]


def test_a_line_says_when_it_began_and_ended_and_the_latest_day_comes_first() -> None:
	later = look("CH-other", datetime(2026, 3, 3, 9))
	found = unusual(
		[look("CH-other", NOON), later, look("CH-other", datetime(2026, 3, 3, 8))],
		PLACES,
		REACHES,
		Thresholds(),
	)
	assert [(each.day, each.looks) for each in found] == [(date(2026, 3, 3), 2), (date(2026, 3, 2), 1)]
	assert (found[0].first.hour, found[0].last.hour) == (8, 9)
