"""Recognises the words that programs write where there is nothing: NULL, None, nan, #N/A, a dash."""

from __future__ import annotations

import re

_NOTHING = frozenset(
	[
		*("NULL", "null", "None", "NONE", "none", "nan", "NaN", "NAN", "NaT", "nil", "NIL"),
		*(
			"undefined",
			"N/A",
			"n/a",
			"N/a",
			"n.a.",
			"N.A.",
			"NA",
			"n/k",
			"N/K",
			"#N/A",
			"#NULL!",
			"#VALUE!",
			"#REF!",
		),
		*(
			"\\N",
			"<NA>",
			"<null>",
			"<NULL>",
			"[NULL]",
			"[null]",
			"(null)",
			"(NULL)",
			"(blank)",
			"(none)",
			"(None)",
		),
		*("01/01/1900", "1900-01-01", "00/00/0000", "0000-00-00"),
	]
)
_IN_SMALL_LETTERS = frozenset(word.lower() for word in _NOTHING)
LONGEST = max(map(len, _NOTHING))
_MARKS = re.compile(r"[-–—_.?*\s\"']+")
"""Only marks, such as a dash."""


def is_nothing(text: str, name: bool = False) -> bool:
	"""Returns whether a value stands for “nothing here”.

	Args:
		text: the value as written.
		name: whether it is the name of a person. Then its spelling counts: NULL and null are what programs write, while
			Null is a surname.
	"""
	plain = text.strip()
	if not plain or plain in _NOTHING:
		return True
	if not plain[0].isalnum() and _MARKS.fullmatch(plain):
		return True
	return not name and len(plain) <= LONGEST and plain.lower() in _IN_SMALL_LETTERS


def said(text: str, name: bool = False) -> str:
	"""Returns a value without surrounding spaces, or "" if it stands for nothing. See `is_nothing`."""
	return "" if is_nothing(text, name) else text.strip()
