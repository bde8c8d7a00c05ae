"""Turns computed timescales into the rows to store, and finds what changed. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from ppoc.ages import birthday, next_birthday
from ppoc.timescales.calendars import Calendar, calendar_of
from ppoc.timescales.models import OPEN, Event, State, Timescale

SUBJECT_FIELDS = {"Child": "child", "Meeting": "meeting", "Forum Schedule": "forum_schedule"}
FIELDS = (
	"name",
	"child",
	"meeting",
	"forum_schedule",
	"duty",
	"rule",
	"step",
	"state",
	"due_on",
	"satisfied_on",
	"stopped_on",
	"cause",
	"cause_name",
	"counted_from",
	"satisfied_by",
	"stopped_by",
	"duty_role",
	"responsible",
	"escalate_on",
	"escalate_to",
	"locality",
	"team",
	"digest",
)
Row = tuple[Any, ...]
STATE, DUE_ON, DUTY = FIELDS.index("state"), FIELDS.index("due_on"), FIELDS.index("duty")
DIGEST = FIELDS.index("digest")
OPEN_STATES = {state.value for state in OPEN}


@dataclass(frozen=True)
class Duty:
	"""What the engine does not need to know of a rule: what it is about and whose duty it is."""

	duty: str
	role: str = ""
	escalate_to: str = ""


@dataclass
class Subject:
	"""A child, a meeting or a forum's schedule with everything that its timescales are computed from.

	Attributes:
		calendar: its working days; those of the nation if there is none.
		rhythm: of a schedule, the days by the rhythm and on which day each sitting is to be held.
		people: role → the Worker in that role for this subject.
		facts: for the rules' conditions.
	"""

	doctype: str
	name: str
	locality: str = ""
	team: str = ""
	nation: str = "England"
	events: list[Event] = field(default_factory=list)
	facts: dict[str, Any] = field(default_factory=dict)
	people: dict[str, str] = field(default_factory=dict)
	born: date | None = None
	calendar: Calendar | None = None
	rhythm: Sequence[tuple[date, date]] = ()

	@property
	def days(self) -> Calendar:
		"""The working days that its dates are counted in."""
		return self.calendar or calendar_of(self.nation)


@dataclass(frozen=True)
class NextDue:
	"""The due dates in a child's list row."""

	on: date | None = None
	what: str = ""
	overdue: int = 0


def rows_of(subject: Subject, timescales: Iterable[Timescale], duties: Mapping[str, Duty]) -> list[Row]:
	"""Returns the rows to store, in the order of `FIELDS`; the last value is a digest of the others."""
	about = tuple(subject.name if doctype == subject.doctype else None for doctype in SUBJECT_FIELDS)
	rows = [_row_of(subject, about, one, duties[one.rule]) for one in timescales]
	return [(*row, blake2b(repr(row).encode(), digest_size=8).hexdigest()) for row in rows]


def _row_of(subject: Subject, about: Row, one: Timescale, duty: Duty) -> Row:
	return (
		row_name(subject, one.key),
		*about,
		duty.duty,
		one.rule,
		one.step,
		one.state.value,
		one.due_on,
		one.satisfied.on if one.satisfied else None,
		one.stopped.on if one.stopped else None,
		one.start.cause,
		one.start.cause_name or None,
		one.counted_from,
		one.satisfied.type if one.satisfied else None,
		one.stopped.type if one.stopped else None,
		duty.role or None,
		subject.people.get(duty.role) or None,
		one.escalate_on,
		duty.escalate_to or None if one.escalate_on else None,
		subject.locality or None,
		subject.team or None,
	)


def row_name(subject: Subject, key: str) -> str:
	"""Returns the name of a row, the same each time it is computed."""
	return blake2b(f"{subject.doctype}|{subject.name}|{key}".encode(), digest_size=10).hexdigest()


def differences(stored: Mapping[str, str], computed: Iterable[Row]) -> tuple[list[Row], list[str]]:
	"""Returns the rows to insert or replace, and the names of those to delete.

	Args:
		stored: name → digest of each stored row.
		computed: what should be stored.
	"""
	new = {row[0]: row for row in computed}
	write = [row for name, row in new.items() if stored.get(name) != row[DIGEST]]
	return write, [name for name in stored if name not in new]


def next_due(rows: Iterable[Row], today: date) -> NextDue:
	"""Returns the next date to come, its duty, and how many are overdue."""
	still_open = [row for row in rows if row[STATE] in OPEN_STATES]
	coming = min(((row[DUE_ON], row[DUTY]) for row in still_open if row[DUE_ON] >= today), default=(None, ""))
	overdue = sum(row[STATE] == State.OVERDUE.value for row in still_open)
	return NextDue(coming[0], coming[1], overdue)


def changes_on(subject: Subject, timescales: Iterable[Timescale], by_age: bool, today: date) -> date | None:
	"""Returns the first day on which a state, or an age that a rule depends on, changes without any new event."""
	days = [one.changes_on for one in timescales if one.changes_on]
	if subject.born:
		days.append(next_birthday(subject.born, today) if by_age else birthday(subject.born, 18))
	return min((day for day in days if day > today), default=None)
