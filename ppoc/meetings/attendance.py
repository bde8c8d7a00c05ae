"""Who is there: which of several people's entries count. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ATTENDEE_FIELDS = ("name", "worker", "role", "chair", "expected", "attendance")


def agreed(
	now: Mapping[str, str], wanted: Mapping[str, str], read: Mapping[str, str]
) -> tuple[dict[str, str], set[str]]:
	"""Returns the rows to change, and those that stay because somebody else has changed them since they were read.

	Args:
		now: what is recorded, by row.
		wanted: what is to be recorded, by row.
		read: what was recorded when the person who records looked, by row. A row that is not in it is changed whatever
			it says now.
	"""
	differing = {row: word for row, word in wanted.items() if now[row] != word}
	kept = {row for row in differing if row in read and read[row] != now[row]}
	return {row: word for row, word in differing.items() if row not in kept}, kept


def as_shown(attendees: Iterable[Any]) -> list[dict[str, Any]]:
	"""Returns rows of Meeting Attendee as the meeting screen shows them."""
	return [{field: row.get(field) or "" for field in ATTENDEE_FIELDS} for row in attendees]
