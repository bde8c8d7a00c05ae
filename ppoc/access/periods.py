"""Periods of access, as plain values: whether two meet, and when one is running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
	"""From a day until a day, both included; no last day means no end."""

	first: date
	last: date | None = None

	@property
	def backwards(self) -> bool:
		"""It ends before it begins."""
		return self.last is not None and self.last < self.first

	def holds(self, day: date) -> bool:
		"""The day lies in it."""
		return self.first <= day and (self.last is None or day <= self.last)

	def meets(self, other: Period) -> bool:
		"""They have a day in common."""
		return (self.last is None or other.first <= self.last) and (
			other.last is None or self.first <= other.last
		)
