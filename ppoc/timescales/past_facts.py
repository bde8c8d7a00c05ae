"""What a child's facts were before they changed, kept with the child as short JSON. Plain Python.

Due dates that were met or missed are judged by the facts of their own day. What changes twice on one day counts as
changed once; what is put back on the same day, not at all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from ppoc.timescales.facts import Recorded

FACTS = (
	"locality",
	"team",
	"service",
	"nation",
	"unborn",
	"looked_after",
	"on_full_care_order",
	"legal_status",
	"placement",
	"placed_with_parents",
	"unaccompanied",
	"potential",
)
"""The facts that are kept; those that follow from events or birthdays are worked out from these."""
OF_A_PLACE = {"team": ("service",), "locality": ("nation",)}
"""Facts that follow from another one: a team has a service, a locality a nation."""


def noted(kept: str | None, was: Mapping[str, Any], now: Mapping[str, Any], today: date) -> str | None:
	"""Returns the JSON to keep after a change.

	Args:
		kept: what was kept so far.
		was, now: the facts before and after; those missing from either are left alone.
		today: the day of the change.
	"""
	rows = _rows(kept)
	for fact in FACTS:
		if fact not in was or fact not in now or _plain(was[fact]) == _plain(now[fact]):
			continue
		earlier = [row for row in rows if row[0] == fact and row[2] == today.isoformat()]
		value = earlier[0][1] if earlier else _plain(was[fact])
		rows = [row for row in rows if row not in earlier]
		if value != _plain(now[fact]):
			rows.append([fact, value, today.isoformat()])
	return json.dumps(rows, separators=(",", ":")) if rows else None


def joined(kept: str | None, other: str | None, taken: Collection[str]) -> str | None:
	"""Returns the JSON to keep for one record of two that are about the same child.

	Args:
		kept, other: what each of them kept.
		taken: the facts whose value comes from the other record, with what they were before.
	"""
	rows = [row for row in _rows(kept) if row[0] not in taken]
	rows += [row for row in _rows(other) if row[0] in taken]
	return json.dumps(rows, separators=(",", ":")) if rows else None


def with_past(facts: Mapping[str, Any], kept: str | None) -> dict[str, Any]:
	"""Returns the facts; those that changed know what they were."""
	found = dict(facts)
	for fact in {row[0] for row in _rows(kept)} & set(found):
		found[fact] = Recorded(fact, found[fact], tuple(past_of(fact, kept)))
	return found


def past_of(fact: str, kept: str | None) -> list[tuple[date, Any]]:
	"""Returns what a fact was, each with the day on which it changed, in order."""
	return sorted((date.fromisoformat(day), value) for name, value, day in _rows(kept) if name == fact)


def _rows(kept: str | None) -> list[list[Any]]:
	return list(json.loads(kept)) if kept else []


def _plain(value: Any) -> Any:
	if isinstance(value, bool):
		return int(value)
	return "" if value is None else value
