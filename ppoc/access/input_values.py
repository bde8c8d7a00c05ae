"""Whether a value that was sent can be what its field holds at all. Plain Python.

Frappe takes what it is sent and leaves it to the database to refuse what does not fit, which ends in an error of the
server; or it turns what it does not understand into 0, which loses it without a word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ppoc.messages import Message, joined

LARGEST = {"Int": 2**31 - 1, "Long Int": 2**63 - 1, "Check": 1, "docstatus": 2}
LARGEST_DECIMAL = 10**12
"""Frappe's columns for decimals have twelve digits before the point."""
TEXT_BYTES = {"Small Text": 65_535, "Text": 65_535, "Attach": 65_535, "Attach Image": 65_535}
"""The longest texts that columns hold; of shorter ones Frappe counts the characters, and the rest hold anything."""
DECIMALS = ("Float", "Currency", "Percent", "Rating", "Duration")
STRUCTURED = ("JSON", "Code", "Geolocation")
TABLES = ("Table", "Table MultiSelect")
SHOWS_NOTHING = ("Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button", "Fold", "Image")

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def problem(fieldtype: str, value: Any) -> Message | None:
	"""Returns what is wrong with a value for a field of this kind, or None.

	Args:
		fieldtype: Frappe's fieldtype, or "docstatus".
		value: as it was sent; nothing and an empty text are always right.
	"""
	if value is None or value == "" or fieldtype in SHOWS_NOTHING:
		return None
	if fieldtype in TABLES:
		return _rows(value)
	if fieldtype in STRUCTURED:
		return unstorable(value)
	if isinstance(value, Mapping | list | tuple | set):
		return Message("One value belongs here, not several.")
	if fieldtype in LARGEST:
		return _whole(value, LARGEST[fieldtype])
	if fieldtype in DECIMALS:
		return _decimal(value)
	if fieldtype in ("Date", "Datetime", "Time"):
		return _moment(fieldtype, value)
	return _text(value, TEXT_BYTES.get(fieldtype))


def wrong_choice(options: str | None, value: Any) -> Message | None:
	"""Returns what is wrong with the value of a Select, or None.

	Args:
		options: the choices, one a line; without any, everything is right, as Frappe has it.
		value: as it was sent.
	"""
	choices = [each.strip() for each in (options or "").split("\n") if each.strip()]
	if not choices or value in (None, "") or str(value).strip() in choices:
		return None
	shown = joined([Message(each) for each in choices])
	return Message("“{0}” is not one of the choices: {1}.", _shown(value), shown)


def unstorable(value: Any) -> Message | None:
	"""Returns what in a value, however deep, no database stores: half characters, NUL, and what is no number."""
	if isinstance(value, str) and _UNSTORABLE.search(value):
		return Message("The text contains a character that cannot be stored. Type it again.")
	if isinstance(value, float) and not math.isfinite(value):
		return Message("{0} is not a number.", repr(value))
	if isinstance(value, Mapping):
		return next((found for part in value.items() for each in part if (found := unstorable(each))), None)
	if isinstance(value, list | tuple):
		return next((found for each in value if (found := unstorable(each))), None)
	return None


def _rows(value: Any) -> Message | None:
	rows = not isinstance(value, str | bytes | Mapping) and isinstance(value, Sequence)
	if not rows or any(isinstance(row, str | int | float | list | None) for row in value):
		return Message("A list of rows belongs here.")
	return None


def _whole(value: Any, largest: int) -> Message | None:
	try:
		number = int(value) if not isinstance(value, str) else int(float(value))
	except (TypeError, ValueError, OverflowError):
		return Message("A whole number belongs here, not “{0}”.", _shown(value))
	if abs(number) > largest or (largest <= 2 and number < 0):
		return Message("{0} is too large or too small here.", _shown(value))
	return None


def _decimal(value: Any) -> Message | None:
	try:
		number = float(value)
	except (TypeError, ValueError, OverflowError):
		return Message("A number belongs here, not “{0}”.", _shown(value))
	if not math.isfinite(number):
		return Message("A number belongs here, not “{0}”.", _shown(value))
	if abs(number) >= LARGEST_DECIMAL:
		return Message("{0} is too large or too small here.", _shown(value))
	return None


def _moment(fieldtype: str, value: Any) -> Message | None:
	if isinstance(value, date | time | timedelta):
		return None
	text = value.strip() if isinstance(value, str) else ""
	day, clock = re.split("[ T]", text, maxsplit=1) if re.search("[ T]", text) else (text, "")
	try:
		if fieldtype == "Time":
			_clock(clock or day)
		else:
			_day(day)
			if clock:
				_clock(clock)
	except ValueError:
		return {
			"Date": Message("“{0}” is not a date such as 2026-03-31.", _shown(value)),
			"Datetime": Message("“{0}” is not a day and time such as 2026-03-31 14:30:00.", _shown(value)),
			"Time": Message("“{0}” is not a time such as 14:30:00.", _shown(value)),
		}[fieldtype]
	return None


def _day(text: str) -> None:
	found = _DATE.fullmatch(text)
	if (
		not found or date(*map(int, found.groups())).year < 1000
	):  # what comes before, MariaDB does not promise to keep
		raise ValueError(text)


def _clock(text: str) -> None:
	found = _TIME.fullmatch(text)
	if not found:
		raise ValueError(text)
	datetime.min.replace(hour=int(found[1]), minute=int(found[2]), second=int(found[3] or 0))


def _text(value: Any, most: int | None) -> Message | None:
	if wrong := unstorable(value):
		return wrong
	if most and isinstance(value, str) and len(value.encode()) > most:
		return Message(
			"The text is too long: it has {0} characters, and about {1} are kept.", len(value), most
		)
	return None


def _shown(value: Any) -> str:
	text = ascii(value).strip("'")
	return text if len(text) <= 40 else f"{text[:40]}…"
