"""Checks a plan's dates and finds out which predicted dates have moved. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ppoc.messages import Message

PREDICTED = {"predicted_start": "Predicted start", "predicted_finish": "Predicted finish"}
ACTUAL = {"actual_start": "Started", "actual_finish": "Finished", "achieved_on": "Permanence achieved"}

OPEN_STATUSES = ("Proposed", "Prioritised", "Assessment started", "Assessment finished")
LISTED_STATUSES = ("Prioritised", "Assessment started", "Assessment finished")
"""On the SGO, reunification or another route's list."""
UNLISTED_STATUSES = ("Proposed", "No longer prioritised")
"""Not on a list yet, or taken off it: such a plan can be put on the list."""


@dataclass(frozen=True)
class Move:
	"""A predicted date that changed; entering a first date does not count as a move."""

	field: str
	was: date | None
	became: date | None

	@property
	def is_move(self) -> bool:
		"""Returns whether an existing date was changed or removed."""
		return self.was is not None


HAPPENED = {"predicted_start": "actual_start", "predicted_finish": "actual_finish"}
"""Predicted date → the date on which it came true; from then on nothing is predicted any more."""


def moves(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> list[Move]:
	"""Returns the predicted dates that differ, without those that had come true: correcting one of them is no move.

	Args:
		before: the predicted and actual dates as they were.
		after: the dates as they are now.
	"""
	return [
		Move(field, before.get(field), after.get(field))
		for field in PREDICTED
		if before.get(field) != after.get(field) and not before.get(HAPPENED[field])
	]


def date_faults(dates: Mapping[str, date | None], today: date) -> list[Message]:
	"""Returns what is impossible about the dates of a plan, in sentences."""
	faults = [
		Message("{0} is in the future. Enter it once it has happened.", Message(label))
		for field, label in ACTUAL.items()
		if (dates.get(field) or today) > today
	]
	pairs = (
		("predicted_start", "predicted_finish"),
		("actual_start", "actual_finish"),
		("actual_start", "achieved_on"),
	)
	labels = {**PREDICTED, **ACTUAL}
	for first, second in pairs:
		one, other = dates.get(first), dates.get(second)
		if one and other and other < one:
			faults.append(
				Message(
					"“{0}” ({1}) is before “{2}” ({3}).",
					Message(labels[second]),
					other,
					Message(labels[first]),
					one,
				)
			)
	return faults
