"""One child's events by type, in order: twins counted once, planned dates with what became of them. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from ppoc.timescales.calendars import FIRST_DAY, LAST_DAY
from ppoc.timescales.models import NO_TYPE, Event, EventType

TWIN_DAYS = 3
"""An event that somebody typed and one that was imported are the same if they lie no further apart."""
EARLY_DAYS = 28
"""A meeting held longer than this before a planned date is another meeting."""


class History:
	"""The events of one child by type, in order; built once for all rules."""

	def __init__(self, events: Iterable[Event], types: Mapping[str, EventType]) -> None:
		self.types = types
		self.by_type: dict[str, list[Event]] = {}
		for event in events:
			if FIRST_DAY <= event.on <= LAST_DAY:
				self.by_type.setdefault(event.type, []).append(event)
		for kind, found in self.by_type.items():
			if len(found) > 1:
				found.sort(key=_order)
				self.by_type[kind] = without_twins(found)
		self._became: dict[tuple[str, frozenset[str]], dict[Event, Event]] = {}

	def of(self, types: Iterable[str]) -> list[Event]:
		"""Returns all events of these types, in order."""
		lists = [self.by_type[name] for name in types if name in self.by_type]
		if len(lists) == 1:
			return lists[0]
		return sorted((event for found in lists for event in found), key=_order)

	def became(self, planned: str, held: frozenset[str]) -> dict[Event, Event]:
		"""Returns, for each planned date that is over, the event that closed it.

		Args:
			planned: the type of the planned dates.
			held: the types of events that take the place of such a date.
		"""
		key = (planned, held)
		if key not in self._became:
			cancelling = frozenset(name for name in held if self.types.get(name, NO_TYPE).cancels)
			self._became[key] = closed_by(self.by_type.get(planned, ()), self.of(held), cancelling)
		return self._became[key]


def _order(event: Event) -> tuple[object, ...]:
	return event.order


def without_twins(events: Sequence[Event]) -> list[Event]:
	"""Leaves out what is recorded twice: on the same day, or typed and imported within a few days.

	Args:
		events: events of one type, in order.

	Returns:
		The events that count. Of twins it is the first, so that a later entry does not change what was counted.
	"""
	return [group[0] for group in twin_groups(events)]


def twin_groups(events: Sequence[Event]) -> list[list[Event]]:
	"""Puts together the records of each thing that happened; the first of a group counts.

	Args:
		events: events of one type, in order.
	"""
	groups: list[list[Event]] = []
	for event in events:
		same = next((group for group in _near(event, groups) if _belongs(event, group)), None)
		if same is None:
			groups.append([event])
		else:
			same.append(event)
	return groups


def _near(event: Event, groups: Sequence[list[Event]]) -> Iterator[list[Event]]:
	for group in reversed(groups):
		if (event.on - group[0].on).days > TWIN_DAYS:
			return
		yield group


def _belongs(event: Event, group: Sequence[Event]) -> bool:
	"""Returns whether an event tells of the same thing as a group: as one of its day, or as one of the other source.

	A source that has two days in a row tells of two things, so a group has one day of each source.
	"""
	if any(_of_other_meetings(one, event) for one in group):
		return False
	own = [one for one in group if one.imported == event.imported]
	if own:
		return all(one.on == event.on for one in own)
	return are_twins(group[0], event) or any(one.on == event.on for one in group)


def are_twins(one: Event, other: Event) -> bool:
	"""Returns whether two events of one type, neither from a different meeting, tell of the same thing."""
	if _of_other_meetings(one, other):
		return False
	apart = abs((other.on - one.on).days)
	return apart == 0 or (one.imported != other.imported and apart <= TWIN_DAYS)


def _of_other_meetings(one: Event, other: Event) -> bool:
	return bool(one.meeting and other.meeting and one.meeting != other.meeting)


def known_on(planned: Event) -> date:
	"""Returns the day from which a planned date was known; one that was recorded afterwards, its own day."""
	if planned.recorded is None:
		return FIRST_DAY
	return min(planned.recorded.date(), planned.on)


def closed_by(
	planned: Sequence[Event], held: Sequence[Event], cancelling: frozenset[str] = frozenset()
) -> dict[Event, Event]:
	"""Returns the event that took the place of each planned date.

	A meeting closes the date that was planned for it. Otherwise an event closes the nearest date that was known before,
	and every earlier one with it; but not a date that lies more than `EARLY_DAYS` ahead. One that cancels closes only
	the next date to come.

	Args:
		planned: the planned dates, in order.
		held: what took place, and what was cancelled, in order.
		cancelling: the types of events that cancel.
	"""
	found: dict[Event, Event] = {}
	for event in held:
		waiting = [one for one in planned if one not in found and _may_become(one, event, cancelling)]
		own = [one for one in waiting if one.meeting and one.meeting == event.meeting]
		if not waiting:
			continue
		nearest = own[0] if own else min(waiting, key=lambda one: (abs((event.on - one.on).days), one.on))
		found[nearest] = event
		if not own and event.type not in cancelling:
			found.update({one: event for one in waiting if one.on < nearest.on})
	return found


def _may_become(planned: Event, held: Event, cancelling: frozenset[str]) -> bool:
	if planned.meeting and held.meeting:
		return planned.meeting == held.meeting
	if held.type in cancelling:
		return planned.on >= held.on and known_on(planned) <= held.on
	if planned.on <= held.on:
		return True
	return known_on(planned) < held.on and planned.on - held.on <= timedelta(days=EARLY_DAYS)


def moved_to(planned: Sequence[Event]) -> dict[Event, Event]:
	"""Returns the date that replaced each planned date of a type of which there is one at a time.

	A date that is recorded while another is still to come replaces it. Dates recorded on one day stand beside each
	other.
	"""
	found: dict[Event, Event] = {}
	standing: list[Event] = []
	for event in sorted(planned, key=lambda one: (known_on(one), one.order)):
		known = known_on(event)
		coming = [one for one in standing if one.on >= known and known_on(one) < known]
		if coming:
			old = min(coming, key=lambda one: (abs((event.on - one.on).days), one.on))
			found[old] = event
			standing.remove(old)
		standing.append(event)
	return found
