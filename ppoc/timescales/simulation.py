"""Works out what a rule would change, by computing before and after without writing anything. Plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ppoc.timescales.calendars import Calendar
from ppoc.timescales.engine import Engine
from ppoc.timescales.models import OPEN, Rule, Timescale
from ppoc.timescales.rows import Subject

MOST_SAMPLES = 50


@dataclass(frozen=True)
class DueDateChange:
	"""A due date that the rule adds, moves or removes.

	Attributes:
		before, after: the due date before and after, or None.
	"""

	before: Timescale | None
	after: Timescale | None


class Trial:
	"""Compares the rules in force with the same rules after adding or replacing one.

	Args:
		engine: the engine of the rules in force; also says how to treat each type of event.
		rule: the rule to try; it replaces the rule of the same name, if there is one.
	"""

	def __init__(self, engine: Engine, rule: Rule) -> None:
		before = {one.name: one for one in engine.rules}
		after = {**before, rule.name: rule}
		self.touched = dependents(after.values(), rule.name)
		needed = prerequisites(after, self.touched)
		self.before = Engine([one for name, one in before.items() if name in needed], engine.types)
		self.after = Engine([one for name, one in after.items() if name in needed], engine.types)

	@property
	def types(self) -> frozenset[str]:
		"""Returns the event types that either set of rules uses."""
		return self.before.types_used | self.after.types_used

	def computed(self, subject: Subject, today: date, calendar: Calendar) -> tuple[list[Timescale], ...]:
		"""Returns the due dates that the rule could change, before and after."""
		before, after = (
			[
				one
				for one in engine.timescales(subject.events, subject.facts, today, calendar, subject.rhythm)
				if one.rule in self.touched
			]
			for engine in (self.before, self.after)
		)
		return before, after


def dependents(rules: Iterable[Rule], name: str) -> frozenset[str]:
	"""Returns the names of a rule and of all rules that count from its due dates, directly or not."""
	rules, found = list(rules), {name}
	while more := {r.name for r in rules if r.name not in found and any(c.rule in found for c in r.counts)}:
		found |= more
	return frozenset(found)


def prerequisites(rules: dict[str, Rule], names: Iterable[str]) -> set[str]:
	"""Returns the names of these rules and of all rules whose due dates they count from."""
	found, waiting = set(), list(names)
	while waiting:
		name = waiting.pop()
		if name in rules and name not in found:
			found.add(name)
			waiting += [count.rule for count in rules[name].counts if count.rule]
	return found


def changes(before: Iterable[Timescale], after: Iterable[Timescale]) -> list[DueDateChange]:
	"""Returns the due dates that differ, the earliest first; those that disappear come last."""
	old, new = ({one.key: one for one in ones} for ones in (before, after))
	found = [
		DueDateChange(old.get(key), new.get(key))
		for key in {**old, **new}
		if _said(old.get(key)) != _said(new.get(key))
	]
	return sorted(found, key=lambda change: (change.after is None, _day(change)))


def _said(one: Timescale | None) -> tuple[Any, ...]:
	return (one.due_on, one.state, one.escalate_on) if one else ()


def _day(change: DueDateChange) -> date:
	one = change.after or change.before
	assert one
	return one.due_on


@dataclass
class Tally:
	"""The result of a trial: how many records are affected, and what is open before and after, by team."""

	looked_at: int = 0
	touched: int = 0
	before: Counter[str] = field(default_factory=Counter)
	after: Counter[str] = field(default_factory=Counter)
	teams: dict[str, dict[str, int]] = field(default_factory=dict)
	samples: list[tuple[Subject, list[DueDateChange]]] = field(default_factory=list)

	def add(self, subject: Subject, before: list[Timescale], after: list[Timescale]) -> None:
		"""Counts one child, meeting or schedule."""
		self.looked_at += 1
		self.before.update(_open(before))
		self.after.update(_open(after))
		found = changes(before, after)
		if not found:
			return
		self.touched += 1
		team = self.teams.setdefault(subject.team, Counter())
		team["touched"] += 1
		for state, number in Counter(_open(after)).items():
			team[state] += number
		if len(self.samples) < MOST_SAMPLES:
			self.samples.append((subject, found))


def _open(ones: Iterable[Timescale]) -> list[str]:
	return [one.state.value for one in ones if one.state in OPEN]
