"""One child's events by type, in order: twins counted once, planned dates with what became of them. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
	kept: list[Event] = []
	paired: set[int] = set()
	for event in events:
		twin = next(
			(one for one in reversed(kept) if are_twins(one, event) and _free(one, event, paired)), None
		)
		if twin is None:
			kept.append(event)
		elif twin.imported != event.imported:
			paired.add(id(twin))
	return kept


def _free(one: Event, other: Event, paired: set[int]) -> bool:
	"""Returns whether an event has no twin from the other source yet; several on the same day are all the same."""
	return one.on == other.on or id(one) not in paired


def are_twins(one: Event, other: Event) -> bool:
	"""Returns whether two events of one type, neither from a different meeting, tell of the same thing."""
	if one.meeting and other.meeting and one.meeting != other.meeting:
		return False
	apart = abs((other.on - one.on).days)
	return apart == 0 or (one.imported != other.imported and apart <= TWIN_DAYS)


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
