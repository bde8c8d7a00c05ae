"""Reads a CSV file: what is unambiguous is read, and what could shift or damage values refuses the file and its place.

Values stay text exactly as written: one that looks like a formula is ordinary text, and leading zeros are kept. Missing
values at the end of a row are blank, and columns without a name are left out as long as nothing stands in them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ppoc.imports.encodings import LOST, is_doubly_coded, mended, windows_text
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.messages import Message

SAVE_AS_UTF8 = Message(
	"Export it again as CSV in UTF-8. In Excel: Save As, “CSV UTF-8 (Comma delimited)”; an Excel for Windows that "
	"does not offer it: “CSV (Comma delimited)”, not the one for MS-DOS or Macintosh."
)
EXPORT_AGAIN = Message("Export the file again; do not correct it by hand.")
csv.field_size_limit(Limits.file_bytes)
"""A long value is no fault of the file: the limit of the standard library would refuse it as a misplaced quote."""
FAULTS_LISTED = 20
"""Reading stops after this many faulty rows."""
FEW_COLUMNS = 5
"""In a table of so few columns, two short rows of one length are no sign of a row cut in two."""

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
		columns: column names in the file's order, without surrounding spaces and without columns that have no name.
		findings: notes that do not refuse anything; complete once the rows have been read.
		read_only: the only columns that are read, so that the length of the others does not matter; None for all.
	"""

	name: str
	columns: tuple[str, ...]
	findings: list[Finding] = field(default_factory=list)
	read_only: Collection[str] | None = None
	_text: str = ""
	_limits: Limits = field(default_factory=Limits)
	_header: tuple[str, ...] = ()

	def rows(self) -> Iterator[CsvRow]:
		"""Yields the rows that are not blank, in order. Skips blank rows and notes them.

		Yields:
			Each row with the line on which it starts, and as many values as there are columns.

		Raises:
			ImportRefused: at the end of the file, or after `FAULTS_LISTED` faults, if any row has a value without a
				column, a row is cut in two, whole rows have got into a value, a quote is not closed, or there are too
				many rows. Whoever reads the rows knows how long each value may be.
		"""
		faults: list[Finding] = []
		blanks: list[int] = []
		short: list[CsvRow] = []
		named = [place for place, name in enumerate(self._header) if name]
		whole = len(named) == len(self._header)
		count = 0
		for row in _records(self.name, self._text):
			if row.line == 1:
				continue
			if not any(value.strip() for value in row.values):
				blanks.append(row.line)
				continue
			count += 1
			faults += self._faults_of_row(row, count)
			if len(row.values) != len(self._header):
				faults += self._short(row, short)
				missing = len(self._header) - len(row.values)
				row = CsvRow(row.line, (*row.values[: len(self._header)], *[""] * missing))
			if len(faults) >= FAULTS_LISTED or count > self._limits.rows:
				break
			if not faults:
				yield row if whole else CsvRow(row.line, tuple(row.values[place] for place in named))
		if faults:
			raise ImportRefused(*faults)
		self._note(blanks, short)

	def _short(self, row: CsvRow, short: list[CsvRow]) -> Iterator[Finding]:
		"""Adds a short row to the others. Yields a fault if it is one half of a row, or the file's cut-off end."""
		have, need = len(row.values), len(self._header)
		if have > need:
			return
		before = short[-1] if short else None
		last = row.line >= self._text.count("\n") and not self._text.endswith("\n")
		if last and have not in {len(other.values) for other in short}:
			message = Message(
				"The file is cut off: its last row has {0} values where {1} are needed.", have, need
			)
			yield self._fault(message, EXPORT_AGAIN, row.line, self._header[have - 1])
		elif before and before.line + 1 == row.line and self._halves(len(before.values), have):
			message = Message(
				"The rows on lines {0} and {1} are two halves of one: a line end stands inside a value.",
				before.line,
				row.line,
			)
			yield self._fault(message, EXPORT_AGAIN, before.line, self._header[len(before.values) - 1])
		short.append(row)

	def _halves(self, first: int, second: int) -> bool:
		need = len(self._header)
		return first + second == need + 1 and (first != second or need > FEW_COLUMNS)

	def _faults_of_row(self, row: CsvRow, count: int) -> Iterator[Finding]:
		if count > self._limits.rows:
			message = Message("The file has more than {0} rows.", f"{self._limits.rows:,}")
			yield self._fault(
				message, Message("Check that it is the right file, or load it in parts."), row.line
			)
		if any(value.strip() for value in row.values[len(self._header) :]):
			yield self._too_many(row)
		for column, value in zip(self._header, row.values, strict=False):
			if not column and value.strip():
				yield self._unnamed(row, value)
			if len(value) > self._limits.field_characters and self._is_read(column) and self._has_rows(value):
				yield self._swallowed(row, column, value)

	def _is_read(self, column: str) -> bool:
		return self.read_only is None or column in self.read_only

	def _too_many(self, row: CsvRow) -> Finding:
		message = Message("The row has {0} values where {1} are needed.", len(row.values), len(self._header))
		remedy = Message("Look for a comma inside a value that has no quotes around it. ") + EXPORT_AGAIN
		return self._fault(message, remedy, row.line)

	def _unnamed(self, row: CsvRow, value: str) -> Finding:
		message = Message("The value “{0}” stands in a column without a name.", value.strip()[:40])
		remedy = Message("Give the column its name in the first line, or leave it out. ") + EXPORT_AGAIN
		return self._fault(message, remedy, row.line)

	def _has_rows(self, value: str) -> bool:
		"""Returns whether most of the lines within a value have as many commas as a row: a long note has not."""
		lines = value.splitlines()[1:-1]
		rows = sum(line.count(",") >= len(self._header) - 1 for line in lines)
		return 2 * rows > len(lines)

	def _swallowed(self, row: CsvRow, column: str, value: str) -> Finding:
		"""Returns the fault of a value so long that a quotation mark has put whole rows into it."""
		message = Message(
			"{0} has {1} characters in {2} lines: other rows seem to have got into it.",
			column,
			f"{len(value):,}",
			len(value.splitlines()),
		)
		remedy = Message("Look for a quotation mark that is not closed. ") + EXPORT_AGAIN
		return self._fault(message, remedy, row.line, column)

	def _fault(self, message: str, remedy: str, line: int, column: str = "") -> Finding:
		return Finding(Severity.FILE, message, remedy, file=self.name, line=line, column=column)

	def _note(self, blanks: list[int], short: list[CsvRow]) -> None:
		if short:
			message = Message(
				"{0} row(s) have fewer values than there are columns, the first on line {1}; what is missing at their "
				"end is read as blank.",
				len(short),
				short[0].line,
			)
			remedy = Message("If values should be there, export the file again.")
			self.findings.append(
				Finding(Severity.WARNING, message, remedy, file=self.name, line=short[0].line)
			)
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
	content = upload.read(limits)
	text = _decode(upload.name, content)
	notes = _lettering(upload.name, content, text)
	text = mended(text)
	header = next(_records(upload.name, text))
	columns = tuple(value.strip() for value in header.values)
	_check_header(upload.name, columns, limits)
	named = tuple(column for column in columns if column)
	return CsvTable(upload.name, named, notes, _text=text, _limits=limits, _header=columns)


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
		text = content.decode("utf-8-sig")
	except UnicodeDecodeError as error:
		windows = None if content.startswith(b"\xef\xbb\xbf") else windows_text(content)
		if windows is None:
			raise _not_utf8(name, content, error) from error
		return windows
	if LOST in text:
		line, place, column = _place(content, content.find(LOST.encode()))
		message = Message("Character {0} of line {1} was lost: “{2}” stands in its place.", place, line, LOST)
		raise file_fault(name, message, SAVE_AS_UTF8, line, column)
	return text


def _not_utf8(name: str, content: bytes, error: UnicodeDecodeError) -> ImportRefused:
	line, place, column = _place(content, error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0))
	message = Message(
		"Character {0} of line {1} (byte {2}) is neither UTF-8 nor Windows-1252.",
		place,
		line,
		f"{error.object[error.start]:02X}",
	)
	return file_fault(name, message, SAVE_AS_UTF8, line, column)


def _lettering(name: str, content: bytes, text: str) -> list[Finding]:
	"""Notes that a file is in Windows-1252, or that doubly coded letters in it were mended."""
	notes = []
	if not content.isascii() and not _is_utf8(content):
		example = next((word for word in text.split() if not word.isascii()), "")
		message = Message(
			"The file is in Windows-1252, and was read as such; a word in it is “{0}”.", example[:60]
		)
		notes.append(
			Finding(Severity.NOTE, message, Message("If the accents are wrong, ") + SAVE_AS_UTF8, name)
		)
	if is_doubly_coded(text):
		line = next(number for number, one in enumerate(text.splitlines(), 1) if is_doubly_coded(one))
		message = Message(
			"Letters with accents were coded twice; they were put right, the first on line {0}.", line
		)
		notes.append(
			Finding(Severity.NOTE, message, Message("Check the names with accents."), file=name, line=line)
		)
	return notes


def _is_utf8(content: bytes) -> bool:
	try:
		content.decode("utf-8")
	except UnicodeDecodeError:
		return False
	return True


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
	for column, times in Counter(column.casefold() for column in columns if column).items():
		if times > 1:
			spelled = next(c for c in columns if c.casefold() == column)
			raise file_fault(
				name, Message("The column {0} appears {1} times.", spelled, times), remedy, 1, spelled
			)
