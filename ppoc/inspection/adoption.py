"""What list 10 says of a child's way to adoption, from the child's events. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ppoc.imports.ssda903.events import (
	ADOPTION_DECIDED,
	ADOPTION_PLACEMENT_ENDED,
	ADOPTION_REVERSED,
	MATCHED_WITH_ADOPTERS,
	PLACED_FOR_ADOPTION,
	PLACEMENT_ORDER_MADE,
	PLACEMENT_ORDER_REVOKED,
)
from ppoc.inspection.care_history import A_YEAR

EVENTS = (
	ADOPTION_DECIDED,
	ADOPTION_REVERSED,
	PLACEMENT_ORDER_MADE,
	PLACEMENT_ORDER_REVOKED,
	MATCHED_WITH_ADOPTERS,
	PLACED_FOR_ADOPTION,
	ADOPTION_PLACEMENT_ENDED,
)


@dataclass(frozen=True)
class Happened:
	"""An event of a child."""

	on: date
	kind: str
	details: str = ""


@dataclass(frozen=True)
class AdoptionHistory:
	"""How far the latest decision came."""

	decided_on: date
	ordered_on: date | None = None
	matched_on: date | None = None
	placed_on: date | None = None
	adopted_on: date | None = None
	reversed_on: date | None = None
	reversed_why: str = ""


def adoption_history(events: Iterable[Happened], adopted_on: date | None, on: date) -> AdoptionHistory | None:
	"""Returns how far the latest decision to place a child for adoption came, if the child belongs on the list.

	A match or a move that came to nothing is not told; an order that was made before the decision counts for it.

	Args:
		events: those of the child, in any order.
		adopted_on: when the child was adopted.
		on: the day of the list; what happened later is not known yet.
	"""
	known = sorted((event for event in events if event.on <= on), key=lambda event: event.on)
	decided = max((event.on for event in known if event.kind == ADOPTION_DECIDED), default=None)
	if decided is None:
		return None
	adopted = adopted_on if adopted_on and decided <= adopted_on <= on else None
	undone = next((event for event in known if event.kind == ADOPTION_REVERSED and event.on >= decided), None)
	ended = adopted or (undone.on if undone else None)
	if ended and ended <= on - A_YEAR:
		return None
	broken = _last(known, ADOPTION_PLACEMENT_ENDED, decided)
	return AdoptionHistory(
		decided_on=decided,
		ordered_on=_last(known, PLACEMENT_ORDER_MADE, _last(known, PLACEMENT_ORDER_REVOKED)),
		matched_on=_last(known, MATCHED_WITH_ADOPTERS, broken or decided),
		placed_on=_last(known, PLACED_FOR_ADOPTION, broken or decided),
		adopted_on=adopted,
		reversed_on=undone.on if undone else None,
		reversed_why=undone.details if undone else "",
	)


def _last(events: Iterable[Happened], kind: str, since: date | None = None) -> date | None:
	days = [event.on for event in events if event.kind == kind and (since is None or event.on >= since)]
	return max(days, default=None)
