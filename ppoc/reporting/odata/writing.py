"""Writes rows as JSON when Python has them, as for reports. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

CLOCK = len("09:30:00")


def as_json(rows: list[dict[str, Any]], types: Mapping[str, str], zone: ZoneInfo) -> bytes:
	"""Returns rows as a JSON array, each value in the form of its OData type (OData JSON Format 4.01, section 7.1).

	Args:
		rows: property → value; the values are replaced here by those that are sent.
		types: property → OData type.
		zone: the zone of times that do not state one.
	"""
	truths = [name for name, kind in types.items() if kind == "Edm.Boolean"]
	moments = [name for name, kind in types.items() if kind == "Edm.DateTimeOffset"]
	for row in rows:
		for name in truths:
			if name in row:
				row[name] = bool(row[name])
		for name in moments:
			if row.get(name):
				row[name] = row[name].replace(tzinfo=zone)
	return orjson.dumps(rows, default=_plain)


def _plain(value: Any) -> Any:
	if isinstance(value, timedelta):  # a time of day, as the database driver returns it
		return str(value).zfill(CLOCK)
	if isinstance(value, Decimal):
		return float(value)
	return str(value)
