"""Works out what an import would do to one record: create it, change the values that differ, or nothing.

A blank cell never clears a value, and a record that is not in the file is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class RecordChange(str, Enum):
	"""What happens to a record."""

	CREATE = "New"
	CHANGE = "Changed"
	UNCHANGED = "Unchanged"


@dataclass(frozen=True)
class Existing:
	"""A record on the site: its name and the values that an import could change."""

	name: str
	values: Mapping[str, object]


@dataclass(frozen=True)
class Planned:
	"""What an import does to one record.

	Attributes:
		key: what identifies the record in the file.
		change: what happens to it.
		name: the record's name, "" for a new one.
		values: what is written: everything for a new record, what differs for a changed one.
		before: the old value of each field that differs.
	"""

	key: str
	change: RecordChange
	name: str = ""
	values: dict[str, object] = field(default_factory=dict)
	before: dict[str, object] = field(default_factory=dict)


def plan_record(key: str, values: Mapping[str, object], existing: Existing | None) -> Planned:
	"""Compares the values in a file with a record and returns what to do.

	Args:
		key: what identifies the record in the file.
		values: values by field name; None and "" are ignored.
		existing: the record, or None if there is none.
	"""
	given = {name: value for name, value in values.items() if value not in (None, "")}
	if existing is None:
		return Planned(key, RecordChange.CREATE, "", given)
	differing = {
		name: value for name, value in given.items() if not same_value(value, existing.values.get(name))
	}
	if not differing:
		return Planned(key, RecordChange.UNCHANGED, existing.name)
	before = {name: existing.values.get(name) for name in differing}
	return Planned(key, RecordChange.CHANGE, existing.name, differing, before)


def same_value(one: object, other: object) -> bool:
	"""Returns whether two values mean the same even if their types differ (1 and True, a date and its text)."""
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
