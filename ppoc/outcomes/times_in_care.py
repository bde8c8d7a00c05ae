"""Which times in care a figure follows, and from when. Plain Python on plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ppoc.outcomes.care_periods import CarePeriod
from ppoc.outcomes.cohorts import ANY, Followed, cohort_of

Row = dict[str, Any]
ENTRY, EXIT = "Came into care", "Left care for permanence"


@dataclass
class ChildInCare:
	"""A child with its times in care, and what else a report asks for.

	Attributes:
		row: the child's own values.
		events: kind, day and details of the events asked for, in order.
		plans: route and days of the plans, the first prioritised first.
	"""

	row: Row
	periods: list[CarePeriod]
	events: list[Row] = field(default_factory=list)
	plans: list[Row] = field(default_factory=list)


class TimeInCare(NamedTuple):
	"""A time in care, and whose it is."""

	child: ChildInCare
	period: CarePeriod


def times_in_care(children: Iterable[ChildInCare]) -> list[TimeInCare]:
	"""Returns every time in care of the children."""
	return [TimeInCare(child, period) for child in children for period in child.periods]


def entries(
	times: Iterable[TimeInCare], first: date, last: date, by: str, route: str = ANY
) -> Iterator[Followed[TimeInCare]]:
	"""Yields the times in care that began in a span, followed until the child reached a route, or any."""
	for one in times:
		period = one.period
		if period.entered and first <= period.known_from <= last:
			reached_on = period.reached.get(route) if route else period.permanent_on
			yield Followed(cohort_of(period.known_from, by), period.known_from, reached_on, one)


def exits(
	times: Iterable[TimeInCare], first: date, last: date, by: str, route: str = ANY
) -> Iterator[Followed[TimeInCare]]:
	"""Yields the times in care that ended by a route, or any, in a span, followed until the child was back in care."""
	for one in times:
		left_on, left_by = one.period.ended_on, one.period.left_by
		if left_on and left_by and route in (ANY, left_by) and first <= left_on <= last:
			yield Followed(cohort_of(left_on, by), left_on, one.period.back_on, one)


FOLLOWED: dict[str, Callable[..., Iterator[Followed[TimeInCare]]]] = {ENTRY: entries, EXIT: exits}
"""From when a time in care is followed → how."""
