"""The figures of a quarter, as plain values that a report keeps."""

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
		"""The one before it."""
		return Quarter(months_after(self.first, -3))

	@classmethod
	def of(cls, day: date) -> Quarter:
		"""The quarter that a day lies in."""
		return cls(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))


@dataclass
class Barriers:
	"""One category of barriers: plans it held up at the end, how often it was raised and resolved meanwhile."""

	open: int = 0
	raised: int = 0
	resolved: int = 0


@dataclass
class Due:
	"""What was predicted for the quarter, as it stood at its end."""

	on_time: int = 0
	late: int = 0
	not_done: int = 0

	@property
	def total(self) -> int:
		"""All of it."""
		return self.on_time + self.late + self.not_done


@dataclass
class Held:
	"""Sittings of a forum."""

	forum: str
	due: int
	held: int


@dataclass
class Figures:
	"""A locality's quarter. Shares are of a hundred; None where nothing was due.

	Attributes:
		listed: plans on a list at the end.
		achieved: route → plans that reached permanence.
		moved: days by which each moved prediction was put back (negative: brought forward).
		actions: those due in the quarter: done by their date, done later, still open.
		effectiveness: average of the last review until the end; 0 for none.
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
	meetings: list[Held] = field(default_factory=list)
	agendas_on_time: float | None = None
	notes_on_time: float | None = None
	actions: Due = field(default_factory=Due)
	escalated: int = 0
	answered: int = 0
	effectiveness: float = 0

	def as_dict(self) -> dict[str, Any]:
		"""For keeping as JSON."""
		return asdict(self)

	@classmethod
	def from_dict(cls, kept: Mapping[str, Any]) -> Figures:
		"""As it was kept."""
		values = dict(kept)
		for name in ("starts", "finishes", "actions"):
			values[name] = Due(**values[name])
		values["barriers"] = {name: Barriers(**one) for name, one in values["barriers"].items()}
		values["meetings"] = [Held(**one) for one in values["meetings"]]
		return cls(**values)

	def commonest_barriers(self) -> list[tuple[str, int]]:
		"""The categories that hold plans up, the commonest first."""
		return Counter({name: one.open for name, one in self.barriers.items() if one.open}).most_common()
