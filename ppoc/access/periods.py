"""Periods of access as plain values: whether two overlap, and whether a day is in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AccessPeriod:
	"""A period from one day to another, both included; no last day means that it does not end."""

	first: date
	last: date | None = None

	@property
	def backwards(self) -> bool:
		"""Whether the period ends before it begins."""
		return self.last is not None and self.last < self.first

	def holds(self, day: date) -> bool:
		"""Returns whether the day is in the period."""
		return self.first <= day and (self.last is None or day <= self.last)

	def meets(self, other: AccessPeriod) -> bool:
		"""Returns whether the two periods have a day in common."""
		return (self.last is None or other.first <= self.last) and (
			other.last is None or self.first <= other.last
		)
