"""Computes what is due: takes events and rules, returns timescales with their states. Plain Python on plain values.

A child's events fall into periods. An event that stops the rule ends a period (leaving care, permanence achieved).
What starts in a period is either satisfied in it, or missed or stopped at its end; the next period starts afresh.
An event that comes later changes nothing that was met or missed before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ppoc.timescales.calendars import Calendar
from ppoc.timescales.conditions import hold, no_longer, vary
from ppoc.timescales.history import History
from ppoc.timescales.models import (
	OPEN,
	Event,
	EventType,
	Facts,
	Rule,
	State,
	Timescale,
)
from ppoc.timescales.ruling import EndlessRuleError, Ruling, Shape

NO_RHYTHM: tuple[tuple[date, date], ...] = ()
DAY = timedelta(days=1)


class Engine:
	"""The rules of an authority, in the order in which they depend on each other.

	Args:
		rules: the rules in force.
		types: how to treat events, by type; a type that is missing here is an ordinary one.

	Raises:
		EndlessRuleError: some rules count from each other's due dates in a circle.
	"""

	def __init__(self, rules: Iterable[Rule], types: Mapping[str, EventType]) -> None:
		self.rules = in_order(list(rules))
		self.types = types
		self.shapes = {rule.name: Shape(rule, types) for rule in self.rules}
		given_way = {rule.duty for rule in self.rules if rule.gives_way}
		self.goes_first = [rule for rule in self.rules if not rule.gives_way and rule.duty in given_way]
		self.types_used = frozenset[str]().union(*(shape.types for shape in self.shapes.values()))

	def timescales(
		self,
		events: Iterable[Event],
		facts: Facts,
		today: date,
		calendar: Calendar,
		rhythm: Sequence[tuple[date, date]] = NO_RHYTHM,
	) -> list[Timescale]:
		"""Returns one child's timescales, open and settled.

		Args:
			events: everything that happened or is planned, in any order; dates outside the known years are ignored.
			facts: the child's facts for the rules' conditions; a `Changing` one says what it was on each day.
			today: the day for which the states are worked out.
			calendar: the working days of the nation in which the child's case is held.
			rhythm: of a forum's schedule, the days by the rhythm and on which day each sitting is to be held.
		"""
		history = History(events, self.types)
		done: dict[str, list[Timescale]] = {}
		taken = self._taken(facts, today)
		for rule in self.rules:
			if rule.gives_way and rule.duty in taken:
				continue
			changing = vary(rule.conditions, facts)
			if changing or hold(rule.conditions, facts):
				ruling = Ruling(self.shapes[rule.name], history, done, today, calendar, rhythm)
				found = ruling.timescales()
				done[rule.name] = list(_in_their_time(found, rule, facts, today) if changing else found)
		return [timescale for timescales in done.values() for timescale in timescales]

	def _taken(self, facts: Facts, today: date) -> frozenset[str]:
		"""Returns the duties for which a rule that gives way rests, because another one applies to the child."""
		return frozenset(rule.duty for rule in self.goes_first if hold(rule.conditions, facts, today))


def _in_their_time(found: Iterable[Timescale], rule: Rule, facts: Facts, today: date) -> Iterable[Timescale]:
	"""Yields what the rule asked for while its conditions held.

	They must hold on the day on which it was met, missed or stopped, and today for what is open. What was missed and
	not done by the time at which they no longer hold stays missed.
	"""
	for one in found:
		settled = one.satisfied or one.stopped
		in_time = settled is not None and settled.on <= one.due_on
		judged = settled.on if settled and in_time else min(one.due_on, today)
		if not hold(rule.conditions, facts, judged, closing=not in_time):
			continue
		until = settled.on if settled else today + DAY
		ended = no_longer(rule.conditions, facts, judged, until) if one.due_on < until else None
		if ended is None:
			yield one
		else:
			yield replace(
				one, state=State.MISSED, stopped=ended, satisfied=None, changes_on=None, escalate_on=None
			)


def in_order(rules: list[Rule]) -> list[Rule]:
	"""Sorts the rules so that each comes after the rules whose due dates it counts from.

	Raises:
		EndlessRuleError: some rules wait for each other; the message names them.
	"""
	by_name = {rule.name: rule for rule in rules}
	ordered: dict[str, Rule] = {}

	def put(rule: Rule, waiting: tuple[str, ...]) -> None:
		if rule.name in waiting:
			raise EndlessRuleError(" → ".join((*waiting[waiting.index(rule.name) :], rule.name)))
		if rule.name in ordered:
			return
		for count in rule.counts:
			if count.rule in by_name:
				put(by_name[count.rule], (*waiting, rule.name))
		ordered[rule.name] = rule

	for rule in sorted(rules, key=lambda rule: rule.name):
		put(rule, ())
	return list(ordered.values())


__all__ = ["OPEN", "EndlessRuleError", "Engine", "in_order"]
