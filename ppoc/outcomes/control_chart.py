"""A control chart (statistical process control) of events per 1,000 days in care: what is signal, what is noise.

The limits are those between which 99.73 % of the numbers lie if nothing changes but chance (Shewhart's three
standard deviations), taken from the Poisson distribution itself because the numbers are small: a month with fewer
days in care has wider limits. Plain Python on plain values; the distribution is SciPy's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ppoc.messages import Message
from ppoc.outcomes.intervals import THOUSAND

WITHIN = 0.9973
RUN = 8
"""So many in a row on one side of the average are a signal (Western Electric, Statistical Quality Control, 1956)."""
TREND = 6
"""So many in a row, each higher, or lower, than the one before are a signal (Nelson, Shewhart Control Chart, 1984)."""
FEWEST = 8
"""With fewer points an average says too little to judge by."""
ABOVE, BELOW = Message("Above the limits"), Message("Below the limits")
HIGHER, LOWER = Message("Eight in a row above the average"), Message("Eight in a row below the average")
RISING, FALLING = Message("Six in a row, each higher"), Message("Six in a row, each lower")


@dataclass(frozen=True)
class Point:
	"""One span of time: how many events there were on how many days in care."""

	events: int
	days: int

	@property
	def rate(self) -> float | None:
		"""Events per 1,000 days in care."""
		return self.events * THOUSAND / self.days if self.days > 0 else None


@dataclass(frozen=True)
class Judged:
	"""A point on its chart, per 1,000 days in care; the average and limits are None if there are too few points."""

	rate: float | None
	average: float | None = None
	low: float | None = None
	high: float | None = None
	signal: str = ""


def judge(points: Sequence[Point]) -> list[Judged]:
	"""Returns each point with average, limits, and the signal that ends with it, in order of time."""
	usable = [point for point in points if point.days > 0]
	if len(usable) < FEWEST:
		return [Judged(point.rate) for point in points]
	average = sum(point.events for point in usable) * THOUSAND / sum(point.days for point in usable)
	signals = iter(_signals([point.rate or 0.0 for point in usable], average))
	return [_judged(point, average, next(signals)) if point.days > 0 else Judged(None) for point in points]


def _judged(point: Point, average: float, in_a_row: str) -> Judged:
	from scipy.stats import poisson  # takes seconds to load, once in each process

	low, high = (float(one) for one in poisson.interval(WITHIN, average * point.days / THOUSAND))
	outside = ABOVE if point.events > high else BELOW if point.events < low else ""
	per_days = THOUSAND / point.days
	return Judged(point.rate, average, low * per_days, high * per_days, outside or in_a_row)


def _signals(rates: Sequence[float], average: float) -> list[str]:
	"""Returns the run or trend that each rate completes or continues, or ""."""
	sides = [(rate > average) - (rate < average) for rate in rates]
	steps = [0, *((after > before) - (after < before) for before, after in pairwise(rates))]
	found: list[str] = []
	for place in range(len(rates)):
		run = sides[max(place - RUN + 1, 0) : place + 1]
		trend = steps[max(place - TREND + 2, 0) : place + 1]
		if len(run) == RUN and abs(sum(run)) == RUN:
			found.append(HIGHER if run[0] > 0 else LOWER)
		elif len(trend) == TREND - 1 and abs(sum(trend)) == TREND - 1:
			found.append(RISING if trend[0] > 0 else FALLING)
		else:
			found.append("")
	return found
