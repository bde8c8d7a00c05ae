"""How often and how far predictions move. Plain Python on plain values.

A share of moved plans depends on how many plans could have moved. So it counts the plans with a predicted
date still to come true during the period; a plan whose assessment started earlier cannot slip any more. A
year has room for more moves than a week, so moves are also compared with the number of days on which
predictions were open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Predicted:
	"""A plan with a predicted date: the day it was given, and the day it came true or was given up."""

	plan: str
	given_on: date
	ended_on: date | None = None

	def days(self, first: date, last: date) -> int:
		"""Returns on how many days of a period the prediction was open."""
		return max((min(self.ended_on or last, last) - max(self.given_on, first)).days + 1, 0)


@dataclass(frozen=True)
class PredictionMove:
	"""A change to a predicted date; `became` is None if the date was removed."""

	plan: str
	was: date
	became: date | None
	changed_on: datetime | None = None

	@property
	def days(self) -> int | None:
		"""Days later; negative if it was brought forward."""
		return (self.became - self.was).days if self.became else None


@dataclass(frozen=True)
class Slippage:
	"""What happened to the predictions of some plans in a period.

	Attributes:
		plans: those with an open prediction in the period; moved: those of them with a change.
		later, earlier, taken_away: numbers of changes.
		median_later, longest_later: days, of the changes to a later day; days: total days on which
			predictions were open.
	"""

	plans: int
	moved: int
	later: int
	earlier: int
	taken_away: int
	median_later: float | None
	longest_later: int | None
	days: int

	@property
	def moves(self) -> int:
		"""The number of all changes."""
		return self.later + self.earlier + self.taken_away

	@property
	def share_moved(self) -> float:
		"""The percentage of plans whose prediction was changed."""
		return round(self.moved * 100 / self.plans, 1) if self.plans else 0.0

	@property
	def moves_a_year(self) -> float | None:
		"""How often a prediction would move in a year at this rate, for periods of any length."""
		return round(self.moves * DAYS_OF_YEAR / self.days, 1) if self.days else None


@dataclass(frozen=True)
class ListedPlan:
	"""A plan, or a single move, behind a figure; for a plan, from before its first move to after its last."""

	plan: str
	moves: int = 0
	was: date | None = None
	became: date | None = None
	changed_on: datetime | None = None

	@property
	def days(self) -> int | None:
		"""Days later."""
		return (self.became - self.was).days if self.was and self.became else None


@dataclass
class Predictions:
	"""Predictions that were open in a period and their changes in it; setting the first date is not a change."""

	first: date
	last: date
	plans: list[Predicted] = field(default_factory=list)
	changes: list[PredictionMove] = field(default_factory=list)

	def by_group(self, groups: Mapping[str, Iterable[str]]) -> dict[str, Predictions]:
		"""Returns the predictions by the groups of their plans; a plan may be in several groups, or in "" if
		it has none."""
		found: dict[str, Predictions] = defaultdict(lambda: Predictions(self.first, self.last))
		for one in self.plans:
			for group in groups.get(one.plan) or ("",):
				found[group].plans.append(one)
		for change in self.changes:
			for group in groups.get(change.plan) or ("",):
				found[group].changes.append(change)
		return found

	@property
	def names(self) -> set[str]:
		"""The names of the plans, including any that was moved after its prediction counted as over."""
		return {one.plan for one in self.plans} | {change.plan for change in self.changes}

	def figures(self) -> Slippage:
		"""Returns the figures for these plans."""
		days = [change.days for change in self.changes]
		later = [number for number in days if number is not None and number > 0]
		return Slippage(
			plans=len(self.names),
			moved=len({change.plan for change in self.changes}),
			later=len(later),
			earlier=sum(number is not None and number < 0 for number in days),
			taken_away=days.count(None),
			median_later=median(later) if later else None,
			longest_later=max(later, default=None),
			days=sum(one.days(self.first, self.last) for one in self.plans),
		)

	def behind(self, counted: str) -> list[ListedPlan]:
		"""Returns what a figure counted: plans for "plans" and "moved"; moves for "moves", "later" and so on."""
		if counted not in ("plans", "moved"):
			return [
				ListedPlan(one.plan, 1, one.was, one.became, one.changed_on)
				for one in self.changes
				if counted in ("moves", _direction(one))
			]
		moved: dict[str, list[PredictionMove]] = defaultdict(list)
		for change in self.changes:
			moved[change.plan].append(change)
		rows = [
			ListedPlan(plan, len(some), some[0].was, some[-1].became, some[-1].changed_on)
			for plan, some in moved.items()
		]
		still = self.names - set(moved) if counted == "plans" else set()
		return rows + [ListedPlan(plan) for plan in sorted(still)]


def _direction(change: PredictionMove) -> str:
	if change.days is None:
		return "taken_away"
	return "later" if change.days > 0 else "earlier"
