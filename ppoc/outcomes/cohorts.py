"""Shares of cohorts: how many of the children who came into care, or left it, had got where after so many months.

Each share counts everybody of the cohort who could be followed for so long, also those who died or grew up in care
meanwhile. Whoever came too lately to be followed is not counted yet, so the last cohorts are smaller.
Plain Python on plain values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ppoc.outcomes.intervals import Share, share
from ppoc.timescales.calendars import months_after

YEAR, QUARTER = "Year", "Quarter"
ANY = ""
"""Stands for all routes together."""
Member = TypeVar("Member")


def cohort_of(day: date, by: str = YEAR) -> str:
	"""Returns the cohort of a day: the year of the return, from April ("2025/26"), or its quarter ("2025/26 Q3")."""
	year = day.year - (day.month < 4)
	name = f"{year}/{(year + 1) % 100:02}"
	return name if by == YEAR else f"{name} Q{(day.month - 4) % 12 // 3 + 1}"


@dataclass(frozen=True)
class Followed(Generic[Member]):
	"""Somebody who is followed from a day on: of which cohort, and when they reached what is counted, if they did."""

	cohort: str
	since: date
	reached_on: date | None
	member: Member

	def followed_for(self, months: int, until: date) -> bool:
		"""Returns whether so many months have passed by a day."""
		return months_after(self.since, months) <= until

	def reached_within(self, months: int) -> bool:
		"""Returns whether it was reached in so many months, the last day included."""
		return self.reached_on is not None and self.reached_on <= months_after(self.since, months)


def shares_of(
	followed: Iterable[Followed[Member]], months: Sequence[int], until: date
) -> dict[tuple[str, int], Share]:
	"""Returns (cohort, months) → the share that had reached it by then, of those who could be followed for so long.

	Args:
		followed: everybody, each with a cohort.
		months: after how many months to look.
		until: the last day of which anything is known.
	"""
	counts: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
	for one in followed:
		for after in months:
			if one.followed_for(after, until):
				counts[one.cohort, after][0] += one.reached_within(after)
				counts[one.cohort, after][1] += 1
	return {key: share(reached, of) for key, (reached, of) in counts.items()}
