"""The figures of a quarter, as plain values that a report stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from ppoc.timescales.calendars import months_after

NO_CATEGORY = "Other"


@dataclass(frozen=True)
class Quarter:
	"""Three months, from the first of January, April, July or October."""

	first: date

	@property
	def last(self) -> date:
		"""Its last day."""
		return months_after(self.first, 3) - timedelta(days=1)

	@property
	def before(self) -> Quarter:
		"""The quarter before it."""
		return Quarter(months_after(self.first, -3))

	@classmethod
	def of(cls, day: date) -> Quarter:
		"""Returns the quarter that contains a day."""
		return cls(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))


@dataclass
class Barriers:
	"""One category of barrier: plans blocked at the end of the quarter, how often it was raised and resolved in it."""

	open: int = 0
	raised: int = 0
	resolved: int = 0


@dataclass
class Due:
	"""What was predicted for the quarter, and what had become of it by its end."""

	on_time: int = 0
	late: int = 0
	not_done: int = 0

	@property
	def total(self) -> int:
		"""The total number."""
		return self.on_time + self.late + self.not_done


@dataclass
class SittingsHeld:
	"""The sittings of a forum."""

	forum: str
	due: int
	held: int


@dataclass
class Figures:
	"""A locality's quarter. Shares are percentages; None if nothing was due.

	Attributes:
		listed: plans on a list at the end.
		achieved: route → plans that reached permanence.
		moved: days by which each moved prediction was delayed (negative: brought forward).
		actions: those due in the quarter: done by their date, done later, still open.
		effectiveness: average of the last review by the end of the quarter; 0 if there is none.
	"""

	listed: int = 0
	prioritised: int = 0
	started: int = 0
	finished: int = 0
	removed: int = 0
	achieved: dict[str, int] = field(default_factory=dict)
	starts: Due = field(default_factory=Due)
	finishes: Due = field(default_factory=Due)
	moved: list[int] = field(default_factory=list)
	barriers: dict[str, Barriers] = field(default_factory=dict)
	meetings: list[SittingsHeld] = field(default_factory=list)
	agendas_on_time: float | None = None
	notes_on_time: float | None = None
	actions: Due = field(default_factory=Due)
	escalated: int = 0
	answered: int = 0
	effectiveness: float = 0

	def as_dict(self) -> dict[str, Any]:
		"""Returns the figures for storing as JSON."""
		return asdict(self)

	@classmethod
	def from_dict(cls, kept: Mapping[str, Any]) -> Figures:
		"""Returns the figures from stored JSON."""
		values = dict(kept)
		for name in ("starts", "finishes", "actions"):
			values[name] = Due(**values[name])
		values["barriers"] = {name: Barriers(**one) for name, one in values["barriers"].items()}
		values["meetings"] = [SittingsHeld(**one) for one in values["meetings"]]
		return cls(**values)

	def commonest_barriers(self) -> list[tuple[str, int]]:
		"""Returns the categories that block plans, the commonest first."""
		return Counter({name: one.open for name, one in self.barriers.items() if one.open}).most_common()
