"""Reads actions that are typed into one cell: “SW to book viability visit by 12/03/2026 (J Marsh)”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppoc.imports.cell_values import BRITISH, CellError, Dates, to_date

BULLET = re.compile(r"^\s*(?:[-–•*·▪]|\(?\d{1,2}[.)](?!\d)|[a-z]\))\s*")
DATE_IN_TEXT = re.compile(
	r"(?:\b(?:by|due|before|on|deadline|until|date)\b[:\s]*)?"
	r"(\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
	r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{4}|\d{2}))(?!\d)",
	re.IGNORECASE,
)
OWNER_NAMED = re.compile(r"\b(?:owner|who|lead|responsible)\s*[:=-]\s*([^,;()\n]+)", re.IGNORECASE)
OWNER_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]\d]{2,60}?)\s*[)\]]")
OWNER_BEFORE_TO = re.compile(r"^([A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})\s+(?:to|will|must|is to)\s+\w")
OWNER_AFTER_DASH = re.compile(r"\s[-–—]\s*([A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})\s*$")
EDGES = " \t,;:-–—.()[]"


@dataclass(frozen=True)
class TypedAction:
	"""One action as typed.

	Attributes:
		text: what will be done, as written.
		owner: who will do it, as written; "" if nobody is named.
		due: by when; None if no date is named.
		line: row number in the file.
	"""

	text: str
	owner: str = ""
	due: date | None = None
	line: int = 0

	@property
	def missing(self) -> tuple[str, ...]:
		"""Returns what the action lacks: every action needs an owner and a date."""
		return tuple(
			what
			for what, present in (("an owner", bool(self.owner)), ("a date", self.due is not None))
			if not present
		)


def read_actions(
	text: str, owner: str = "", due: date | None = None, line: int = 0, dates: Dates = BRITISH
) -> list[TypedAction]:
	"""Reads the actions in a cell.

	Args:
		text: the cell: one action, or several on separate lines or separated by semicolons.
		owner: the owner from a separate column; an owner named in the text takes precedence.
		due: the date from a separate column; a date named in the text takes precedence.
		line: row number in the file.
		dates: the file's date format.

	Returns:
		The actions in the order of the cell.
	"""
	actions = []
	for part in _parts(text):
		found_due = _due_in(part, dates)
		actions.append(TypedAction(part, _owner_in(part) or owner, found_due or due, line))
	return actions


def _parts(text: str) -> Sequence[str]:
	lines = [piece for line in text.split("\n") for piece in line.split(";")]
	parts = [BULLET.sub("", piece).strip() for piece in lines]
	return [part for part in parts if part.strip(EDGES)]


def _due_in(text: str, dates: Dates) -> date | None:
	"""Returns the last date named in the text: earlier dates say what happened before."""
	for match in reversed(list(DATE_IN_TEXT.finditer(text))):
		try:
			return to_date(match.group(1), dates)
		except CellError:
			continue
	return None


def _owner_in(text: str) -> str:
	without_date = DATE_IN_TEXT.sub(" ", text)
	for pattern in (OWNER_NAMED, OWNER_IN_BRACKETS, OWNER_BEFORE_TO, OWNER_AFTER_DASH):
		if match := pattern.search(without_date.strip()):
			return match.group(1).strip(EDGES)
	return ""
