"""The period that a form covers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class ReturnPeriod:
	"""From one day to another, both included."""

	first: date
	last: date


def period_of(due_on: date, one_before: date | None, begun: date) -> ReturnPeriod:
	"""Returns the days from the day after the last form was due until this one is.

	Args:
		due_on: when this form is due.
		one_before: when the previous form was due under its rule; None if the rule does not repeat.
		begun: the schedule's first sitting; the period does not start earlier, unless the form is due before
			that.
	"""
	first = one_before + timedelta(days=1) if one_before else begun
	return ReturnPeriod(min(max(first, begun), due_on), due_on)
