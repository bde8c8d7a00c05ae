"""Counts what a set of rules means for a caseload: what is late, what will fall due, and whose duty it is.

The forecast assumes that each duty is done on its due date, and again each time its rule repeats; it does not guess
at events that nobody knows of yet. Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from ppoc.timescales.calendars import DAYS_OF_MONTH, Calendar
from ppoc.timescales.engine import Engine
from ppoc.timescales.models import OPEN, Offset, State, Timescale, Unit
from ppoc.timescales.rows import Subject
from ppoc.timescales.whatif.scenarios import Scenario, ScenarioRule

DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.WEEKS: 7.0, Unit.MONTHS: DAYS_OF_MONTH}
YEAR = timedelta(days=365)


@dataclass
class DutyCount:
	"""The counts for one duty, over all children counted.

	Attributes:
		role: whose duty it is.
		overdue: due dates that have passed and are still open.
		children: children with at least one of those.
		fell_due, late: due dates in the last year, and how many of them were not met in time.
		coming: due dates in the forecast period.
		known: children who have any event recorded that would satisfy it.
	"""

	role: str = ""
	overdue: int = 0
	children: int = 0
	fell_due: int = 0
	late: int = 0
	coming: int = 0
	known: int = 0


@dataclass
class Outcome:
	"""The counts for one set of rules and forums.

	Attributes:
		duties: by duty.
		discussed: forum → how often children are to be discussed there in the forecast period.
		children_late: children with anything overdue.
	"""

	duties: dict[str, DutyCount] = field(default_factory=dict)
	discussed: dict[str, int] = field(default_factory=dict)
	children_late: int = 0

	def as_dict(self) -> dict[str, Any]:
		"""Returns plain values."""
		return asdict(self)


class Counting:
	"""Counts one set of rules and forums over children, batch after batch.

	Args:
		scenario: the rules and forums.
		today: the current day.
		ahead: the last day of the forecast period.
	"""

	def __init__(self, scenario: Scenario, today: date, ahead: date) -> None:
		self.today, self.ahead = today, ahead
		self.rules = {rule.rule.name: rule for rule in scenario.rules}
		self.forums = {name: scenario.forum_of(rule) for name, rule in self.rules.items()}
		self.engine = Engine([rule.rule for rule in scenario.rules], scenario.types)
		self.outcome = Outcome(
			duties={rule.duty: DutyCount(rule.role) for rule in scenario.rules},
			discussed={forum.name: 0 for forum in scenario.forums},
		)

	def add(self, subject: Subject, calendar: Calendar) -> None:
		"""Counts one child."""
		computed = self.engine.timescales(subject.events, subject.facts, self.today, calendar)
		late = {self.rules[one.rule].duty for one in computed if one.state is State.OVERDUE}
		for duty in late:
			self.outcome.duties[duty].children += 1
		self.outcome.children_late += bool(late)
		for one in computed:
			self._add(one, self.rules[one.rule])
		happened = {event.type for event in subject.events}
		for duty in {rule.duty for rule in self.rules.values() if happened & rule.rule.satisfied_by}:
			self.outcome.duties[duty].known += 1

	def _add(self, one: Timescale, rule: ScenarioRule) -> None:
		count = self.outcome.duties[rule.duty]
		count.overdue += one.state is State.OVERDUE
		if self.today - YEAR <= one.due_on < self.today and one.state is not State.STOPPED:
			count.fell_due += 1
			count.late += one.state in (State.OVERDUE, State.MET_LATE, State.MISSED)
		if one.state in OPEN:
			times = occurrences(one.due_on, rule.rule.repeat, self.today, self.ahead)
			count.coming += times
			if forum := self.forums[one.rule]:
				self.outcome.discussed[forum] += times


def occurrences(due: date, repeat: Offset | None, today: date, ahead: date) -> int:
	"""Returns how often an open duty falls due up to a day, if done on each due date and, where overdue, today."""
	first = max(due, today)
	if first > ahead:
		return 0
	if not repeat:
		return 1
	return 1 + int((ahead - first).days / max(repeat.amount * DAYS[repeat.unit], 1))


def counted(counting: Counting, subjects: Iterable[tuple[Subject, Calendar]]) -> Outcome:
	"""Counts these children."""
	for subject, calendar in subjects:
		counting.add(subject, calendar)
	return counting.outcome
