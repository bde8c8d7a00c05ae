"""Finds unusual looking: at night, outside one's own teams, at many children, at a restricted one, many refusals.

It says what somebody should ask about, not that anything was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ppoc.access.audit.entries import REFUSED
from ppoc.messages import Message

NIGHT, ELSEWHERE, MANY, RESTRICTED, REFUSALS = (
	Message("At night"),
	Message("Outside own teams"),
	Message("Many children"),
	Message("Restricted child"),
	Message("Many refusals"),
)


@dataclass(frozen=True)
class Look:
	"""An entry of the trail. child: the only child in it; "" for lists and reports of several."""

	user: str
	at: datetime
	outcome: str
	child: str = ""


@dataclass(frozen=True)
class Place:
	"""Where a child is, and who works with them. users: the logins of the child's own workers."""

	team: str = ""
	locality: str = ""
	restricted: bool = False
	users: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reach:
	"""Where a user works. With teams, their children are those of these teams; without, those of the localities."""

	teams: frozenset[str] = frozenset()
	localities: frozenset[str] = frozenset()

	def includes(self, place: Place) -> bool:
		"""Returns whether a child there is one of theirs, as far as their teams and localities go."""
		return place.team in self.teams if self.teams else place.locality in self.localities


@dataclass(frozen=True)
class Thresholds:
	"""From when on looking is unusual. Hours from 0 to 24; the night may go past midnight."""

	night_from: int = 22
	night_to: int = 6
	many_children: int = 40
	many_refusals: int = 5

	def is_night(self, at: datetime) -> bool:
		"""Returns whether a time is at night."""
		if self.night_from <= self.night_to:
			return self.night_from <= at.hour < self.night_to
		return at.hour >= self.night_from or at.hour < self.night_to


@dataclass
class Unusual:
	"""What one person did on one day that is unusual in one way."""

	day: date
	user: str
	kind: str
	looks: int = 0
	children: set[str] = field(default_factory=set)
	first: datetime = datetime.max
	last: datetime = datetime.min

	def add(self, look: Look) -> None:
		"""Counts one more look."""
		self.looks += 1
		self.children |= {look.child} - {""}
		self.first, self.last = min(self.first, look.at), max(self.last, look.at)


def unusual(
	looks: Iterable[Look], places: Mapping[str, Place], reaches: Mapping[str, Reach], thresholds: Thresholds
) -> list[Unusual]:
	"""Returns what is unusual, the latest day first; for each day and person one line for each kind.

	A list, report or feed shows many children at once as a matter of course. So only what was opened on its
	own counts, and any look at night.

	Args:
		looks: entries of the trail.
		places: where the children are; a child that is not there is not judged.
		reaches: where the users work; somebody who is not there works nowhere.
		thresholds: from when on looking is unusual.
	"""
	found: dict[tuple[date, str, str], Unusual] = {}
	for look in looks:
		for kind in _kinds(look, places, reaches, thresholds):
			key = (look.at.date(), look.user, kind)
			found.setdefault(key, Unusual(*key)).add(look)
	kept = [each for each in found.values() if _counts(each, thresholds)]
	return sorted(kept, key=lambda each: (-each.day.toordinal(), each.user, each.kind))


def _kinds(
	look: Look, places: Mapping[str, Place], reaches: Mapping[str, Reach], thresholds: Thresholds
) -> Iterator[str]:
	if look.outcome == REFUSED:
		yield REFUSALS
		return
	if thresholds.is_night(look.at):
		yield NIGHT
	if not look.child:
		return
	yield MANY
	place = places.get(look.child)
	if place and place.restricted:
		yield RESTRICTED
	if place and look.user not in place.users and not reaches.get(look.user, Reach()).includes(place):
		yield ELSEWHERE


def _counts(found: Unusual, thresholds: Thresholds) -> bool:
	if found.kind == MANY:
		return len(found.children) >= thresholds.many_children
	return found.kind != REFUSALS or found.looks >= thresholds.many_refusals
