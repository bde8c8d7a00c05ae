"""Access that somebody should look at: of a login that is not used or has ended, or of a stand-in without an end.
Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message

UNUSED_DAYS = 60


@dataclass(frozen=True)
class HeldAccess:
	"""An access in force, and the login that has it.

	Attributes:
		until: its last day, if it has one.
		stands_in: whether it is that of a stand-in.
		enabled: whether the login can be used.
		since: the day from which it could be used: the access's first day, or the login's if that is later.
		used_on: the day on which somebody last worked with the login.
	"""

	until: date | None
	stands_in: bool
	enabled: bool
	since: date
	used_on: date | None


def worth_asking(held: HeldAccess, today: date, days: int = UNUSED_DAYS) -> Message | None:
	"""Returns why somebody should ask whether the access is still needed, or None."""
	if not held.enabled:
		return Message("The login has ended; the access has not.")
	if is_unused(held.used_on, held.since, today, days):
		return unused_since(held.used_on)
	if held.stands_in and not held.until:
		return Message("Stands in for somebody, without an end.")
	return None


def is_unused(used_on: date | None, since: date, today: date, days: int = UNUSED_DAYS) -> bool:
	"""Returns whether nobody has used a login for longer than so many days, during which it could be used.

	Args:
		used_on: the day on which somebody last worked with it.
		since: the day from which it could be used.
	"""
	return (today - max(used_on or since, since)).days > days


def unused_since(used_on: date | None) -> Message:
	"""Returns how long a login has not been used, in words."""
	return Message("Not used since {0}.", used_on) if used_on else Message("Never used.")
