"""Texts that a spreadsheet would take for a formula, made texts. Plain Python.

A name that begins with "=" is carried out by the spreadsheet of whoever opens the export (OWASP, CSV Injection).
"""

from __future__ import annotations

import re
from typing import Any

FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d[\d .,]*%?")


def as_text(value: Any) -> Any:
	"""The value, with an apostrophe before it if a spreadsheet would take it for a formula; numbers stay."""
	if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
		return f"'{value}"
	return value


def rows_as_text(rows: Any) -> Any:
	"""The same for rows of cells, one at a time."""
	return ([as_text(cell) for cell in row] for row in rows)
