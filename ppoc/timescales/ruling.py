"""Applies one rule to one child: starts, what satisfies or stops each, and repetitions. Plain Python."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY, Calendar, month_end_kept, on_weekday
from ppoc.timescales.history import History
from ppoc.timescales.models import (
	IN_CARE,
	LIFE_ENDS,
	NO_TYPE,
	Count,
	Event,
	EventType,
	Offset,
	Pick,
	Rule,
	Start,
	State,
	Timescale,
	Unit,
)
from ppoc.timescales.slots import (
	Slot,
	Version,
	allotted,
	known_in_order,
	slots_of_happened,
	slots_of_planned,
)

MOST_STEPS = 1000
"""More repetitions than any childhood needs: a weekly duty for nineteen years."""
DAY = timedelta(days=1)


class EndlessRuleError(ValueError):
	"""Rules wait for each other, or a repetition never ends."""


class Shape:
	"""What of a rule is the same for every child, worked out once.

	Attributes:
		closing: types that close only the planned date that they take the place of.
		stopping: types that end whatever is open.
		each_its_own: each start has its own satisfying event.
		plans: row of the rule → planned type whose dates stand in for events that have not happened yet.
	"""

	def __init__(self, rule: Rule, types: Mapping[str, EventType]) -> None:
		self.rule = rule
		self.kinds = {count: types.get(count.event_type, NO_TYPE) for count in rule.counts}
		named = {count.event_type for count in rule.counts}
		planned_only = all(kind.planned for kind in self.kinds.values())
		becomes = frozenset[str]().union(*(kind.becomes for kind in self.kinds.values()))
		self.closing = frozenset(
			name
			for name in rule.stopped_by
			if planned_only and (name in becomes or types.get(name, NO_TYPE).cancels)
		)
		self.stopping = (rule.stopped_by - self.closing) | LIFE_ENDS
		self.each_its_own = rule.pick is Pick.EACH and (planned_only or rule.same_meeting)
		self.plans = {count: plan for count in rule.counts if (plan := _plan_of(count, types))}
		self.types = (
			rule.satisfied_by
			| rule.stopped_by
			| {name for name in named if name}
			| frozenset(self.plans.values())
		)


def _plan_of(count: Count, types: Mapping[str, EventType]) -> str:
	"""Returns the planned type that says when the n-th such event will be, if it can become nothing else."""
	if not count.occurrence:
		return ""
	only = frozenset((count.event_type,))
	return next((name for name, kind in types.items() if kind.planned and kind.becomes == only), "")


class Ruling:
	"""One rule applied to one child."""

	def __init__(
		self,
		shape: Shape,
		history: History,
		done: Mapping[str, Sequence[Timescale]],
		today: date,
		calendar: Calendar,
		rhythm: Sequence[tuple[date, date]],
	) -> None:
		self.shape, self.rule = shape, shape.rule
		self.history = history
		self.done = done
		self.today = today
		self.calendar = calendar
		self.rhythm = rhythm if shape.rule.repeat_from_rhythm else ()
		self.stops = history.of(shape.stopping)
		self.stop_days = [stop.on for stop in self.stops]
		self.last_period = next(
			(number for number, stop in enumerate(self.stops) if stop.type in LIFE_ENDS), len(self.stops)
		)
		self.begun = {
			self.period_on(event.on, begins=True): event.on for event in history.by_type.get(IN_CARE, ())
		}
		self.taken: set[Event | None] = set()
		self._hits: list[Event] | None = None
		self._allotted: dict[Event | None, list[Event]] | None = None
		self.by_count: dict[Count, list[Slot]] = {}

	@property
	def hits(self) -> list[Event]:
		"""The events that can satisfy the rule."""
		if self._hits is None:
			self._hits = self.history.of(self.rule.satisfied_by)
		return self._hits

	def timescales(self) -> Iterable[Timescale]:
		"""Yields what the rule makes of the child's events."""
		self.by_count = {count: self._slots(count) for count in self.rule.counts}
		if self.rule.pick is Pick.EACH:
			slots = [slot for found in self.by_count.values() for slot in found]
			slots.sort(key=lambda slot: slot.order)
			for period, found in groupby(slots, key=lambda slot: slot.period):
				previous: Start | None = None
				for slot in found:
					yield from self._unfold((slot,), period, previous)
					previous = slot.versions[-1].start
		else:
			for period, groups in groupby(self._groups(), key=lambda group: group[0]):
				self.taken = set()
				for _period, group in groups:
					computed = list(self._unfold(group, period, None))
					self.taken.update(one.satisfied for one in computed)
					yield from computed

	def _groups(self) -> Iterable[tuple[int, tuple[Slot, ...]]]:
		"""Yields, for each period, the slots of which one is picked: the first of each row.

		If several dates are planned at once, each has a group of its own, with the second date of another row.
		"""
		periods = sorted({slot.period for found in self.by_count.values() for slot in found})
		for period in periods:
			rows = []
			for count, found in self.by_count.items():
				here = [slot for slot in found if slot.period == period]
				several = self.shape.kinds[count].planned and not count.occurrence
				here.sort(key=(lambda slot: slot.known) if several else (lambda slot: slot.order))
				rows.append(here if several else here[:1])
			for number in range(max(map(len, rows))):
				yield period, tuple(row[number] for row in rows if number < len(row))

	# starts

	def _slots(self, count: Count) -> list[Slot]:
		if count.rule:
			found = self._slots_of_rule(count)
		elif self.shape.kinds[count].planned:
			found = slots_of_planned(self, count)
		else:
			found = slots_of_happened(self, count)
		found = [slot for slot in found if slot.period <= self.last_period]
		found = _occurring(count, found, self.begun) if count.occurrence else found
		since = self.rule.since
		return [slot for slot in found if slot.versions[-1].start.on >= since] if since else found

	def _slots_of_rule(self, count: Count) -> list[Slot]:
		return [
			Slot.of(
				self.period_on(other.counted_from, begins=True),
				Version(
					self.start(count, other.due_on, count.rule, other.key),
					other.counted_from,
					ends=other.stopped,
					vanishes=True,
				),
			)
			for other in self.done.get(count.rule, ())
		]

	def start(self, count: Count, on: date, cause: str, name: str) -> Start:
		"""Returns what a row of the rule makes of a day."""
		if self.rhythm and not count.rule:
			return Start(count, on, cause, name, self.rhythm[0][1], on)
		since = self._last_before(on) if self.rule.continues and not count.before else None
		if since is None:
			return Start(count, on, cause, name, self.due(on, count.offset, count.before), on)
		return Start(count, on, cause, name, max(self.due(since, count.offset), on), since)

	def _last_before(self, day: date) -> date | None:
		"""Returns the day of the last satisfying event of this period, up to a day."""
		period = self.period_on(day, begins=False)
		number = bisect_right(self.hits, day, key=lambda hit: hit.on)
		last = self.hits[number - 1].on if number else None
		return last if last and (not period or last > self.stop_days[period - 1]) else None

	def period_of(self, event: Event, kind: EventType) -> int:
		"""Returns the number of the period that an event belongs to."""
		if kind.planned and event.recorded and event.recorded.date() < event.on:
			# It belongs to the period in which it was planned; a date recorded on a review day is for the next one.
			return self.period_on(event.recorded.date(), begins=True)
		return self.period_on(event.on, kind.begins)

	def period_on(self, day: date, begins: bool) -> int:
		"""Returns the number of the period that a day belongs to."""
		return (bisect_right if begins else bisect_left)(self.stop_days, day)

	# outcomes

	def _unfold(self, group: tuple[Slot, ...], period: int, previous: Start | None) -> Iterable[Timescale]:
		"""Follows a group from the day on which its first date was known: a date that is known later counts only as
		long as nothing was met or missed."""
		current: dict[int, Version] = {}
		picked: Version | None = None
		others: tuple[Start, ...] = ()
		for day, arriving in known_in_order(group):
			if picked:
				hit = self._first_hit(picked, others, period, previous)
				if hit and hit.on < day:
					break
				if picked.start.due_on < day and not picked.waits and self.rule.pick is not Pick.LATER:
					moved = next((one for one in arriving if one.follows is picked and one.moved), None)
					if not moved or not moved.event:
						continue
					yield self._one(picked, others, 1, None, Event(moved.event.type, day, moved.event.name))
					current = {key: one for key, one in current.items() if one.start.due_on >= day}
			for one in arriving:
				current[one.slot] = one
			picked, others = self._picked(current)
		if not picked:
			return
		if self._has_lapsed(picked, period) and len(current) > 1:
			picked, others = self._picked(
				{key: one for key, one in current.items() if not self._has_lapsed(one, period)} or current
			)
		yield from self._chain(picked, others, period, previous)

	def _picked(self, current: Mapping[int, Version]) -> tuple[Version, tuple[Start, ...]]:
		if len(current) == 1:
			return next(iter(current.values())), ()
		ordered = sorted(
			current.values(), key=lambda one: (one.start.due_on, one.start.cause, one.start.cause_name)
		)
		picked = ordered[0] if self.rule.pick is not Pick.LATER else ordered[-1]
		return picked, tuple(one.start for one in ordered if one is not picked)

	def _chain(
		self, version: Version, others: tuple[Start, ...], period: int, previous: Start | None
	) -> Iterable[Timescale]:
		rule, start = self.rule, version.start
		stop = self._stop(version, period)
		hit = self._first_hit(version, others, period, previous)
		if not hit and (self._has_lapsed(version, period) or self._vanishes(version, stop)):
			return
		due_on, counted_from = start.due_on, start.counted_from
		steps = self._steps(start) if hit and rule.repeat else None
		for step in range(1, MOST_STEPS + 1):
			yield self._one(version, others if step == 1 else (), step, hit, stop, due_on, counted_from)
			if not hit or not steps:
				return
			counted_from, due_on = steps.after(hit.on, due_on)
			hit = self._next_hit(hit.on + DAY, version, period, steps.day)

	def _steps(self, start: Start) -> Steps:
		if self.rhythm and start.on == self.rhythm[0][0]:
			return RhythmSteps(self, start)
		return GridSteps(self, start) if self.rule.repeat_from_due else Steps(self, start)

	def _has_lapsed(self, version: Version, period: int) -> bool:
		"""Returns whether the date that it waited for is past, and what was planned has not been recorded.

		A date that the child did not reach, because the rule ended before it, was stopped and stays so.
		"""
		if not version.waits or version.start.on >= self.today:
			return False
		stop = self._stop(version, period)
		return stop is None or stop.on > version.start.on

	def _vanishes(self, version: Version, stop: Event | None) -> bool:
		if stop is None or not version.vanishes or stop is not version.ends:
			return False
		return version.start.due_on >= stop.on

	def _one(
		self,
		version: Version,
		others: tuple[Start, ...],
		step: int,
		hit: Event | None,
		stop: Event | None,
		due_on: date | None = None,
		counted_from: date | None = None,
	) -> Timescale:
		start = version.start
		due_on = due_on or start.due_on
		return Timescale(
			key=f"{self.rule.name}|{start.cause_name or f'{start.cause} {start.on}'}|{step}",
			rule=self.rule.name,
			start=start,
			others=others,
			step=step,
			counted_from=counted_from or start.counted_from,
			due_on=due_on,
			**self._outcome(due_on, hit, stop),
		)

	def due(self, day: date, offset: Offset, before: bool = False) -> date:
		"""Returns the due date that lies so long after a day, or before it, on the rule's weekday if it has one."""
		return self.moved(self.calendar.count(day, offset, before), before)

	def moved(self, due_on: date, before: bool = False) -> date:
		"""Moves a due date to the rule's weekday, if it has one."""
		if self.rule.weekday is None:
			return due_on
		return on_weekday(due_on, self.rule.weekday, before)

	def _stop(self, version: Version, period: int) -> Event | None:
		"""Returns what ends the start: the end of its period, or what took its place."""
		stop = self.stops[period] if period < len(self.stops) else None
		ends = version.ends
		return ends if ends and (stop is None or ends.on <= stop.on) else stop

	def _first_hit(
		self, version: Version, others: tuple[Start, ...], period: int, previous: Start | None
	) -> Event | None:
		if not self.shape.each_its_own:
			slot = self.rhythm[0][0] if self.rhythm else None
			return self._next_hit(
				self._window_opens(version.start, others, period, previous), version, period, slot
			)
		if self._allotted is None:
			versions = [one for found in self.by_count.values() for slot in found for one in slot.versions]
			self._allotted = allotted(self, versions)
		stop = self._stop(version, period)
		return next(
			(hit for hit in self._allotted.get(version.event, ()) if not stop or hit.on <= stop.on), None
		)

	def _window_opens(
		self, start: Start, others: tuple[Start, ...], period: int, previous: Start | None
	) -> date:
		"""Returns the first day on which an event may satisfy this timescale."""
		if self.rhythm:
			return min(start.on, start.due_on, self.rhythm[0][1])
		if start.count.before:
			forward = [other.on for other in others if not other.count.before]
			if forward:
				return min(forward)
			if previous:
				return previous.on + DAY
			return self.stop_days[period - 1] + DAY if period else FIRST_DAY
		if self.rule.continues and self._last_before(start.on):
			return start.on + DAY
		return start.on - timedelta(days=self.rule.early_days)

	def _next_hit(self, after: date, version: Version, period: int, slot: date | None = None) -> Event | None:
		stop = self._stop(version, period)
		until = stop.on if stop else LAST_DAY
		start = version.start
		for event in self.hits[bisect_left(self.hits, after, key=lambda hit: hit.on) :]:
			if event.on > until:
				return None
			if event in self.taken or (slot and event.slot and event.slot < slot):
				continue
			if not (event.type == start.cause and event.on == start.on and event.name == start.cause_name):
				return event
		return None

	def _outcome(self, due_on: date, hit: Event | None, stop: Event | None) -> dict[str, Any]:
		"""Returns the state, with the event that caused it or the days on which it will change."""
		if hit:
			return {"state": State.MET if hit.on <= due_on else State.MET_LATE, "satisfied": hit}
		if stop:
			return {"state": State.MISSED if due_on < stop.on else State.STOPPED, "stopped": stop}
		soon, overdue = due_on - timedelta(days=self.rule.due_soon_days), due_on + DAY
		after = self.rule.escalate_after
		escalate_on = self.calendar.count(due_on, after) if after else None
		if self.today >= overdue:
			return {"state": State.OVERDUE, "escalate_on": escalate_on}
		if self.today >= soon:
			return {"state": State.DUE_SOON, "changes_on": overdue, "escalate_on": escalate_on}
		return {"state": State.NOT_DUE, "changes_on": soon, "escalate_on": escalate_on}


class Steps:
	"""The repetitions of a rule that are counted from the day on which it was done.

	The end of a month is kept: what is due on 28 February because it began on the 30th is due on the 30th again.
	"""

	day: date | None = None

	def __init__(self, ruling: Ruling, start: Start) -> None:
		self.ruling = ruling
		every = ruling.rule.repeat
		self.every = every or Offset(0)
		offset = start.count.offset
		by_months = offset.unit is Unit.MONTHS or not offset.amount
		self.month_day = (start.counted_from if by_months else start.due_on).day

	def after(self, done_on: date, due_on: date) -> tuple[date, date]:
		"""Returns the date that the next repetition counts from, and its due date."""
		if self.every.unit is not Unit.MONTHS:
			return done_on, self.ruling.due(done_on, self.every)
		if done_on != due_on or done_on.day > self.month_day:
			self.month_day = done_on.day
		following = self.ruling.calendar.count(done_on, self.every)
		return done_on, self.ruling.moved(month_end_kept(done_on, following, self.month_day))


class GridSteps(Steps):
	"""Repetitions that are counted from the first due date; those that passed before it was done are skipped."""

	def __init__(self, ruling: Ruling, start: Start) -> None:
		super().__init__(ruling, start)
		self.first = start.due_on
		self.number = 0

	def after(self, done_on: date, due_on: date) -> tuple[date, date]:
		"""Returns the date that the next repetition counts from, and its due date."""
		self.number += 1
		while (due := self._on(self.number)) <= done_on:
			self.number += 1
		return self._on(self.number - 1), due

	def _on(self, number: int) -> date:
		day = self.ruling.calendar.count(self.first, Offset(self.every.amount * number, self.every.unit))
		if self.every.unit is Unit.MONTHS:
			day = month_end_kept(self.first, day, self.month_day)
		return self.ruling.moved(day)


class RhythmSteps(Steps):
	"""Repetitions that follow the days on which a forum is to sit."""

	def __init__(self, ruling: Ruling, start: Start) -> None:
		super().__init__(ruling, start)
		self.number = 0

	def after(self, done_on: date, due_on: date) -> tuple[date, date]:
		"""Returns the date that the next repetition counts from, and its due date."""
		days = self.ruling.rhythm
		self.number += 1
		while self.number < len(days) and days[self.number][1] <= done_on:
			self.number += 1
		if self.number >= len(days):
			self.day = None
			return super().after(done_on, due_on)
		self.day = days[self.number][0]
		return done_on, days[self.number][1]


def _occurring(count: Count, slots: list[Slot], begun: Mapping[int, date]) -> list[Slot]:
	"""Returns, of each period, the n-th slot; with `and_later` all later ones too.

	Args:
		begun: by period, the first recorded day of a child who was in care already. What came before is not known, so
			no event from that day on is surely the n-th, but each may be a later one.
	"""
	first = count.occurrence - 1
	found: list[Slot] = []
	for period, here in groupby(sorted(slots, key=lambda slot: slot.order), key=lambda slot: slot.period):
		chosen = list(here)
		if period in begun and chosen[0].versions[-1].start.on >= begun[period]:
			found += chosen if count.and_later else []
		else:
			found += chosen[first:] if count.and_later else chosen[first : first + 1]
	return found
