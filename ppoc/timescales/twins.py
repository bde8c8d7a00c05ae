"""Finds events that are recorded twice, so that they can be merged. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ppoc.timescales.history import are_twins
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
		alone: list[Event] = []
		for event in same:
			twin = next((one for one in reversed(alone) if are_twins(one, event)), None)
			if twin is None:
				alone.append(event)
				continue
			found.append((twin, event))
			if twin.imported != event.imported:
				alone.remove(twin)  # what is recorded by both sources has no further twin
	return found
