"""How long a stage takes, including plans that are still in it. Plain Python on plain values.

A child who is still waiting has waited at least so long. Leaving such children out would make every stage
look shorter than it is, and so would counting their wait so far as complete. So the shares are those of the
Kaplan-Meier estimate (Kaplan and Meier, 1958), computed by SciPy's `scipy.stats.ecdf` for right-censored
data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ppoc.messages import Message

STAGES: dict[str, tuple[str, str]] = {
	"Prioritised until assessment started": ("prioritised_on", "actual_start"),
	"Assessment started until finished": ("actual_start", "actual_finish"),
	"Assessment finished until permanence": ("actual_finish", "achieved_on"),
	"Prioritised until permanence": ("prioritised_on", "achieved_on"),
}
"""A stage of a plan → the fields that begin and end it."""

QUARTER, HALF, THREE_QUARTERS = 0.25, 0.5, 0.75


class Wait(NamedTuple):
	"""One plan in one stage: how many days, and whether the stage ended."""

	days: int
	ended: bool


@dataclass(frozen=True)
class Estimate:
	"""The days after which a quarter, half and three quarters have finished a stage; None if so many have not.

	Attributes:
		plans: how many were in the stage; ended: how many finished it; longest_open: the longest wait so far.
	"""

	plans: int
	ended: int
	first_quarter: int | None
	median: int | None
	third_quarter: int | None
	longest_open: int | None

	@property
	def still_open(self) -> int:
		"""How many had not finished the stage when last seen in it."""
		return self.plans - self.ended

	@property
	def remark(self) -> str:
		"""What the estimate cannot say yet, or ""."""
		if not self.ended:
			return Message("Nobody has moved on yet.")
		if self.first_quarter is None:
			return Message("Fewer than a quarter have moved on so far.")
		if self.median is None:
			return Message("Fewer than half have moved on so far.")
		if self.third_quarter is None:
			return Message("Fewer than three quarters have moved on so far.")
		return ""


def wait(began: date | None, ended: date | None, left: date | None, until: date) -> Wait | None:
	"""Returns a plan's time in a stage, or None if it was never in it.

	Args:
		left: the day on which the plan left the list without finishing the stage; it counts as waiting until
			then.
		until: the last day considered; anything later is not known yet.
	"""
	if not began or began > until:
		return None
	if ended and ended > until:
		ended = None
	last = ended or (left if left and left <= until else until)
	return Wait((last - began).days, bool(ended)) if last >= began else None


def estimate(waits: Iterable[Wait]) -> Estimate | None:
	"""Returns the Kaplan-Meier estimate of the waits, or None if there are none."""
	waits = list(waits)
	if not waits:
		return None
	ended = [one.days for one in waits if one.ended]
	still = [one.days for one in waits if not one.ended]
	quarters = _quantiles(ended, still) if ended else (None, None, None)
	return Estimate(len(waits), len(ended), *quarters, max(still, default=None))


def _quantiles(ended: list[int], still: list[int]) -> tuple[int | None, int | None, int | None]:
	from scipy.stats import CensoredData, ecdf  # takes seconds to load, once in each process

	still_waiting = ecdf(CensoredData(uncensored=ended, right=still)).sf

	def passed_after(share: float) -> int | None:
		passed = still_waiting.quantiles[still_waiting.probabilities <= 1 - share + 1e-9]
		return int(passed[0]) if len(passed) else None

	return passed_after(QUARTER), passed_after(HALF), passed_after(THREE_QUARTERS)
