"""Filters of lists on days. Plain Python.

A list takes rows without a date for earlier than any day, so what has passed is asked for from a first day on.
"""

from __future__ import annotations

from datetime import date

EARLIEST = date(2000, 1, 1)


def from_to(first: date, last: date) -> list[object]:
	"""Returns the filter for dates from the first to the last of these days."""
	return ["between", [str(first), str(last)]]


def until(last: date) -> list[object]:
	"""Returns the filter for dates up to this day."""
	return from_to(EARLIEST, last)
