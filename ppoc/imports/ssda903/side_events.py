"""Works out the events that follow from the tables beside the episodes and reviews of a return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TypeVar

from ppoc.care_codes import meaning
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.events import (
	ADOPTED_SOURCE,
	ADOPTION_DECIDED,
	ADOPTION_REVERSED,
	ADOPTION_SOURCE,
	CAME_BACK,
	LIBERTY_ORDER_DUE_TO_END,
	LIBERTY_ORDER_ENDED,
	LIBERTY_ORDER_MADE,
	LIBERTY_SOURCE,
	MATCHED_WITH_ADOPTERS,
	MISSING_SOURCE,
	SOCIAL_WORKER_ALLOCATED,
	UNACCOMPANIED_ENDED,
	UNACCOMPANIED_SOURCE,
	WENT_MISSING,
	WORKER_SOURCE,
	CareEvent,
)
from ppoc.imports.ssda903.ordering import ChildRows
from ppoc.imports.ssda903.parse import (
	AdoptedRow,
	AdoptionRow,
	LibertyRow,
	MissingRow,
	SocialWorkerRow,
	UnaccompaniedRow,
	words_of,
)


def side_events(rows: ChildRows, today: date) -> list[CareEvent]:
	"""Returns the events of a child's rows in the tables beside Episodes, Reviews and PrevPerm.

	Args:
		rows: the child's rows, in order.
		today: the day of loading; what ends later has not ended yet.
	"""
	return [
		*adoption_events(rows.adoptions),
		*_adopted_events(rows.adopted, {row.decided_on for row in rows.adoptions}),
		*_liberty_events(rows.liberty, today),
		*_missing_events(rows.missing, today),
		*_social_worker_events(rows.social_workers),
		*_unaccompanied_events(rows.unaccompanied, today),
	]


def adoption_events(decisions: Sequence[AdoptionRow]) -> list[CareEvent]:
	"""Returns decisions to place for adoption, and their reversals."""
	events = []
	for row in decisions:
		if row.decided_on is None:
			continue
		key = f"ssda903:{ADOPTION_SOURCE}:{row.decided_on.isoformat()}"
		events.append(CareEvent(ADOPTION_DECIDED, row.decided_on, "", f"{key}:decided"))
		if row.reversed_on:
			reason = meaning(codes.ADOPTION_DECISION_REVERSED, row.reason_reversed)
			events.append(CareEvent(ADOPTION_REVERSED, row.reversed_on, reason, f"{key}:reversed"))
	return events


def _adopted_events(rows: Sequence[AdoptedRow], decided: Collection[date | None]) -> list[CareEvent]:
	"""Returns the match of an adopted child, and the decision behind it unless the table of decisions has it too."""
	events = []
	for row in rows:
		if row.decided_on and row.decided_on not in decided:
			key = f"ssda903:{ADOPTION_SOURCE}:{row.decided_on.isoformat()}:decided"
			events.append(CareEvent(ADOPTION_DECIDED, row.decided_on, "", key))
		if row.matched_on:
			carers = "The foster carers adopt" if row.foster_carers == "1" else ""
			who = meaning(codes.ADOPTERS, row.who_adopts)
			details = ", ".join(part for part in (carers, who) if part)
			key = f"ssda903:{ADOPTED_SOURCE}:matched"
			events.append(CareEvent(MATCHED_WITH_ADOPTERS, row.matched_on, details, key))
	return events


def _liberty_events(rows: Sequence[LibertyRow], today: date) -> list[CareEvent]:
	events = []
	for key, started, row in _numbered(LIBERTY_SOURCE, rows):
		until = f"Until {words_of(row.ended_on)}" if row.ended_on else "No end is recorded"
		events.append(CareEvent(LIBERTY_ORDER_MADE, started, until, f"{key}:began"))
		if row.ended_on:
			ended = LIBERTY_ORDER_ENDED if row.ended_on <= today else LIBERTY_ORDER_DUE_TO_END
			since = f"Made on {words_of(started)}"
			events.append(CareEvent(ended, row.ended_on, since, f"{key}:ended"))
	return events


def _missing_events(rows: Sequence[MissingRow], today: date) -> list[CareEvent]:
	events = []
	for key, started, row in _numbered(MISSING_SOURCE, rows):
		kind = meaning(codes.ABSENCE, row.kind)
		events.append(CareEvent(WENT_MISSING, started, kind, f"{key}:began"))
		if row.ended_on and row.ended_on <= today:
			since = f"{kind} since {words_of(started)}" if kind else f"Since {words_of(started)}"
			events.append(CareEvent(CAME_BACK, row.ended_on, since, f"{key}:ended"))
	return events


def _social_worker_events(rows: Sequence[SocialWorkerRow]) -> list[CareEvent]:
	events = []
	for key, started, row in _numbered(WORKER_SOURCE, rows):
		reason = meaning(codes.SOCIAL_WORKER_REASON, row.reason)
		details = ", ".join(part for part in (row.worker_id or "ID not stated", reason) if part)
		events.append(CareEvent(SOCIAL_WORKER_ALLOCATED, started, details, key))
	return events


def _unaccompanied_events(rows: Sequence[UnaccompaniedRow], today: date) -> list[CareEvent]:
	return [
		CareEvent(UNACCOMPANIED_ENDED, row.ended_on, "", f"ssda903:{UNACCOMPANIED_SOURCE}:ended")
		for row in rows
		if row.ended_on and row.ended_on <= today
	]


Spell = TypeVar("Spell", LibertyRow, MissingRow, SocialWorkerRow)


def _numbered(source: str, rows: Sequence[Spell]) -> Iterator[tuple[str, date, Spell]]:
	"""Yields rows with their key and start; a second one on the same day has a number."""
	times: Counter[date] = Counter()
	for row in rows:
		if row.started_on is None:
			continue
		times[row.started_on] += 1
		again = f"#{times[row.started_on]}" if times[row.started_on] > 1 else ""
		yield f"ssda903:{source}:{row.started_on.isoformat()}{again}", row.started_on, row


def worker_of(details: str) -> str:
	"""Returns the social worker's ID that the details of an allocation begin with."""
	return details.split(",", 1)[0]
