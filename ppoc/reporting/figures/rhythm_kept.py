"""Compares the meetings held with the rhythm of their forums. Plain Python: schedules and counts in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ppoc.timescales.recurrence import Rhythm, sittings

Key = tuple[str, str, str]
"""Forum, locality, team or ""."""
FURTHEST_MOVE = timedelta(days=31)
"""A closed day moves a sitting by less than this."""


@dataclass(frozen=True)
class Schedule:
	"""When a forum sits for a team, a locality or the authority.

	Attributes:
		rhythm: its own, or that of the forum that it sits before.
		nth: it sits before every n-th sitting of that forum; 0 if it has its own rhythm.
		starts_with: the first day that counts.
		closed: the closed days where it sits: on which a sitting is moved, or left out.
	"""

	key: Key
	rhythm: Rhythm
	starts_with: date
	nth: int = 0
	closed: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sat:
	"""The meetings of a period: held, cancelled, past but not closed; the date of the last one held."""

	held: int = 0
	cancelled: int = 0
	not_closed: int = 0
	last_held: date | None = None


@dataclass
class Kept:
	"""How well a forum kept its rhythm in a period."""

	forum: str
	locality: str
	team: str
	rhythm: Rhythm | None
	nth: int = 0
	expected: int = 0
	sat: Sat = field(default_factory=Sat)

	@property
	def share(self) -> float | None:
		"""The percentage of due sittings that were held; None if none was due."""
		return round(min(self.sat.held, self.expected) * 100 / self.expected, 1) if self.expected else None

	def as_row(self) -> dict[str, Any]:
		"""Returns the row as plain values, without the rhythm."""
		row = {"forum": self.forum, "locality": self.locality, "team": self.team, "expected": self.expected}
		return {**row, **vars(self.sat), "share": self.share}


def kept(schedules: Iterable[Schedule], sat: Mapping[Key, Sat], since: date, until: date) -> list[Kept]:
	"""Returns a row for each schedule, and one for meetings without a schedule, by forum, locality and team."""
	rows = {
		one.key: Kept(*one.key, one.rhythm, one.nth, expected(one, since, until), sat.get(one.key, Sat()))
		for one in schedules
	}
	for key, found in sat.items():
		rows.setdefault(key, Kept(*key, None, sat=found))
	return [rows[key] for key in sorted(rows)]


def expected(schedule: Schedule, since: date, until: date) -> int:
	"""Returns how many sittings are due in the period, both ends included, on the days on which they are to be held.

	A sitting that falls on a closed day counts on the day to which it moves; one that is left out does not count.
	"""
	every = max(schedule.nth, 1)
	begins = schedule.starts_with if every > 1 else max(schedule.starts_with, since - FURTHEST_MOVE)
	due = sittings(schedule.rhythm, begins, until + FURTHEST_MOVE, schedule.closed)[::every]
	return sum(since <= one.day <= until for one in due)


def by_forum(rows: Iterable[Kept]) -> list[Kept]:
	"""Returns one row for each forum, all its teams together."""
	found: dict[str, Kept] = {}
	for row in rows:
		whole = found.setdefault(row.forum, Kept(row.forum, row.locality, "", row.rhythm, row.nth))
		whole.rhythm, whole.nth = whole.rhythm or row.rhythm, whole.nth or row.nth
		whole.expected += row.expected
		whole.sat = Sat(
			whole.sat.held + row.sat.held,
			whole.sat.cancelled + row.sat.cancelled,
			whole.sat.not_closed + row.sat.not_closed,
			max(filter(None, (whole.sat.last_held, row.sat.last_held)), default=None),
		)
	return [found[forum] for forum in sorted(found)]
