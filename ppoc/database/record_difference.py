"""What a load would do to one record: make it, change what differs, or nothing.

A blank cell says nothing: it never clears what is there, and a record that is not in the file is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class Change(str, Enum):
	"""What happens to a record."""

	CREATE = "New"
	CHANGE = "Changed"
	UNCHANGED = "Unchanged"


@dataclass(frozen=True)
class Existing:
	"""A record as it stands on the site: its name and the values that a load could change."""

	name: str
	values: Mapping[str, object]


@dataclass(frozen=True)
class Planned:
	"""What a load does to one record.

	Attributes:
		key: what tells the record from others in the file.
		change: what happens.
		name: the record's name, "" for a new one.
		values: what is written: everything for a new record, what differs for a changed one.
		before: what stood there, for each value that differs.
	"""

	key: str
	change: Change
	name: str = ""
	values: dict[str, object] = field(default_factory=dict)
	before: dict[str, object] = field(default_factory=dict)


def plan_record(key: str, values: Mapping[str, object], existing: Existing | None) -> Planned:
	"""Hold the values of a file against a record.

	Args:
		key: what tells the record from others in the file.
		values: values by field name; None and "" say nothing.
		existing: the record, or None where there is none.
	"""
	given = {name: value for name, value in values.items() if value not in (None, "")}
	if existing is None:
		return Planned(key, Change.CREATE, "", given)
	differing = {
		name: value for name, value in given.items() if not same_value(value, existing.values.get(name))
	}
	if not differing:
		return Planned(key, Change.UNCHANGED, existing.name)
	before = {name: existing.values.get(name) for name in differing}
	return Planned(key, Change.CHANGE, existing.name, differing, before)


def same_value(one: object, other: object) -> bool:
	"""Whether two values mean the same though their types may differ (a mark as 1 or True, a date as text)."""
	return _plain(one) == _plain(other)


def _plain(value: object) -> object:
	if value in (None, ""):
		return ""
	if isinstance(value, bool):
		return str(int(value))
	if isinstance(value, datetime):
		return value.date().isoformat()
	if isinstance(value, date):
		return value.isoformat()
	return "\n".join(line.strip() for line in str(value).replace("\r\n", "\n").split("\n")).strip()
