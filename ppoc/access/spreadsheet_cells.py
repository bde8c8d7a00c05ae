"""Turns texts that a spreadsheet would read as formulas into plain text. Plain Python.

A name that begins with "=" would be run by the spreadsheet of whoever opens the export (OWASP, CSV
Injection).
"""

from __future__ import annotations

import re
from typing import Any

FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d[\d .,]*%?")


def as_text(value: Any) -> Any:
	"""Returns the value, with an apostrophe in front if a spreadsheet would read it as a formula; numbers stay."""
	if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
		return f"'{value}"
	return value


def rows_as_text(rows: Any) -> Any:
	"""Returns the same for rows of cells, one row at a time."""
	return ([as_text(cell) for cell in row] for row in rows)
