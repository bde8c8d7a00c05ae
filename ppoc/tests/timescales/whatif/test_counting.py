"""Comparing ways of working on plain values: which rules and forums count, what is late, who meets how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ppoc.timescales.calendars import calendar_of
from ppoc.timescales.models import Count, Event, Offset, Rule, Unit
from ppoc.timescales.rows import Subject
from ppoc.timescales.whatif.lateness import Counting, Outcome, counted, occurrences
from ppoc.timescales.whatif.meeting_workload import ServiceSize, forum_loads, role_loads
from ppoc.timescales.whatif.scenarios import (
	BESIDE,
	INSTEAD,
	ForumPlan,
	Member,
	Scenario,
	ScenarioRule,
	with_pack,
	with_rule,
)

TODAY, AHEAD = date(2026, 11, 23), date(2027, 2, 23)


def rule(
	name: str, amount: int, unit: Unit = Unit.WEEKS, repeat: Offset | None = None, **more: str
) -> ScenarioRule:
	duty, pack = more.get("duty", "First meeting"), more.get("pack", "")
	count = (
		Count(rule=more["after"]) if "after" in more else Count("Entered care", offset=Offset(amount, unit))
	)
	done_by = ("Meeting held", "Review held")
	stops = frozenset({"Left care"})
	engine_rule = Rule(name, (count,), frozenset(done_by), stops, repeat=repeat)
	return ScenarioRule(engine_rule, duty, "Social Worker", pack, done_by)


def forum(name: str, pack: str = "", event_type: str = "", **more: Any) -> ForumPlan:
	plan = ForumPlan(name, pack, "Team", 2.0, 90, 10, event_type, (Member("Team Manager", "Always"),))
	return replace(plan, **more)


def child(*events: tuple[str, date], team: str = "One") -> Subject:
	happened = [Event(kind, on, f"{kind}{on}") for kind, on in events]
	return Subject("Child", "CH-1", "North", team, "England", happened, {}, {})


def outcome(scenario: Scenario, *children: Subject) -> Outcome:
	calendar = calendar_of("England")
	return counted(Counting(scenario, TODAY, AHEAD), [(one, calendar) for one in children])


def names(scenario: Scenario) -> set[str]:
	return {one.rule.name for one in scenario.rules}


# ways of working


@pytest.mark.requirement("X3.3")
def test_another_pack_counts_instead_of_those_in_force_or_beside_them_on_its_own_duties() -> None:
	now = Scenario(
		(
			rule("A first", 4, pack="A"),
			rule("A visits", 1, duty="Visits", pack="A"),
			rule("Our own", 2, duty="Local"),
		),
		{},
		(forum("Panel A", "A"), forum("Our forum")),
	)
	other = Scenario((rule("B first", 2, pack="B"),), {}, (forum("Panel B", "B"),))
	instead, beside = (with_pack(now, "B", other, mode) for mode in (INSTEAD, BESIDE))
	assert names(instead) == {"B first", "Our own"}
	assert names(beside) == {"B first", "A visits", "Our own"}
	assert {one.name for one in instead.forums} == {"Panel B", "Our forum"}
	assert {one.name for one in beside.forums} == {"Panel A", "Panel B", "Our forum"}


@pytest.mark.requirement("Y1")
def test_what_gives_way_stays_in_every_comparison() -> None:
	def giving_way(one: ScenarioRule) -> ScenarioRule:
		return replace(one, rule=replace(one.rule, duty=one.duty, gives_way=True))

	law = tuple(giving_way(rule(f"Law {duty}", 4, duty=duty, pack="Law")) for duty in ("first", "later"))
	now = Scenario((rule("A first", 4, duty="first", pack="A"), *law), {})
	other = Scenario((rule("B later", 4, duty="later", pack="B"),), {})
	assert names(with_pack(now, "B", other, INSTEAD)) == {"Law first", "Law later", "B later"}
	assert names(with_pack(now, "B", other, BESIDE)) == {"A first", "Law first", "Law later", "B later"}
	whole_law = Scenario(law, {})
	assert names(with_pack(now, "Law", whole_law, BESIDE)) == {"A first", "Law first", "Law later"}
	assert names(with_pack(now, "Law", whole_law, INSTEAD)) == {"Law first", "Law later"}


def test_a_rule_that_counts_from_one_that_is_gone_goes_with_it() -> None:
	now = Scenario((rule("A first", 4, pack="A"), rule("Own", 0, duty="Local", after="A first")), {})
	other = Scenario((rule("B first", 2, pack="B"),), {})
	assert names(with_pack(now, "B", other, INSTEAD)) == {"B first"}


def test_a_duty_is_done_in_the_forum_that_leaves_the_event_which_the_rule_names_first() -> None:
	one = rule("First", 4, pack="B")
	forums = (
		forum("Reviews", "", "Review held"),
		forum("Old", "A", "Meeting held"),
		forum("New", "B", "Meeting held"),
	)
	assert Scenario((one,), {}, forums).forum_of(one) == "New"
	assert Scenario((one,), {}, forums[:1]).forum_of(one) == ""


# lateness


@pytest.mark.requirement("X3.3")
def test_a_shorter_time_makes_late_what_was_in_time() -> None:
	entered, held = date(2026, 9, 1), date(2026, 9, 25)
	long, short = Scenario((rule("First", 4),), {}), Scenario((rule("First", 2),), {})
	children = (
		child(("Entered care", entered), ("Meeting held", held)),
		child(("Entered care", date(2026, 11, 2))),
	)
	now, then = (
		outcome(long, *children).duties["First meeting"],
		outcome(short, *children).duties["First meeting"],
	)
	assert (now.fell_due, now.late, now.overdue, now.children, now.coming, now.known) == (1, 0, 0, 0, 1, 1)
	assert (then.fell_due, then.late, then.overdue, then.children, then.coming, then.known) == (
		2,
		2,
		1,
		1,
		1,
		1,
	)
	assert (outcome(long, *children).children_late, outcome(short, *children).children_late) == (0, 1)


@pytest.mark.parametrize(
	("due", "repeat", "times"),
	[
		(date(2026, 12, 1), None, 1),
		(date(2026, 10, 1), None, 1),
		(date(2027, 2, 23), None, 1),
		(date(2027, 2, 24), None, 0),
		(date(2026, 11, 23), Offset(2, Unit.WEEKS), 7),
		(date(2026, 10, 1), Offset(2, Unit.WEEKS), 7),
		(date(2027, 2, 20), Offset(2, Unit.WEEKS), 1),
		(date(2026, 11, 23), Offset(1, Unit.MONTHS), 4),
	],
)
def test_a_duty_that_repeats_comes_as_often_as_the_time_ahead_allows(due, repeat, times) -> None:
	assert occurrences(due, repeat, TODAY, AHEAD) == times


def test_children_to_be_talked_about_are_counted_at_their_forum() -> None:
	asked = rule("First", 4, repeat=Offset(6, Unit.WEEKS))
	scenario = Scenario((asked,), {}, (forum("Planning", "", "Meeting held"),))
	first = child(("Entered care", date(2026, 11, 2)))  # due on 30 November, then 11 January and 22 February
	assert outcome(scenario, first).discussed == {"Planning": 3}
	gone = child(("Entered care", date(2026, 11, 2)), ("Left care", date(2026, 11, 9)))
	assert outcome(scenario, gone).discussed == {"Planning": 0}


def test_a_changed_rule_takes_the_place_of_the_one_of_its_name() -> None:
	now = Scenario((rule("First", 4), rule("Other", 1, duty="Other")), {})
	then = with_rule(now, rule("First", 2))
	assert names(then) == {"First", "Other"}
	changed = next(one for one in then.rules if one.rule.name == "First")
	assert changed.rule.counts[0].offset.amount == 2


# who meets how often


SERVICE = ServiceSize(
	teams=6,
	localities=2,
	of_team=frozenset({"Team Manager"}),
	of_locality=frozenset({"Head of Service"}),
	workers={"Social Worker": 30, "Legal Adviser": 2},
)


@pytest.mark.requirement("X3.3")
def test_sittings_and_hours_of_each_role_follow_from_where_a_forum_sits_and_who_comes() -> None:
	manager, head, worker = (
		Member("Team Manager", "Always"),
		Member("Head of Service", "Always"),
		Member("Social Worker", "For their own children"),
	)
	forums = (
		forum("Team forum", members=(manager, worker)),  # 6 teams, twice a month, 90 minutes
		forum("Panel", held_by="Locality", a_month=1.0, minutes=120, members=(head, manager)),
		forum(
			"Board",
			held_by="Authority",
			a_month=1.0,
			minutes=60,
			members=(head, Member("Legal Adviser", "When asked")),
		),
	)
	loads = forum_loads(forums, {"Team forum": 180}, SERVICE, 3)
	team_forum = loads[0]
	assert (team_forum.places, team_forum.sittings, team_forum.hours) == (6, 12, 18)
	assert (team_forum.children, team_forum.fit) == (60, 108)
	roles = role_loads(forums, loads, SERVICE)
	# each manager sits twice in their own team and once in the locality's panel
	assert (roles["Team Manager"].people, roles["Team Manager"].sittings) == (6, 6 * 3)
	assert roles["Team Manager"].hours == 6 * (2 * 1.5 + 2)
	assert (roles["Head of Service"].sittings, roles["Head of Service"].hours) == (2 + 2, 2 * 2 + 2 * 1)
	assert roles["Social Worker"].own_children_hours == 60 * 10 / 60
	assert "Legal Adviser" not in roles


def test_a_forum_in_force_sits_where_it_has_schedules() -> None:
	loads = forum_loads((forum("Team forum", places=2),), {}, SERVICE, 3)
	assert (loads[0].places, loads[0].sittings) == (2, 4)
