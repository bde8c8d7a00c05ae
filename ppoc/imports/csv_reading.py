"""Reads a CSV file strictly: anything that could shift or damage values refuses the file and names the place.

Values stay text exactly as written: one that looks like a formula is ordinary text, and leading zeros are kept.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.messages import Message

SAVE_AS_UTF8 = Message("Export it again as CSV in UTF-8 (in Excel: Save As, “CSV UTF-8 (Comma delimited)”).")
EXPORT_AGAIN = Message("Export the file again; do not correct it by hand.")
FAULTS_LISTED = 20
"""Reading stops after this many faulty rows."""

OTHER_FORMATS: tuple[tuple[bytes, str], ...] = (
	(b"PK\x03\x04", Message("a zip archive or an Excel workbook")),
	(b"\xd0\xcf\x11\xe0", Message("an old or password-protected Office file")),
	(b"%PDF", Message("a PDF")),
)
WIDE_ENCODINGS: tuple[tuple[bytes, str], ...] = (
	(b"\xff\xfe\x00\x00", "UTF-32"),
	(b"\x00\x00\xfe\xff", "UTF-32"),
	(b"\xff\xfe", "UTF-16"),
	(b"\xfe\xff", "UTF-16"),
)


class CsvRow(NamedTuple):
	"""A row and its place: `line` is the line on which it starts; the header is line 1."""

	line: int
	values: tuple[str, ...]


@dataclass
class CsvTable:
	"""A CSV file with valid encoding and header; its rows are read one by one.

	Attributes:
		name: the file's name.
		columns: column names in the file's order, without surrounding spaces.
		findings: notes that do not refuse anything; complete once the rows have been read.
	"""

	name: str
	columns: tuple[str, ...]
	findings: list[Finding] = field(default_factory=list)
	_text: str = ""
	_limits: Limits = field(default_factory=Limits)

	def rows(self) -> Iterator[CsvRow]:
		"""Yields the rows that are not blank, in order. Skips blank rows and notes them.

		Yields:
			Each row with the line on which it starts, and as many values as there are columns.

		Raises:
			ImportRefused: at the end of the file, or after `FAULTS_LISTED` faults, if any row has too many or too few
				values, a value is too long, a quote is not closed, or there are too many rows.
		"""
		faults: list[Finding] = []
		blanks: list[int] = []
		count = 0
		for row in _records(self.name, self._text):
			if row.line == 1:
				continue
			if not any(value.strip() for value in row.values):
				blanks.append(row.line)
				continue
			count += 1
			faults += self._faults_of_row(row, count)
			if len(faults) >= FAULTS_LISTED or count > self._limits.rows:
				break
			if not faults:
				yield row
		if faults:
			raise ImportRefused(*faults)
		self._note(blanks)

	def _faults_of_row(self, row: CsvRow, count: int) -> Iterator[Finding]:
		if count > self._limits.rows:
			message = Message("The file has more than {0} rows.", f"{self._limits.rows:,}")
			yield self._fault(
				message, Message("Check that it is the right file, or load it in parts."), row.line
			)
		difference = len(row.values) - len(self.columns)
		if difference:
			yield self._wrong_count(row, difference)
		for column, value in zip(self.columns, row.values, strict=False):
			if len(value) > self._limits.field_characters:
				most = self._limits.field_characters
				message = Message(
					"{0} has {1} characters; at most {2} are allowed.", column, f"{len(value):,}", f"{most:,}"
				)
				yield self._fault(
					message, Message("Shorten the value at its source and export again."), row.line, column
				)

	def _wrong_count(self, row: CsvRow, difference: int) -> Finding:
		have, need = len(row.values), len(self.columns)
		last = row.line >= self._text.count("\n") and not self._text.endswith("\n")
		if difference < 0 and last:
			message = Message(
				"The file is cut off: its last row has {0} values where {1} are needed.", have, need
			)
			return self._fault(message, EXPORT_AGAIN, row.line, self.columns[have - 1])
		message = Message("The row has {0} values where {1} are needed.", have, need)
		remedy = (
			Message("Look for a comma inside a value that has no quotes around it, or a missing value. ")
			+ EXPORT_AGAIN
		)
		return self._fault(message, remedy, row.line, "" if difference > 0 else self.columns[have])

	def _fault(self, message: str, remedy: str, line: int, column: str = "") -> Finding:
		return Finding(Severity.FILE, message, remedy, file=self.name, line=line, column=column)

	def _note(self, blanks: list[int]) -> None:
		if blanks:
			message = Message("{0} blank row(s) were skipped, the first on line {1}.", len(blanks), blanks[0])
			self.findings.append(Finding(Severity.NOTE, message, file=self.name, line=blanks[0]))
		if not self._text.endswith(("\n", "\r")):
			message = Message("The last line has no line end.")
			remedy = Message("If the file could have been cut off, export it again.")
			self.findings.append(Finding(Severity.NOTE, message, remedy, file=self.name))


def read_csv(upload: UploadedFile, limits: Limits | None = None) -> CsvTable:
	"""Opens a CSV file and checks its size, type, encoding and header.

	Args:
		upload: the file.
		limits: the limits for the file.

	Returns:
		The table; its rows have not been read yet.

	Raises:
		ImportRefused: it is empty, too big, in another format, not UTF-8, has NUL bytes, or its header is faulty.
	"""
	limits = limits or Limits()
	text = _decode(upload.name, upload.read(limits))
	header = next(_records(upload.name, text))
	columns = tuple(value.strip() for value in header.values)
	_check_header(upload.name, columns, limits)
	return CsvTable(upload.name, columns, _text=text, _limits=limits)


def _decode(name: str, content: bytes) -> str:
	for start, kind in OTHER_FORMATS:
		if content.startswith(start):
			raise file_fault(
				name, Message("This is {0}, not a CSV file.", kind), Message("Save the table as CSV UTF-8.")
			)
	for start, encoding in WIDE_ENCODINGS:
		if content.startswith(start):
			raise file_fault(name, Message("The file is in {0}, not UTF-8.", encoding), SAVE_AS_UTF8, line=1)
	nul = content.find(b"\0")
	if nul >= 0:
		line, place, column = _place(content, nul)
		message = Message(
			"Character {0} of line {1} is a NUL byte: the file is damaged, or it is in UTF-16.", place, line
		)
		raise file_fault(name, message, SAVE_AS_UTF8, line, column)
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError as error:
		line, place, column = _place(content, error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0))
		byte = error.object[error.start]
		message = Message(
			"Character {0} of line {1} (byte {2}) is not UTF-8; the file may be Windows-1252.",
			place,
			line,
			f"{byte:02X}",
		)
		raise file_fault(name, message, SAVE_AS_UTF8, line, column) from error


def _place(content: bytes, position: int) -> tuple[int, int, str]:
	"""Returns line, character in the line and column name of a byte in a file that cannot be decoded."""
	newline = b"\n" if b"\n" in content else b"\r"
	line = content.count(newline, 0, position) + 1
	begins = content.rfind(newline, 0, position) + 1
	before = content[begins:position].decode("utf-8-sig", "replace")
	if line == 1:
		return line, len(before) + 1, ""
	header = content.split(newline, 1)[0].decode("utf-8-sig", "replace")
	names, values = _values_of(header.strip()), _values_of(before)
	column = names[len(values) - 1].strip() if 0 < len(values) <= len(names) else ""
	return line, len(before) + 1, column


def _values_of(line: str) -> list[str]:
	"""Returns the values at the start of a line, as far as they can be separated."""
	try:
		return next(csv.reader([line.replace("\r", " ")]), []) or [""]
	except csv.Error:
		return []


def _records(name: str, text: str) -> Iterator[CsvRow]:
	"""Yields all records, each with the line on which it starts; blank lines are empty rows."""
	reader = csv.reader(io.StringIO(text, newline=""), strict=True)
	begins = 1
	while True:
		try:
			values = next(reader)
		except StopIteration:
			return
		except csv.Error as error:
			raise file_fault(
				name,
				Message(
					"A quotation mark is misplaced or not closed in the row that begins on line {0} ({1}).",
					begins,
					error,
				),
				Message("The file may be cut off there. ") + EXPORT_AGAIN,
				begins,
			) from error
		yield CsvRow(begins, tuple(values))
		begins = reader.line_num + 1


def _check_header(name: str, columns: tuple[str, ...], limits: Limits) -> None:
	remedy = (
		Message("The first line must have the column names, each once, with commas between them. ")
		+ EXPORT_AGAIN
	)
	if not any(columns):
		raise file_fault(name, Message("The first line is blank."), remedy, 1)
	if len(columns) > limits.columns:
		raise file_fault(name, Message("The first line has {0} columns.", len(columns)), remedy, 1)
	if len(columns) == 1 and any(mark in columns[0] for mark in ";\t|"):
		raise file_fault(name, Message("The columns are not separated by commas."), remedy, 1)
	for number, column in enumerate(columns, 1):
		if not column:
			raise file_fault(name, Message("Column {0} of {1} has no name.", number, len(columns)), remedy, 1)
	for column, times in Counter(column.casefold() for column in columns).items():
		if times > 1:
			spelled = next(c for c in columns if c.casefold() == column)
			raise file_fault(
				name, Message("The column {0} appears {1} times.", spelled, times), remedy, 1, spelled
			)
