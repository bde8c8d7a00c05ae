"""Facts about a child that change with its events and birthdays: what each was on any day. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from ppoc.ages import age_on, next_birthday
from ppoc.timescales.models import Event


class Changing(Protocol):
	"""A fact that was not always as it is now."""

	def on(self, day: date, closing: bool = False) -> Any:
		"""Returns what it was on a day: as the day began or, if `closing`, as it ended."""

	def changes(self, since: date, until: date) -> list[Event]:
		"""Returns what changed it after a day and before another one."""


@dataclass(frozen=True)
class Age:
	"""The age in whole years, which is reached as the birthday begins; None before the birth."""

	born: date

	def on(self, day: date, closing: bool = False) -> int | None:
		"""Returns the age on a day."""
		return age_on(self.born, day)

	def changes(self, since: date, until: date) -> list[Event]:
		"""Returns the birthdays after a day and before another one."""
		found, day = [], next_birthday(self.born, since)
		while day < until:
			found.append(Event("Birthday", day))
			day = next_birthday(self.born, day)
		return found


@dataclass(frozen=True)
class Whether:
	"""Whether the last event of two kinds was one of the first kind.

	Attributes:
		events: the events of both kinds, in order.
		these: types of the first kind.
	"""

	events: tuple[Event, ...]
	these: frozenset[str]

	@classmethod
	def of(cls, these: Collection[str], those: Collection[str], events: Iterable[Event]) -> Whether:
		"""Makes the fact from all events of a child."""
		found = [event for event in events if event.type in these or event.type in those]
		return cls(tuple(sorted(found, key=lambda event: event.order)), frozenset(these))

	def on(self, day: date, closing: bool = False) -> bool:
		"""Returns whether it was so as the day began or, if `closing`, as it ended."""
		before = day + timedelta(days=1) if closing else day
		past = [event for event in self.events if event.on < before]
		return bool(past) and past[-1].type in self.these

	def changes(self, since: date, until: date) -> list[Event]:
		"""Returns the events after a day and before another one."""
		return [event for event in self.events if since < event.on < until]


@dataclass(frozen=True)
class Recorded:
	"""A fact of the record with what it was before.

	Attributes:
		fact: its name.
		now: what it is now.
		past: what it was, with the day on which it changed, in order.
	"""

	fact: str
	now: Any
	past: tuple[tuple[date, Any], ...]

	def on(self, day: date, closing: bool = False) -> Any:
		"""Returns what it was as the day began or, if `closing`, as it ended."""
		return next((was for until, was in self.past if (day < until if closing else day <= until)), self.now)

	def changes(self, since: date, until: date) -> list[Event]:
		"""Returns what changed it after a day and before another one."""
		return [
			Event(CHANGED.get(self.fact, "Record changed"), day)
			for day, _was in self.past
			if since < day < until
		]


CHANGED = {
	"team": "Team changed",
	"service": "Service changed",
	"locality": "Locality changed",
	"nation": "Nation changed",
	"unborn": "Born",
	"looked_after": "Care status changed",
	"on_full_care_order": "Legal status changed",
	"legal_status": "Legal status changed",
	"placement": "Placement changed",
	"placed_with_parents": "Placement changed",
	"potential": "Potential categorised",
}
"""What is said to have ended a rule when a fact changed."""


def is_changing(value: Any) -> bool:
	"""Returns whether a fact knows what it was on other days."""
	return isinstance(value, Age | Whether | Recorded)
