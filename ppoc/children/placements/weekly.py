"""The weekly updates of a tracked placement, as plain values.

Source: Placement Forum, part 3: an update on each child every week for as long as the placement is unregulated,
unregistered or out of the authority, sent in the week before the forum's weekly meeting. The due dates come from the
pack's timescale rules; the list of placements shows the next update worked out here in the same way, even if no rule
is enabled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ppoc.messages import Message
from ppoc.timescales.calendars import on_weekday

EVERY, DAY = timedelta(days=7), timedelta(days=1)
FRIDAY = 4
BEGUN, UPDATED, ENDED = "Tracked placement begun", "Weekly placement update sent", "Tracked placement ended"


@dataclass(frozen=True)
class Happening:
	"""One event of the child."""

	event_type: str
	day: date


def next_update(started: date, updates: Iterable[date], ended: date | None) -> date | None:
	"""Returns the Friday on which the next update is due; None once the placement has ended.

	An update counts for the week in which it is sent, so the next one is due at the end of the week after.
	"""
	if ended:
		return None
	latest = max(updates, default=None)
	return on_weekday(latest + EVERY if latest else started + DAY, FRIDAY)


def happenings(started: date, updates: Iterable[date], ended: date | None) -> set[Happening]:
	"""Returns the events that a placement records for its child."""
	found = {Happening(BEGUN, started), *(Happening(UPDATED, day) for day in updates)}
	return found | ({Happening(ENDED, ended)} if ended else set())


def fault_of(started: date, updates: Iterable[date], ended: date | None, today: date) -> str:
	"""Returns what is impossible about these days, or ""."""
	updates = list(updates)
	if ended and ended < started:
		return Message("It ends before it starts.")
	if ended and ended > today:
		return Message(
			"The end date is in the future. Record it once the placement has ended; until then, fill"
			" in how long it is planned to last."
		)
	if len(set(updates)) < len(updates):
		return Message("Two updates have the same date. Combine them.")
	if any(day > today for day in updates):
		return Message("An update is dated in the future.")
	if any(day < started or (ended and day > ended) for day in updates):
		return Message("An update is dated before the placement started or after it ended.")
	return ""
