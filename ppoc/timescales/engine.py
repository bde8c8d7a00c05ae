"""Computes what is due: takes events and rules, returns timescales with their states. Plain Python on plain values.

A child's events fall into periods. An event that stops the rule ends a period (leaving care, permanence achieved).
What starts in a period is either satisfied in it or stopped at its end; the next period starts afresh.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY, Calendar, on_weekday
from ppoc.timescales.conditions import hold
from ppoc.timescales.models import (
	LIFE_ENDS,
	Count,
	Event,
	EventType,
	Facts,
	Offset,
	Pick,
	Rule,
	Start,
	State,
	Timescale,
)

NO_TYPE = EventType()
MOST_STEPS = 1000
"""More repetitions than any childhood needs: a weekly duty for nineteen years."""


class EndlessRuleError(ValueError):
	"""Rules wait for each other, or a repetition never ends."""


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
		self.types_used = frozenset[str]().union(*(_types_of(rule) for rule in self.rules))

	def timescales(
		self, events: Iterable[Event], facts: Facts, today: date, calendar: Calendar
	) -> list[Timescale]:
		"""Returns one child's timescales, open and settled.

		Args:
			events: everything that happened or is planned, in any order; dates outside the known years are ignored.
			facts: the child's facts as they are now, for the rules' conditions.
			today: the day for which the states are worked out.
			calendar: the working days of the nation in which the child's case is held.
		"""
		history = History(events, self.types)
		done: dict[str, list[Timescale]] = {}
		for rule in self.rules:
			if hold(rule.conditions, facts):
				done[rule.name] = list(_Ruling(rule, history, done, today, calendar).timescales())
		return [timescale for timescales in done.values() for timescale in timescales]


class History:
	"""The events of one child by type, in order; built once for all rules."""

	def __init__(self, events: Iterable[Event], types: Mapping[str, EventType]) -> None:
		self.types = types
		self.by_type: dict[str, list[Event]] = {}
		for event in events:
			if FIRST_DAY <= event.on <= LAST_DAY:
				self.by_type.setdefault(event.type, []).append(event)
		for found in self.by_type.values():
			found.sort(key=lambda event: event.order)

	def of(self, types: Iterable[str]) -> list[Event]:
		"""Returns all events of these types, in order."""
		found = [event for name in types for event in self.by_type.get(name, ())]
		return sorted(found, key=lambda event: event.order) if len(found) > 1 else found


@dataclass(frozen=True)
class _Begin:
	"""A start and the period it falls into."""

	period: int
	start: Start


class _Ruling:
	"""One rule applied to one child."""

	def __init__(
		self,
		rule: Rule,
		history: History,
		done: Mapping[str, Sequence[Timescale]],
		today: date,
		calendar: Calendar,
	) -> None:
		self.rule = rule
		self.history = history
		self.done = done
		self.today = today
		self.calendar = calendar
		self.stops = history.of(rule.stopped_by | LIFE_ENDS)
		self.stop_days = [stop.on for stop in self.stops]
		self.last_period = next(
			(number for number, stop in enumerate(self.stops) if stop.type in LIFE_ENDS), len(self.stops)
		)
		self.hits: list[Event] | None = None

	def timescales(self) -> Iterable[Timescale]:
		begins = sorted(
			self._begins(), key=lambda b: (b.period, b.start.on, b.start.cause, b.start.cause_name)
		)
		for period, found in groupby(begins, key=lambda begin: begin.period):
			starts = [begin.start for begin in found]
			if self.rule.pick is Pick.EACH:
				previous: Start | None = None
				for start in starts:
					yield from self._chain(start, (), period, previous)
					previous = start
			else:
				starts = self._first_of_each_row(starts)
				ordered = sorted(starts, key=lambda start: (start.due_on, start.cause, start.cause_name))
				picked = ordered[0] if self.rule.pick is Pick.SOONER else ordered[-1]
				others = tuple(start for start in ordered if start is not picked)
				yield from self._chain(picked, others, period, None)

	# starts

	def _begins(self) -> Iterable[_Begin]:
		for count in self.rule.counts:
			by_period: dict[int, list[Start]] = {}
			for period, on, cause, name in self._causes(count):
				due_on = self._due(on, count.offset, count.before)
				by_period.setdefault(period, []).append(Start(count, on, cause, name, due_on))
			for period, starts in by_period.items():
				if period > self.last_period:
					continue
				yield from (_Begin(period, start) for start in _occurring(count, starts))

	def _causes(self, count: Count) -> Iterable[tuple[int, date, str, str]]:
		if count.rule:
			for other in self.done.get(count.rule, ()):
				if other.state is not State.STOPPED:
					yield self._period(other.due_on, begins=False), other.due_on, count.rule, other.key
			return
		kind = self.history.types.get(count.event_type, NO_TYPE)
		events = self.history.by_type.get(count.event_type, ())
		placed = [(self._period_of(event, kind), event) for event in events]
		if kind.planned:
			placed = _last_recorded(placed)
		for period, event in placed:
			yield period, event.on, event.type, event.name

	def _period_of(self, event: Event, kind: EventType) -> int:
		if kind.planned and event.recorded and event.recorded.date() < event.on:
			# It belongs to the period in which it was planned; a date recorded on a review day is for the next one.
			return self._period(event.recorded.date(), begins=True)
		return self._period(event.on, kind.begins)

	def _period(self, day: date, begins: bool) -> int:
		return (bisect_right if begins else bisect_left)(self.stop_days, day)

	def _first_of_each_row(self, starts: list[Start]) -> list[Start]:
		return [
			next(start for start in starts if start.count is count)
			for count in self.rule.counts
			if any(start.count is count for start in starts)
		]

	# outcomes

	def _chain(
		self, start: Start, others: tuple[Start, ...], period: int, previous: Start | None
	) -> Iterable[Timescale]:
		rule, due_on, counted_from = self.rule, start.due_on, start.on
		stop = self.stops[period] if period < len(self.stops) else None
		after = self._window_opens(start, others, period, previous)
		for step in range(1, MOST_STEPS + 1):
			hit = self._next_hit(after, start, period)
			yield Timescale(
				key=f"{rule.name}|{start.cause_name or f'{start.cause} {start.on}'}|{step}",
				rule=rule.name,
				start=start,
				others=others if step == 1 else (),
				step=step,
				counted_from=counted_from,
				due_on=due_on,
				**self._outcome(due_on, hit, stop),
			)
			if not hit or not rule.repeat:
				return
			counted_from, due_on = self._next(start.due_on, due_on, hit, step)
			after = hit.on + timedelta(days=1)

	def _next(self, first: date, due_on: date, hit: Event, step: int) -> tuple[date, date]:
		"""Returns the date that the next repetition counts from, and its due date."""
		every = self.rule.repeat
		assert every
		if not self.rule.repeat_from_due:
			return hit.on, self._due(hit.on, every)
		due = self._grid(first, step)
		while due <= hit.on:  # repetitions that passed before it was done are skipped
			step += 1
			due = self._grid(first, step)
		return self._grid(first, step - 1), due

	def _grid(self, first: date, number: int) -> date:
		every = self.rule.repeat
		assert every
		return self._due(first, Offset(every.amount * number, every.unit))

	def _due(self, day: date, offset: Offset, before: bool = False) -> date:
		return self._moved(self.calendar.count(day, offset, before), before)

	def _moved(self, due_on: date, before: bool = False) -> date:
		"""Moves a due date to the rule's weekday, if it has one."""
		if self.rule.weekday is None:
			return due_on
		return on_weekday(due_on, self.rule.weekday, before)

	def _window_opens(
		self, start: Start, others: tuple[Start, ...], period: int, previous: Start | None
	) -> date:
		"""Returns the first day on which an event may satisfy this timescale."""
		if start.count.before:
			forward = [other.on for other in others if not other.count.before]
			if forward:
				return min(forward)
			if previous:
				return previous.on + timedelta(days=1)
			return self.stop_days[period - 1] + timedelta(days=1) if period else FIRST_DAY
		return start.on - timedelta(days=self.rule.early_days)

	def _next_hit(self, after: date, start: Start, period: int) -> Event | None:
		if self.hits is None:
			self.hits = self.history.of(self.rule.satisfied_by)
		until = self.stop_days[period] if period < len(self.stop_days) else LAST_DAY
		for event in self.hits[bisect_left(self.hits, after, key=lambda hit: hit.on) :]:
			if event.on > until:
				return None
			if not (event.type == start.cause and event.on == start.on and event.name == start.cause_name):
				return event
		return None

	def _outcome(self, due_on: date, hit: Event | None, stop: Event | None) -> dict[str, Any]:
		"""Returns the state, with the event that caused it or the days on which it will change."""
		if hit:
			return {"state": State.MET if hit.on <= due_on else State.MET_LATE, "satisfied": hit}
		if stop:
			return {"state": State.STOPPED, "stopped": stop}
		soon, overdue = due_on - timedelta(days=self.rule.due_soon_days), due_on + timedelta(days=1)
		after = self.rule.escalate_after
		escalate_on = self.calendar.count(due_on, after) if after else None
		if self.today >= overdue:
			return {"state": State.OVERDUE, "escalate_on": escalate_on}
		if self.today >= soon:
			return {"state": State.DUE_SOON, "changes_on": overdue, "escalate_on": escalate_on}
		return {"state": State.NOT_DUE, "changes_on": soon, "escalate_on": escalate_on}


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


def _types_of(rule: Rule) -> frozenset[str]:
	return (
		rule.satisfied_by | rule.stopped_by | {count.event_type for count in rule.counts if count.event_type}
	)


def _occurring(count: Count, starts: list[Start]) -> list[Start]:
	if not count.occurrence:
		return starts
	first = count.occurrence - 1
	return starts[first:] if count.and_later else starts[first : first + 1]


def _last_recorded(placed: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
	"""Returns, for each period, the event that was recorded last: a hearing that was moved has one date."""
	last: dict[int, Event] = {}
	for period, event in placed:
		known = last.get(period)
		if known is None or _recorded(event) >= _recorded(known):
			last[period] = event
	return list(last.items())


def _recorded(event: Event) -> tuple[str, date, str]:
	return (event.recorded.isoformat() if event.recorded else "", event.on, event.name)
