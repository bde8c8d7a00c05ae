"""A line of the audit trail, as plain values, and the hash over them."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

SEEN, CHANGED, REFUSED, REMOVED = "Seen", "Changed", "Refused", "Removed"

SHORT, LONG = 140, 1000
MILLISECONDS_DIGITS = 11


@dataclass(frozen=True)
class Entry:
	"""What one request, job or command did with the records of children.

	at: when, as `YYYY-MM-DD HH:MM:SS.ffffff` in the site's time.
	door: by what the records were reached, in a word; called: the endpoint or address itself.
	record_type, record: the record that was asked for or changed, if there was one.
	children: the names of all children that were seen, changed or refused.
	what: the kind of change, the report, or why it was refused.
	impersonated_by: who was logged in as `user`, if it was not the user.
	"""

	name: str
	at: str
	user: str
	outcome: str
	door: str
	called: str = ""
	record_type: str = ""
	record: str = ""
	children: tuple[str, ...] = ()
	what: str = ""
	address: str = ""
	impersonated_by: str = ""

	@property
	def fingerprint(self) -> str:
		"""The hash over everything in the entry."""
		values = asdict(self)
		values["children"] = list(self.children)
		text = json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
		return hashlib.sha256(text.encode()).hexdigest()


def entry(*, name: str = "", at: datetime | str, children: Iterable[str] = (), **values: Any) -> Entry:
	"""Returns an entry whose values come back from a database as they went in: cut to the length of their
	columns, without spaces around them."""
	texts = {key: _fitted(value, LONG if key == "what" else SHORT) for key, value in values.items()}
	return Entry(
		name=name or new_name(),
		at=in_full(at),
		children=tuple(sorted({child for child in children if child})),
		**texts,
	)


def from_row(row: Mapping[str, Any]) -> Entry:
	"""Returns the entry in a row of the database."""
	texts = ("user", "outcome", "door", "called", "record_type", "record", "what", "address")
	return Entry(
		name=row["name"],
		at=in_full(row["at"]),
		children=tuple(filter(None, (row["children"] or "").split("\n"))),
		impersonated_by=row["impersonated_by"] or "",
		**{key: row[key] or "" for key in texts},
	)


def new_name(moment: float | None = None) -> str:
	"""Returns a name of its own for an entry; names are in the order of their milliseconds."""
	return earliest_name(moment) + secrets.token_hex(5)


def earliest_name(moment: float | None = None) -> str:
	"""Returns the beginning of the names that are given at a moment (seconds since 1970; now if left out)."""
	return f"{int((time.time() if moment is None else moment) * 1000):0{MILLISECONDS_DIGITS}x}"


def in_full(at: datetime | str) -> str:
	"""Returns a time with all six digits of its microseconds."""
	moment = datetime.fromisoformat(at) if isinstance(at, str) else at
	return moment.isoformat(sep=" ", timespec="microseconds")


def _fitted(value: Any, length: int) -> str:
	text = "" if value is None else str(value)
	return text.replace("\x00", "").strip()[:length].strip()
