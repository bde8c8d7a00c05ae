"""The weekly rhythm of a tracked placement, as plain values.

Source: Placement Forum, part 3: an update on each child every week for as long as the placement is unregulated,
unregistered or out of the authority. The due dates themselves come from the timescale rules of the pack; this is
what the list of placements shows, also where no rule is enabled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.messages import Message

EVERY = timedelta(days=7)
BEGUN, UPDATED, ENDED = "Tracked placement begun", "Weekly placement update sent", "Tracked placement ended"


@dataclass(frozen=True)
class Happening:
	"""One event of the child."""

	event_type: str
	day: date


def next_update(started: date, updates: Iterable[date], ended: date | None) -> date | None:
	"""When the next update is due; None once it has ended."""
	return None if ended else max([started, *updates]) + EVERY


def happenings(started: date, updates: Iterable[date], ended: date | None) -> set[Happening]:
	"""The events that a placement leaves among those of its child."""
	found = {Happening(BEGUN, started), *(Happening(UPDATED, day) for day in updates)}
	return found | ({Happening(ENDED, ended)} if ended else set())


def fault_of(started: date, updates: Iterable[date], ended: date | None, today: date) -> str:
	"""What is impossible about these days, "" if nothing is."""
	updates = list(updates)
	if ended and ended < started:
		return Message("It ends before it starts.")
	if ended and ended > today:
		return Message("An end is recorded once it has come. Say until when it is planned instead.")
	if len(set(updates)) < len(updates):
		return Message("Two updates have the same day. Put them together.")
	if any(day > today for day in updates):
		return Message("An update lies in the future.")
	if any(day < started or (ended and day > ended) for day in updates):
		return Message("An update lies outside the time of the placement.")
	return ""
