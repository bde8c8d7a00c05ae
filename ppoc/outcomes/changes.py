"""Moves and changes of social worker on the days in care of a span. Plain Python on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppoc.outcomes.care_periods import CarePeriod


@dataclass
class CareChanges:
	"""What happened on how many days; summed over children.

	Attributes:
		days, moves: days in care for which moves are known, and moves between placements.
		worker_days, worker_changes: days since the first social worker is known, and changes of social worker.
		permanent: how often a child reached permanence; care_days: on how many days in care.
	"""

	days: int = 0
	moves: int = 0
	worker_days: int = 0
	worker_changes: int = 0
	care_days: int = 0
	permanent: int = 0

	def add(self, other: CareChanges) -> None:
		"""Adds what happened to others."""
		for name, value in vars(other).items():
			setattr(self, name, getattr(self, name) + value)


def changes_in(period: CarePeriod, workers_since: Sequence[date], first: date, last: date) -> CareChanges:
	"""Returns what happened in one time in care.

	The first social worker of whom anything is known is no change, and the days before count for nothing: an
	authority that loads no social workers has no rate of them, rather than one of zero.

	Args:
		period: the time in care.
		workers_since: the days on which the child was given a social worker, in order.
		first, last: the span, both days included.
	"""
	found = CareChanges(care_days=period.days_between(first, last))
	if period.permanent_on and first <= period.permanent_on <= last:
		found.permanent = 1
	if period.moves is not None:
		found.days = found.care_days
		found.moves = sum(first <= day <= last for day in period.moves)
	if workers_since:
		found.worker_days = period.days_between(max(first, workers_since[0]), last)
		end = min(period.ended_on or last, last)
		found.worker_changes = sum(max(first, period.known_from) <= day <= end for day in workers_since[1:])
	return found
