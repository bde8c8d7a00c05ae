"""How often and how far predictions move. Plain Python on plain values.

A share of plans that moved hangs on how many plans could have moved. So counted are the plans whose prediction stood
in the time asked about, waiting to come true; a plan whose assessment began before that cannot slip any more. And as
more moves fit into a year than into a week, moves are also set against the days for which predictions stood.
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
		"""For how many days of a time the prediction stood."""
		return max((min(self.ended_on or last, last) - max(self.given_on, first)).days + 1, 0)


@dataclass(frozen=True)
class Change:
	"""A predicted date that was changed; `became` is None where it was taken away."""

	plan: str
	was: date
	became: date | None
	changed_on: datetime | None = None

	@property
	def days(self) -> int | None:
		"""Days later; fewer than none where it was brought forward."""
		return (self.became - self.was).days if self.became else None


@dataclass(frozen=True)
class Slippage:
	"""What happened to the predictions of some plans in a time.

	Attributes:
		plans: those whose prediction stood then; moved: those of them with a change.
		later, earlier, taken_away: changes.
		median_later, longest_later: days, of the changes to a later day; days: for which predictions stood, of all.
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
		"""All changes."""
		return self.later + self.earlier + self.taken_away

	@property
	def share_moved(self) -> float:
		"""Of a hundred plans, how many had their prediction changed."""
		return round(self.moved * 100 / self.plans, 1) if self.plans else 0.0

	@property
	def moves_a_year(self) -> float | None:
		"""How often a prediction would move in a year at this pace, for times of any length."""
		return round(self.moves * DAYS_OF_YEAR / self.days, 1) if self.days else None


@dataclass(frozen=True)
class Listed:
	"""A plan, or a single move, behind a figure; of a plan, from before its first to after its last move."""

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
	"""Predictions that stood in a time and how they were changed in it; first dates are no changes."""

	first: date
	last: date
	plans: list[Predicted] = field(default_factory=list)
	changes: list[Change] = field(default_factory=list)

	def by_group(self, groups: Mapping[str, Iterable[str]]) -> dict[str, Predictions]:
		"""The same, by the groups of their plans; a plan may stand in several, and in "" where it has none."""
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
		"""Each plan once; also one that was moved when its prediction counted as over."""
		return {one.plan for one in self.plans} | {change.plan for change in self.changes}

	def figures(self) -> Slippage:
		"""The figures of these plans."""
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

	def behind(self, counted: str) -> list[Listed]:
		"""What a figure of these counted: plans of "plans" and "moved"; moves of "moves", "later" and so on."""
		if counted not in ("plans", "moved"):
			return [
				Listed(one.plan, 1, one.was, one.became, one.changed_on)
				for one in self.changes
				if counted in ("moves", _direction(one))
			]
		moved: dict[str, list[Change]] = defaultdict(list)
		for change in self.changes:
			moved[change.plan].append(change)
		rows = [
			Listed(plan, len(some), some[0].was, some[-1].became, some[-1].changed_on)
			for plan, some in moved.items()
		]
		still = self.names - set(moved) if counted == "plans" else set()
		return rows + [Listed(plan) for plan in sorted(still)]


def _direction(change: Change) -> str:
	if change.days is None:
		return "taken_away"
	return "later" if change.days > 0 else "earlier"
