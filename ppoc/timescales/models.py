"""The values that the timescales engine takes and returns: events, rules and timescales. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar


class Unit(str, Enum):
	"""The unit of an offset."""

	CALENDAR_DAYS = "Calendar days"
	WORKING_DAYS = "Working days"
	WEEKS = "Weeks"
	MONTHS = "Months"


class Pick(str, Enum):
	"""Which date to use if a rule has several starts."""

	EACH = "Each"
	SOONER = "Whichever is sooner"
	LATER = "Whichever is later"


class State(str, Enum):
	"""The state of one due date."""

	NOT_DUE = "Not due"
	DUE_SOON = "Due soon"
	OVERDUE = "Overdue"
	MET = "Met"
	MET_LATE = "Met late"
	MISSED = "Missed"
	STOPPED = "Stopped"


Choice = TypeVar("Choice", bound=Enum)


def chosen(kind: type[Choice], text: str | None) -> Choice | None:
	"""Returns the choice of that text, or None if there is none: a row may be older than the choices."""
	return next((each for each in kind if each.value == text), None)


CHILD_DIED, TURNED_18 = "Date of death", "18th birthday"
LIFE_ENDS = frozenset((CHILD_DIED, TURNED_18))
"""Types of events that come from the child's own record and end every rule: nothing is asked for from that day on."""

IN_CARE = "In care when records begin"
ON_ORDER = "On care order when records begin"
"""Types of events that stand in for an entry into care, or an order, that lies before the first recorded day."""

OPEN = (State.NOT_DUE, State.DUE_SOON, State.OVERDUE)


@dataclass(frozen=True)
class Offset:
	"""A number of days, weeks or months."""

	amount: int
	unit: Unit = Unit.CALENDAR_DAYS


@dataclass(frozen=True)
class EventType:
	"""How to treat events of a type.

	Attributes:
		planned: the date is for something still to come (a hearing); the date recorded last replaces earlier ones.
		begins: the event starts a new period (entering care); a stopping event on the same day does not end it.
		becomes: of a planned type, the types of events that take the place of its date.
		cancels: the event takes back one planned date.
		one_at_a_time: of a planned type, a date recorded later replaces one that is still to come.
	"""

	planned: bool = False
	begins: bool = False
	becomes: frozenset[str] = frozenset()
	cancels: bool = False
	one_at_a_time: bool = False


NO_TYPE = EventType()


@dataclass(frozen=True)
class Event:
	"""Something that happened, or is planned, on a day.

	Attributes:
		meeting: the meeting that recorded it, or "".
		imported: it comes from a load, not from a person.
		slot: of a forum's sitting, its day by the rhythm.
	"""

	type: str
	on: date
	name: str = ""
	recorded: datetime | None = None
	meeting: str = ""
	imported: bool = False
	slot: date | None = None

	@property
	def order(self) -> tuple[date, datetime, str]:
		"""Sorts by day, then by time of recording, so that the order in which events are read does not matter."""
		return (self.on, self.recorded or datetime.min, self.name)


@dataclass(frozen=True)
class Count:
	"""One start of a rule, and what is counted from it.

	Attributes:
		event_type: the type of event that it counts from, or "".
		rule: the rule whose due dates it counts from, or "".
		offset: how long after; the day itself is not counted.
		before: count backwards from the day.
		occurrence: only the n-th such event of a period; 0 for every one.
		and_later: with `occurrence`, all later ones too.
	"""

	event_type: str = ""
	rule: str = ""
	offset: Offset = Offset(0)
	before: bool = False
	occurrence: int = 0
	and_later: bool = False


@dataclass(frozen=True)
class Condition:
	"""One condition on the child's facts, as in the form's filters."""

	fact: str
	operator: str
	value: Any


@dataclass(frozen=True)
class Rule:
	"""A local or statutory timescale.

	Attributes:
		name: its name.
		counts: its starts.
		pick: which of them to use.
		satisfied_by: types of events that satisfy it.
		stopped_by: types of events after which it no longer applies.
		repeat: how long until it is due again once satisfied, or None.
		repeat_from_due: count the next one from the due date instead of the day on which it was met.
		repeat_from_rhythm: the next one is the forum's next day by its rhythm.
		same_meeting: each start has its own event: one of the same meeting or, typed by hand, the next one.
		continues: count on from the last satisfying event before the start.
		conditions: all must hold, for what is open as the child is now, for what is past as it was then.
		due_soon_days: number of calendar days before the due date from which it is "due soon".
		early_days: an event up to this many calendar days before the start satisfies it too.
		weekday: 0 for Monday; a date on another day moves to the next such weekday or, if the rule counts backwards,
			to the last one before it.
		escalate_after: how long after the due date it is escalated, or None.
		since: the day from which it is in force, or None; it does not count from earlier days.
		duty: what it is about; gives_way: it rests for a child to whom another rule of the same duty applies.
	"""

	name: str
	counts: tuple[Count, ...]
	satisfied_by: frozenset[str]
	stopped_by: frozenset[str] = frozenset()
	pick: Pick = Pick.EACH
	repeat: Offset | None = None
	repeat_from_due: bool = False
	repeat_from_rhythm: bool = False
	same_meeting: bool = False
	continues: bool = False
	conditions: tuple[Condition, ...] = ()
	due_soon_days: int = 7
	early_days: int = 0
	weekday: int | None = None
	escalate_after: Offset | None = None
	since: date | None = None
	duty: str = ""
	gives_way: bool = False


@dataclass(frozen=True)
class Start:
	"""A date that a rule counts from: an event, or the due date of another rule.

	Attributes:
		count: the row of the rule.
		on: the date.
		cause: the event's type or the other rule.
		cause_name: the event's name or the other timescale's key.
		due_on: the due date that this row gives.
		counted_from: the day that it was counted from: `on`, unless the rule counts on from an earlier event.
	"""

	count: Count
	on: date
	cause: str
	cause_name: str
	due_on: date
	counted_from: date


@dataclass(frozen=True)
class Timescale:
	"""One due date.

	Attributes:
		key: identifies it, and stays the same each time it is computed.
		start: what it was counted from.
		others: further starts, which were not picked.
		step: repetition number, from 1.
		counted_from: the date that this step was counted from.
		due_on: the last day on which it is in time.
		satisfied, stopped: the event that satisfied or stopped it.
		changes_on: the day on which the state changes if nothing else happens.
		escalate_on: the first day on which it is escalated, if still open.
	"""

	key: str
	rule: str
	start: Start
	others: tuple[Start, ...]
	step: int
	counted_from: date
	due_on: date
	state: State
	satisfied: Event | None = None
	stopped: Event | None = None
	changes_on: date | None = None
	escalate_on: date | None = None


Facts = Mapping[str, Any]
