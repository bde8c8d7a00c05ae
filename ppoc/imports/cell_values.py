"""Converts cells to values: dates, yes/no marks, choices, links and identifiers as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ppoc.children.blank_words import is_nothing
from ppoc.children.identifiers import LONGEST_EXACT, is_shortened, written_id
from ppoc.imports.encodings import mended
from ppoc.imports.mapping import NameIndex, TargetField, normalise
from ppoc.messages import Message

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)
EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
LATE = 20
"""From this hour on, a time of another zone may belong to the next day here."""
TWO_DIGIT_PIVOT = 70
"""Two-digit years below this are in this century."""
NAMES = frozenset({"first_name", "last_name", "full_name", "worker_name"})
"""Fields in which a word for nothing may be a name, by its spelling."""
YES = frozenset({"y", "yes", "true", "t", "1", "x", "✓", "✔"})
NO = frozenset({"n", "no", "false", "f", "0", ""})
DATE_WRITTEN = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})$")
DATE_ISO = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))$")
DATE_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})$")
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
TIME_AFTER = re.compile(
	r"[T ]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,:]\d+)?)?\s*(?:[ap]\.?m\.?|Z|[+-]\d{2}:?\d{2})?$",
	re.IGNORECASE,
)
OTHER_ZONE = re.compile(r"(\d{1,2}):\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
"""A time with its zone: late in the evening it is the next day here."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
)
WRITE_DATE = Message("Write the date as day/month/year, for example 05/03/2026, or leave the cell empty.")


@dataclass(frozen=True)
class Dates:
	"""The date format of a file.

	Attributes:
		date1904: serial numbers count from 1904 instead of 1900.
		month_first: the month comes before the day.
	"""

	date1904: bool = False
	month_first: bool = False


BRITISH = Dates()


class CellError(ValueError):
	"""A cell cannot be converted to a value of its field.

	Attributes:
		message: what is wrong with the cell, as the end of a sentence.
		remedy: what to do about it.
	"""

	def __init__(self, message: str, remedy: str) -> None:
		super().__init__(message)
		self.message = message
		self.remedy = remedy


class NoSuchDayError(CellError):
	"""A date is written properly, and the calendar has no such day."""


def convert(
	value: object, target: TargetField, links: Mapping[str, NameIndex] | None = None, dates: Dates = BRITISH
) -> object:
	"""Converts a cell to a value of a field.

	Args:
		value: the cell.
		target: the field.
		links: for link fields, the index of records by field name.
		dates: the file's date format.

	Returns:
		None for an empty cell; otherwise str, date, bool, int or float, depending on the field's kind.

	Raises:
		CellError: the cell does not fit the field.
	"""
	if target.kind == "choice" and isinstance(value, str) and normalise(value) in _spellings(target):
		return to_choice(value, target)
	if value is None or (isinstance(value, str) and is_nothing(value, target.name in NAMES)):
		return None
	if target.kind == "date":
		return to_date(value, dates)
	if target.kind == "check":
		return to_check(value)
	if target.kind == "number":
		return to_number(value)
	if target.kind == "identifier":
		return to_identifier(value) or None
	text = to_text(value)
	if target.kind == "choice":
		return to_choice(text, target)
	if target.kind == "link" and links is not None and target.name in links:
		return to_link(text, target, links[target.name])
	return text


def to_text(value: object) -> str:
	"""Converts a cell to text: whole numbers without “.0”, dates as day/month/year."""
	if isinstance(value, bool):
		return "Yes" if value else "No"
	if isinstance(value, float) and value.is_integer():
		return str(int(value))
	if isinstance(value, (datetime, date)):
		return value.strftime("%d/%m/%Y")
	if isinstance(value, time):
		return value.strftime("%H:%M")
	return mended(str(value)).strip()


def to_identifier(value: object) -> str:
	"""Converts a cell to an ID: its leading zeros are kept, and 4001.0 is 4001.

	Raises:
		CellError: a spreadsheet has shortened it, so nobody can say whose it is.
	"""
	text = to_text(value)
	too_long = isinstance(value, float | int) and len(text.lstrip("-")) > LONGEST_EXACT
	if is_shortened(text) or too_long:
		raise CellError(
			Message("“{0}” is an ID that a spreadsheet has shortened", text),
			Message("Format the column as text before the IDs go into it, and export the file again."),
		)
	return written_id(text)


def to_date(value: object, dates: Dates = BRITISH) -> date:
	"""Converts a cell to a date: a real date, a written one (day first by default), or an Excel serial number.

	Raises:
		CellError: it is not a date, or not within 1990 to 2100.
	"""
	if isinstance(value, datetime):
		found = value.date()
	elif isinstance(value, date):
		found = value
	elif isinstance(value, (int, float)) and not isinstance(value, bool):
		found = _from_serial(value, dates)
	else:
		found = written_date(str(value), dates)
	if not EARLIEST <= found <= LATEST:
		raise CellError(
			Message("{0} is not between {1} and {2}", f"{found:%d/%m/%Y}", EARLIEST.year, LATEST.year),
			WRITE_DATE,
		)
	return found


def _from_serial(value: float, dates: Dates) -> date:
	"""Adds days to Excel's epoch. Excel's false 29/02/1900 does not matter, because such early dates are refused."""
	try:
		return (EPOCH_1904 if dates.date1904 else EPOCH_1900) + timedelta(days=int(value))
	except (OverflowError, ValueError):
		raise CellError(Message("“{0}” is not a date", value), WRITE_DATE) from None


def written_date(text: str, dates: Dates = BRITISH) -> date:
	"""Returns the day that a text names, in any of the usual spellings, with or without a time of day.

	Args:
		text: such as 03/05/2014, 3.5.14, 2014-05-03T00:00:00, 3 May 2014 or 41762.
		dates: the file's date format.

	Raises:
		CellError: it names no day, or a time near midnight of another time zone, which could be the day before.
	"""
	text = text.strip()
	zone = OTHER_ZONE.search(text)
	if zone and int(zone[1]) >= LATE:
		raise CellError(Message("“{0}” is a time of another zone, so its day is not sure", text), WRITE_DATE)
	plain = WEEKDAY.sub("", TIME_AFTER.sub("", text)).strip()
	if match := DATE_ISO.match(plain):
		year, month, day = (int(part) for part in match.groups() if part)
	elif match := DATE_WRITTEN.match(plain):
		day, month, year = int(match[1]), int(match[2]), _full_year(match[3])
		if dates.month_first:
			day, month = month, day
	elif match := DATE_WORDS.match(plain):
		day, month, year = int(match[1]), _month_number(match[2], text), _full_year(match[3])
	elif re.fullmatch(r"\d{5}(\.\d+)?", plain):
		return _from_serial(float(plain), dates)
	else:
		raise CellError(Message("“{0}” is not a date", text), WRITE_DATE)
	try:
		return date(year, month, day)
	except ValueError:
		hint = " (month and day the other way round?)" if month > 12 and day <= 12 else ""
		raise NoSuchDayError(Message("there is no day {0}{1}", text, hint), WRITE_DATE) from None


def _full_year(digits: str) -> int:
	year = int(digits)
	if len(digits) == 4:
		return year
	return year + (2000 if year < TWO_DIGIT_PIVOT else 1900)


def _month_number(name: str, text: str) -> int:
	lowered = name.lower()
	if lowered == "sept":
		return 9
	for number, month in enumerate(MONTH_NAMES, start=1):
		if lowered in (month, MONTHS[number - 1]):
			return number
	raise CellError(Message("“{0}” is not a date", text), WRITE_DATE)


def to_check(value: object) -> bool:
	"""Converts a mark to yes or no.

	Raises:
		CellError: it is neither yes nor no.
	"""
	if isinstance(value, bool):
		return value
	text = to_text(value).lower().strip(" .")
	if text in YES:
		return True
	if text in NO:
		return False
	raise CellError(
		Message("“{0}” is neither yes nor no", value), Message("Write Yes or No, or leave the cell empty.")
	)


def to_number(value: object) -> int | float:
	"""Converts a cell to a number.

	Raises:
		CellError: it is not a number.
	"""
	if isinstance(value, (int, float)) and not isinstance(value, bool):
		return value
	try:
		number = float(str(value).replace(",", "").strip())
	except ValueError:
		raise CellError(
			Message("“{0}” is not a number", value), Message("Write digits only, or leave the cell empty.")
		) from None
	return int(number) if number.is_integer() else number


def to_choice(text: str, target: TargetField) -> str:
	"""Returns the stored value of which this text is a spelling.

	Raises:
		CellError: no value has this spelling; the remedy lists the values.
	"""
	found = _spellings(target).get(normalise(text))
	if found is not None:
		return found
	raise CellError(
		Message("“{0}” is not known here", text), Message("Use one of: {0}.", ", ".join(target.choices))
	)


def _spellings(target: TargetField) -> dict[str, str]:
	"""Returns the stored value of each spelling of a choice."""
	return {
		normalise(spelling): stored
		for stored, spellings in target.choices.items()
		for spelling in (stored, *spellings)
	}


def to_link(text: str, target: TargetField, index: NameIndex) -> str:
	"""Returns the record that a text names.

	Raises:
		CellError: there is no such record, or more than one.
	"""
	found = index.find(text)
	if len(found) == 1:
		return next(iter(found))
	what = target.label.lower()
	if found:
		raise CellError(
			Message("“{0}” names {1} records", text, len(found)),
			Message("Write the full name of the {0}.", what),
		)
	near = index.nearest(text)
	known = Message("Nearest: {0}. ", ", ".join(near)) if near else ""
	raise CellError(
		Message("there is no {0} “{1}”", what, text),
		Message("{0}Correct the spelling, or add it on the site and load again.", known),
	)
