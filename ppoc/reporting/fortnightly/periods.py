"""Which days a form is about, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
	"""From a day until a day, both counted."""

	first: date
	last: date


def period_of(due_on: date, one_before: date | None, begun: date) -> Period:
	"""The days since the last form was due, until this one is.

	Args:
		due_on: when this form is due.
		one_before: when the one before it was due, by the rule that asks for it; None if the rule does not repeat.
		begun: the schedule's first sitting; nothing before it is asked for, unless the form is due on that day.
	"""
	first = one_before + timedelta(days=1) if one_before else begun
	return Period(min(max(first, begun), due_on), due_on)
