"""Reads an .xlsx into sheets of rows with their true row numbers, whatever people have done to it.

Nothing is guessed silently: a cell that cannot be read becomes a fault, which the loader reports if it needs the
column. What does not matter to a load (pictures, colours, formulas with a saved result) is ignored.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ppoc.imports.encodings import mended
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import normalise
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.imports.workbook_parts import SheetParts, is_strict_workbook, sheet_parts
from ppoc.imports.workbook_safety import (
	DEFAULT_LIMITS,
	SAVE_AS_XLSX,
	WorkbookLimits,
	check_workbook,
)
from ppoc.messages import Message

if TYPE_CHECKING:
	from openpyxl.cell.read_only import ReadOnlyCell
	from openpyxl.worksheet._read_only import ReadOnlyWorksheet

CellValue = str | int | float | bool | date | datetime | time | None
HEADER_SEARCH_ROWS = 25
"""The header is within the first rows; titles and notes above it are skipped."""


@dataclass(frozen=True)
class SheetRow:
	"""One filled row.

	Attributes:
		line: the row's number in Excel.
		values: cell values by column name; empty cells are left out.
		faults: findings about unreadable cells, by column name. A loader reports those of the columns it needs.
	"""

	line: int
	values: dict[str, CellValue]
	faults: dict[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
	"""A sheet, or a CSV file, as named columns and rows.

	Attributes:
		file: the file's name.
		sheet: the sheet's name, "" for a CSV file.
		header_line: row number of the header.
		headers: column names from left to right, each once.
		rows: the filled rows below the header.
		date1904: whether serial numbers count from 1904.
	"""

	file: str
	sheet: str
	header_line: int
	headers: tuple[str, ...]
	rows: tuple[SheetRow, ...]
	date1904: bool = False

	def place(self, line: int) -> str:
		"""Returns the place of a row, for the start of a message."""
		return Message("Sheet “{0}”, row {1}", self.sheet, line) if self.sheet else f"Line {line}"


@dataclass(frozen=True)
class Sheet:
	"""One sheet as it is in the file, before a header is chosen.

	Attributes:
		name: as on the tab.
		hidden: whether the tab is hidden in Excel.
		rows: filled rows as (row number, cells from column A).
		faults: unreadable cells by (row number, column number).
	"""

	name: str
	hidden: bool
	rows: tuple[tuple[int, tuple[CellValue, ...]], ...]
	faults: dict[tuple[int, int], Finding]


@dataclass(frozen=True)
class Workbook:
	"""All sheets of a file, and findings about the file itself."""

	file: str
	sheets: tuple[Sheet, ...]
	findings: tuple[Finding, ...]
	date1904: bool = False


def read_workbook(upload: UploadedFile, limits: WorkbookLimits = DEFAULT_LIMITS) -> Workbook:
	"""Reads every sheet of an .xlsx.

	Args:
		upload: the file.
		limits: the limits for the workbook.

	Returns:
		The sheets with their filled rows, and notes (links to other files, hidden sheets, formulas).

	Raises:
		ImportRefused: the file is not a complete, unprotected .xlsx within the limits.
	"""
	file = upload.name
	content = upload.read(Limits(file_bytes=limits.file_bytes))
	names = check_workbook(content, file, limits)
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		if is_strict_workbook(archive):
			raise file_fault(file, Message("The workbook was saved as “Strict Open XML”."), SAVE_AS_XLSX)
	try:
		return _read_sheets(content, file, names, limits)
	except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
		raise file_fault(
			file,
			Message("The workbook is damaged: its sheets cannot be read."),
			Message("Open it in Excel, let Excel repair it, save it under a new name and load that."),
		) from error


def _read_sheets(content: bytes, file: str, names: list[str], limits: WorkbookLimits) -> Workbook:
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		parts = sheet_parts(archive, limits.empty_rows)
	with warnings.catch_warnings():
		warnings.simplefilter("ignore")
		book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
		findings = _notes_on_links(file, names)
		sheets = []
		for worksheet in book.worksheets:
			reader = _SheetReader(file, worksheet, parts.get(worksheet.title, SheetParts()), limits)
			sheets.append(reader.read())
			findings.extend(reader.findings)
		date1904 = book.epoch == CALENDAR_MAC_1904
		book.close()
	return Workbook(file, tuple(sheets), tuple(findings), date1904)


def _notes_on_links(file: str, names: list[str]) -> list[Finding]:
	if not any(name.startswith("xl/externalLinks/") for name in names):
		return []
	return [
		Finding(
			Severity.NOTE,
			Message(
				"The workbook takes values from other workbooks. The links are not followed; the values last saved in"
				" this file are used."
			),
			Message("If they may be old, open the workbook in Excel, update the links, save and load again."),
			file=file,
		)
	]


class _SheetReader:
	"""Reads one sheet, and collects its faults and notes."""

	def __init__(
		self, file: str, worksheet: ReadOnlyWorksheet, parts: SheetParts, limits: WorkbookLimits
	) -> None:
		self.file = file
		self.worksheet = worksheet
		self.name = worksheet.title
		self.parts = parts
		self.limits = limits
		self.faults: dict[tuple[int, int], Finding] = {}
		self.findings: list[Finding] = []

	def read(self) -> Sheet:
		"""Returns the sheet with merged cells filled downwards."""
		self.worksheet.reset_dimensions()  # the size that a file states is often wrong
		rows = dict(self._filled_rows())
		self._fill_merged(rows)
		hidden = self.worksheet.sheet_state != "visible"
		if self.parts.formulas:
			self._note(
				Message(
					"Sheet “{0}” has {1} formulas; their last saved results are used.",
					self.name,
					f"{self.parts.formulas:,}",
				)
			)
		return Sheet(self.name, hidden, tuple(sorted(rows.items())), self.faults)

	def _note(
		self, message: str, remedy: str = "", severity: Severity = Severity.NOTE, line: int = 0
	) -> None:
		self.findings.append(Finding(severity, message, remedy, file=self.file, line=line))

	def _filled_rows(self) -> Iterator[tuple[int, tuple[CellValue, ...]]]:
		empty = filled = 0
		# openpyxl lends this method of Worksheet to the class for reading; its stubs know only the first.
		rows: Iterator[tuple[ReadOnlyCell, ...]] = self.worksheet.iter_rows(max_col=self.limits.columns)  # type: ignore[misc, assignment]
		for line, cells in enumerate(rows, start=1):
			values = tuple(self._value(cell, line, column) for column, cell in enumerate(cells, start=1))
			if all(value is None for value in values) and not self._has_fault(line, len(values)):
				empty += 1
				if empty > self.limits.empty_rows:
					self._note_end(line)
					return
				continue
			empty = 0
			filled += 1
			if filled > self.limits.rows:
				raise file_fault(
					self.file,
					Message("Sheet “{0}” has more than {1} filled rows.", self.name, f"{self.limits.rows:,}"),
					Message(
						"Split it into several files, each with whole children, and load them one after the other."
					),
					line,
				)
			yield line, values

	def _has_fault(self, line: int, columns: int) -> bool:
		return any((line, column) in self.faults for column in range(1, columns + 1))

	def _note_end(self, line: int) -> None:
		last = line - self.limits.empty_rows - 1
		self._note(
			Message(
				"Sheet “{0}”: reading ended after row {1}, because {2} empty rows follow.",
				self.name,
				last,
				f"{self.limits.empty_rows:,}",
			),
			Message("If there is something further down, move it up and load again."),
		)

	def _value(self, cell: ReadOnlyCell, line: int, column: int) -> CellValue:
		value = cell.value
		address = f"{get_column_letter(column)}{line}"
		if value is None:
			if address in self.parts.uncalculated:
				self._fault(line, column, address, Message("has a formula whose result was never saved"))
			return None
		if cell.data_type == "e":
			self._fault(line, column, address, Message("shows the error {0}", value))
			return None
		if isinstance(value, str):
			return clean_text(value) or None
		# A cell formatted as a length of time is one; no column of ours holds any.
		return value if isinstance(value, int | float | date | time) else str(value)

	def _fault(self, line: int, column: int, address: str, what: str) -> None:
		self.faults[line, column] = Finding(
			Severity.REFUSED,
			Message("Sheet “{0}”, row {1}: cell {2} {3}.", self.name, line, address, what),
			Message("Open the workbook in Excel, put the value itself into the cell, save and load again."),
			file=self.file,
			line=line,
		)

	def _fill_merged(self, rows: dict[int, tuple[CellValue, ...]]) -> None:
		"""Repeats a value merged over several rows in each of them, as a reader sees it."""
		for left, top, _right, bottom in self.parts.merges:
			source = rows.get(top, ())
			value = source[left - 1] if left <= len(source) else None
			if bottom == top or value is None:
				continue
			filled = [line for line in rows if top < line <= bottom]
			for line in filled:
				cells = list(rows[line]) + [None] * (left - len(rows[line]))
				cells[left - 1] = value
				rows[line] = tuple(cells)
			if filled:
				letter = get_column_letter(left)
				self._note(
					Message(
						"Sheet “{0}”: cells {1}{2} to {3}{4} are merged; “{5}” is taken for each of these rows.",
						self.name,
						letter,
						top,
						letter,
						bottom,
						value,
					),
					Message("Unmerge the cells if that is not meant."),
					line=top,
				)


def clean_text(text: str) -> str:
	"""Removes the extra spaces, hard spaces and line-end codes that Excel and copying add to a text."""
	cleaned = (
		mended(text).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
	)
	cleaned = cleaned.replace("\u200b", "").replace("\ufeff", "")
	return "\n".join(line.strip() for line in cleaned.split("\n")).strip()


def table_of(book: Workbook, sheet: Sheet, known_headers: Collection[str]) -> tuple[Table, list[Finding]]:
	"""Finds the header of a sheet and names its columns.

	Args:
		book: the workbook the sheet belongs to.
		sheet: the sheet.
		known_headers: column names to expect, in any spelling; the row with most of them is the header.

	Returns:
		The table, and findings on repeated or missing column names.

	Raises:
		ImportRefused: no row looks like a header.
	"""
	position = _header_position(sheet, {normalise(name) for name in known_headers})
	if position is None:
		raise file_fault(
			book.file,
			Message(
				"Sheet “{0}” has no row of column names in its first {1} filled rows.",
				sheet.name,
				HEADER_SEARCH_ROWS,
			),
			Message("Put one row of column names above the data and load again."),
		)
	header_line, header_cells = sheet.rows[position]
	below = sheet.rows[position + 1 :]
	names, findings = _column_names(book.file, sheet, header_line, header_cells, below)
	rows = tuple(_named_row(sheet, line, cells, names) for line, cells in below)
	headers = tuple(dict.fromkeys(names.values()))
	return Table(book.file, sheet.name, header_line, headers, rows, book.date1904), findings


def _header_position(sheet: Sheet, known: set[str]) -> int | None:
	"""Returns the row with most known names; if there are none, the first wide row with only text."""
	candidates = [
		(position, [value for value in cells if value is not None])
		for position, (_line, cells) in enumerate(sheet.rows[:HEADER_SEARCH_ROWS])
	]
	hits = [
		(sum(normalise(value) in known for value in values if isinstance(value, str)), -position)
		for position, values in candidates
	]
	if hits and max(hits)[0] >= 2:
		return -max(hits)[1]
	widest = max((len(values) for _position, values in candidates), default=0)
	for position, values in candidates:
		if len(values) >= max(1, 0.6 * widest) and all(isinstance(value, str) for value in values):
			return position
	return None


def _column_names(
	file: str,
	sheet: Sheet,
	line: int,
	header: tuple[CellValue, ...],
	below: tuple[tuple[int, tuple[CellValue, ...]], ...],
) -> tuple[dict[int, str], list[Finding]]:
	"""Returns unique names by column number; makes one up for an unnamed column with values."""
	width = max([len(header), *(len(cells) for _line, cells in below)], default=0)
	names: dict[int, str] = {}
	findings: list[Finding] = []
	first_use: dict[str, str] = {}
	for column in range(1, width + 1):
		letter = get_column_letter(column)
		value = header[column - 1] if column <= len(header) else None
		name = " ".join(str(value).split()) if value is not None else ""
		if not name:
			if not any(len(cells) >= column and cells[column - 1] is not None for _line, cells in below):
				continue
			name = f"Column {letter}"
			findings.append(
				_header_finding(file, sheet, line, name, Message("column {0} has no name", letter))
			)
		elif normalise(name) in first_use:
			other = first_use[normalise(name)]
			findings.append(
				_header_finding(
					file, sheet, line, name, Message("“{0}” names columns {1} and {2}", name, other, letter)
				)
			)
			name = f"{name} (column {letter})"
		else:
			first_use[normalise(name)] = letter
		names[column] = name
	return names, findings


def _header_finding(file: str, sheet: Sheet, line: int, column: str, what: str) -> Finding:
	return Finding(
		Severity.WARNING,
		Message("Sheet “{0}”, row {1}: {2}.", sheet.name, line, what),
		Message("Give every column its own name, or choose in the column mapping which one to use."),
		file=file,
		line=line,
		column=column,
	)


def _named_row(sheet: Sheet, line: int, cells: tuple[CellValue, ...], names: dict[int, str]) -> SheetRow:
	values: dict[str, CellValue] = {
		names[column]: value
		for column, value in enumerate(cells, start=1)
		if value is not None and column in names
	}
	faults = {
		name: replace(sheet.faults[line, column], column=name)
		for column, name in names.items()
		if (line, column) in sheet.faults
	}
	return SheetRow(line, values, faults)
