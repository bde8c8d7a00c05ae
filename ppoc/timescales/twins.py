"""Finds events that are recorded twice, so that they can be merged. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ppoc.timescales.history import twin_groups
from ppoc.timescales.models import Event

Row = Mapping[str, Any]


def event_of(row: Row) -> Event:
	"""Makes an event from a row of Care Event."""
	return Event(
		row["event_type"],
		row["event_date"],
		row["name"],
		row["creation"],
		row["meeting"] or "",
		bool(row["source_key"]),
	)


def twins_in(rows: Iterable[Row]) -> list[tuple[Event, Event]]:
	"""Returns pairs of events that tell of the same thing; the first of each counts, and would be kept.

	Args:
		rows: rows of Care Event of one child.
	"""
	found = []
	events = sorted(map(event_of, rows), key=lambda event: (event.type, event.order))
	for _kind, same in groupby(events, key=lambda event: event.type):
		for first, *others in twin_groups(list(same)):
			found += [(first, other) for other in others]
	return found
