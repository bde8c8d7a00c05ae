"""Builds a child's timeline: its events and due dates, in order and in words. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from frappe import _

from ppoc.timescales.descriptions import day_words, state_words
from ppoc.timescales.models import State
from ppoc.timescales.rows import OPEN_STATES

Row = Mapping[str, Any]


def timeline(events: Iterable[Row], due: Iterable[Row], workers: Mapping[str, str], today: date) -> Row:
	"""Returns the timeline of one child.

	Args:
		events: rows of Care Event.
		due: rows of Timescale.
		workers: the names of the responsible workers.
		today: the day to mark.

	Returns:
		`events` by day; `due`: first open ones by due date, then settled ones, latest first; `duties` in the order of
		their lanes; `counts` by state.
	"""
	shown = [due_item(row, workers, today) for row in due]
	shown.sort(key=lambda item: (item["duty"], item["due_on"]))
	still_open = sorted((item for item in shown if item["open"]), key=lambda item: item["due_on"])
	settled = sorted(
		(item for item in shown if not item["open"]), key=lambda item: item["due_on"], reverse=True
	)
	urgent = dict.fromkeys(item["duty"] for item in still_open)
	return {
		"today": today.isoformat(),
		"today_words": day_words(today),
		"events": sorted((event_item(row) for row in events), key=lambda item: item["on"]),
		"due": [*still_open, *settled],
		"duties": list(dict.fromkeys([*urgent, *(item["duty"] for item in settled)])),
		"counts": {
			state.value: sum(item["state"] == state.value for item in shown)
			for state in State
			if any(item["state"] == state.value for item in shown)
		},
	}


def event_item(row: Row) -> Row:
	"""Returns the timeline's entry for an event that happened or is planned."""
	return {
		"name": row["name"],
		"type": row["event_type"],
		"on": row["event_date"].isoformat(),
		"on_words": day_words(row["event_date"]),
		"details": row["details"] or "",
	}


def due_item(row: Row, workers: Mapping[str, str], today: date) -> Row:
	"""Returns the timeline's entry for a due date."""
	state = State(row["state"])
	return {
		"name": row["name"],
		"duty": row["duty"],
		"rule": row["rule"],
		"state": state.value,
		"open": state.value in OPEN_STATES,
		"words": state_words(state, row["due_on"], today, row["satisfied_on"]),
		"due_on": row["due_on"].isoformat(),
		"due_words": day_words(row["due_on"]),
		"counted_from": row["counted_from"].isoformat(),
		"counted_words": day_words(row["counted_from"]),
		"cause": row["cause"],
		"step": row.get("step") or 1,
		"settled_on": (row["satisfied_on"] or row["stopped_on"] or "")
		and str(row["satisfied_on"] or row["stopped_on"]),
		"settled_words": _settled(row),
		"whose": workers.get(row["responsible"] or "") or (_(row["duty_role"]) if row["duty_role"] else ""),
	}


def _settled(row: Row) -> str:
	on, by = row["satisfied_on"] or row["stopped_on"], row["satisfied_by"] or row["stopped_by"]
	return f"{day_words(on)}: {_(by)}" if on else ""
