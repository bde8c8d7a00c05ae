"""What somebody has corrected in a table before it is loaded, cell by cell. Plain Python.

The file itself stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ppoc.imports.workbook_reading import SheetRow, Table

MOST = 2_000
LONGEST = 5_000


class CorrectionFault(ValueError):
	"""What was sent is no list of corrections."""


@dataclass(frozen=True)
class Correction:
	"""What a cell should say.

	Attributes:
		sheet: name of the sheet, "" for a CSV file.
		line: number of the row.
		column: the column's name in the header.
		text: what is read in place of the cell; "" empties it.
	"""

	sheet: str
	line: int
	column: str
	text: str

	@property
	def cell(self) -> tuple[str, int, str]:
		"""Returns which cell it is about."""
		return self.sheet, self.line, self.column

	def as_row(self) -> dict[str, Any]:
		"""Returns it as plain values."""
		return asdict(self)


def corrections_of(rows: object) -> list[Correction]:
	"""Returns corrections from plain values.

	Raises:
		CorrectionFault: they are none, or too many, or too long.
	"""
	if not isinstance(rows, list) or len(rows) > MOST:
		raise CorrectionFault
	made = []
	for row in rows:
		if not isinstance(row, dict) or set(row) != {"sheet", "line", "column", "text"}:
			raise CorrectionFault
		line, texts = row["line"], [row["sheet"], row["column"], row["text"]]
		if type(line) is not int or not all(isinstance(each, str) and len(each) <= LONGEST for each in texts):
			raise CorrectionFault
		made.append(Correction(row["sheet"], line, row["column"], row["text"].strip()))
	return made


def together(earlier: Iterable[Correction], later: Iterable[Correction]) -> list[Correction]:
	"""Returns both; of two corrections of one cell the later one counts."""
	return list({one.cell: one for one in (*earlier, *later)}.values())


def corrected(table: Table, corrections: Iterable[Correction]) -> Table:
	"""Returns the table with what its cells should say. Corrections of other sheets, rows and columns do nothing."""
	wanted: dict[int, dict[str, str]] = defaultdict(dict)
	for one in corrections:
		if one.sheet == table.sheet and one.column in table.headers:
			wanted[one.line][one.column] = one.text
	if not wanted:
		return table
	return replace(table, rows=tuple(_corrected_row(row, wanted.get(row.line, {})) for row in table.rows))


def _corrected_row(row: SheetRow, texts: Mapping[str, str]) -> SheetRow:
	values = {column: value for column, value in row.values.items() if column not in texts}
	faults = {column: fault for column, fault in row.faults.items() if column not in texts}
	return replace(row, values=values | {name: text for name, text in texts.items() if text}, faults=faults)
