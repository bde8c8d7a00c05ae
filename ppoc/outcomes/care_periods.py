"""A child's times in care, and what came of each, from the episodes of the statutory return. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from ppoc.imports.ssda903.ordering import periods_of
from ppoc.imports.ssda903.timeline import Episode, began_before, in_care, known_on, placement_starts


@dataclass(frozen=True)
class RouteCodes:
	"""Which codes of the return mean that a child has reached a route.

	Attributes:
		ends: reason for the end of care → route.
		placements: kind of placement → route, for permanence within care.
	"""

	ends: Mapping[str, str] = field(default_factory=dict)
	placements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CarePeriod:
	"""One time in care of a child, as it was known on a day.

	Attributes:
		known_from: its first day, or the first that is known of it.
		entered: whether care began on that day; otherwise the child had been in care before anything is known.
		ended_on: its end, if it had ended; left_by: the route by which the child left care, or "".
		reached: route → the first day on which the child had reached it in this time.
		moves: the days of moves from one placement to another; None if they are not known.
		back_on: when care began again, if it did.
	"""

	known_from: date
	entered: bool = True
	ended_on: date | None = None
	left_by: str = ""
	reached: Mapping[str, date] = field(default_factory=dict)
	moves: Sequence[date] | None = None
	back_on: date | None = None

	@property
	def permanent_on(self) -> date | None:
		"""The first day on which the child had reached any route."""
		return min(self.reached.values(), default=None)

	def days_between(self, first: date, last: date) -> int:
		"""Returns the days in care within a span, both ends included; the day of leaving is not one."""
		end = (self.ended_on - date.resolution) if self.ended_on else last
		return max((min(end, last) - max(self.known_from, first)).days + 1, 0)


def care_periods(episodes: Sequence[Episode], on: date, codes: RouteCodes) -> list[CarePeriod]:
	"""Returns a child's times in care, in order; short breaks are none.

	Args:
		episodes: the child's episodes in order.
		on: the last day considered; what happened later is not known yet.
		codes: what counts as permanence.
	"""
	known = known_on(episodes, on)
	periods = filter(None, map(in_care, periods_of(known)))
	return _with_return([_period(one, one[0] is known[0] and began_before(one[0]), codes) for one in periods])


def _with_return(periods: Sequence[CarePeriod]) -> list[CarePeriod]:
	"""Returns the periods; one that ended knows when the next began."""
	return [
		replace(one, back_on=then.known_from) if then and one.ended_on else one
		for one, then in zip_longest(periods, periods[1:])
	]


def _period(period: Sequence[Episode], began_earlier: bool, codes: RouteCodes) -> CarePeriod:
	last = period[-1]
	ended_on = None if last.goes_on else last.ended_on
	left_by = codes.ends.get(last.reason_ended or "", "") if ended_on else ""
	reached: dict[str, date] = {}
	for episode in period:
		if route := codes.placements.get(episode.placement or ""):
			reached.setdefault(route, episode.started_on)
	if left_by and ended_on:
		reached.setdefault(left_by, ended_on)
	starts = placement_starts(period)
	return CarePeriod(period[0].started_on, not began_earlier, ended_on, left_by, reached, tuple(starts[1:]))
