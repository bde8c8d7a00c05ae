"""Decides whether a record is held, and whether an erasure may go ahead. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message
from ppoc.retention.retention_period import Kept


@dataclass(frozen=True)
class Hold:
	"""A hold on one record.

	Attributes:
		name: the number of the hold.
		until: its last day; None if it is open.
		lifted: whether somebody has lifted it.
	"""

	name: str
	until: date | None = None
	lifted: bool = False

	def holds(self, today: date) -> bool:
		"""Returns whether the record is held on a day, the last day included."""
		return not self.lifted and (self.until is None or self.until >= today)


@dataclass(frozen=True)
class Standing:
	"""What an erasure depends on.

	Attributes:
		kept: until when the record is kept.
		holds: holds on the record.
		everything_held: why nothing at all is erased, "" if that is not so.
		open_matters: numbers of disclosure requests and complaints that are not finished.
		merged_into: the record that this one was merged into, "" if none.
	"""

	kept: Kept
	holds: Sequence[Hold] = ()
	everything_held: str = ""
	open_matters: Sequence[str] = ()
	merged_into: str = ""


def obstacles(standing: Standing, today: date) -> list[Message]:
	"""Returns why a record must not be erased today; an empty list if it may be."""
	found: list[Message] = []
	if standing.merged_into:
		found.append(
			Message("This record was merged into {0} and is erased together with it.", standing.merged_into)
		)
	if not standing.kept.is_due(today):
		found += standing.kept.reasons
		if standing.kept.erase_from:
			found.append(Message("It may be erased from {0} on.", standing.kept.erase_from))
	if standing.everything_held:
		found.append(Message("Nothing is erased for now: {0}", standing.everything_held))
	for hold in standing.holds:
		if hold.holds(today):
			found.append(_held(hold))
	found += [Message("{0} is still open.", name) for name in standing.open_matters]
	return found


def _held(hold: Hold) -> Message:
	if hold.until:
		return Message("Held by {0} until {1}.", hold.name, hold.until)
	return Message("Held by {0}, with no end.", hold.name)
