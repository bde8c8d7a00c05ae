"""How often and how far predictions move. Plain Python on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True)
class Change:
	"""A predicted date that was changed; `became` is None where it was taken away."""

	plan: str
	was: date
	became: date | None

	@property
	def days(self) -> int | None:
		"""Days later; fewer than none where it was brought forward."""
		return (self.became - self.was).days if self.became else None


@dataclass(frozen=True)
class Slippage:
	"""What happened to the predictions of some plans.

	Attributes:
		plans: those with a prediction; moved: those of them with a change; later, earlier, taken_away: changes.
		median_later, longest_later: days, of the changes to a later day.
	"""

	plans: int
	moved: int
	later: int
	earlier: int
	taken_away: int
	median_later: float | None
	longest_later: int | None

	@property
	def share_moved(self) -> float:
		"""Of a hundred plans, how many had their prediction changed."""
		return round(self.moved * 100 / self.plans, 1) if self.plans else 0.0


def slippage(plans: Iterable[str], changes: Iterable[Change]) -> Slippage:
	"""The figures of some plans.

	Args:
		plans: all that have or had a prediction; changes: those of these plans, first dates left out.
	"""
	names, changes = set(plans), [change for change in changes if change.became != change.was]
	names |= {change.plan for change in changes}
	days = [change.days for change in changes]
	later = [number for number in days if number is not None and number > 0]
	return Slippage(
		plans=len(names),
		moved=len({change.plan for change in changes}),
		later=len(later),
		earlier=sum(number is not None and number < 0 for number in days),
		taken_away=days.count(None),
		median_later=median(later) if later else None,
		longest_later=max(later, default=None),
	)
