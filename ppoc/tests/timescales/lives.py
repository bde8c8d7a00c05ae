"""Lives of invented children for the packs' own rules: what happened, day by day, and what is due from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ppoc.timescales.calendars import calendar_of
from ppoc.timescales.engine import Engine
from ppoc.timescales.models import Event, Timescale
from ppoc.timescales.pack_rules import all_pack_rules, pack_event_types

RULES = {one.name: one.rule for one in all_pack_rules()}
TYPES = pack_event_types()
ENGLAND = calendar_of("England")


def happened(text: str) -> list[Event]:
	"""Returns events from lines of "day type"; options follow after " | ".

	Options are the day on which a planned date was recorded, "in M1" for the meeting it belongs to, and "imported".
	"""
	return [_event(number, line.strip()) for number, line in enumerate(text.strip().splitlines())]


def _event(number: int, line: str) -> Event:
	said, *options = line.split(" | ")
	day, _, kind = said.partition(" ")
	more: dict[str, Any] = {}
	for option in options:
		if option.startswith("in "):
			more["meeting"] = option.removeprefix("in ")
		elif option == "imported":
			more["imported"] = True
		else:
			more["recorded"] = datetime.fromisoformat(f"{option}T10:00:00")
	return Event(kind, date.fromisoformat(day), f"E{number:03d}", **more)


def computed(rules: str | Iterable[str], text: str, today: str, **facts: Any) -> list[Timescale]:
	"""Returns what the packs' rules of these names make of a life."""
	named = [rules] if isinstance(rules, str) else list(rules)
	engine = Engine([RULES[name] for name in named], TYPES)
	return engine.timescales(happened(text), facts, date.fromisoformat(today), ENGLAND)


def due(rules: str | Iterable[str], text: str, today: str, **facts: Any) -> list[str]:
	"""Returns what is due as "day state", by day."""
	found = computed(rules, text, today, **facts)
	return [
		f"{one.due_on} {one.state.value}" for one in sorted(found, key=lambda one: (one.due_on, one.step))
	]
