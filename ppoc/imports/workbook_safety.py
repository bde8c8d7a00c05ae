"""Is this file a workbook that may be opened at all? Decided on the bytes, before anything parses them.

An .xlsx is a ZIP of XML parts, so the dangers are those of ZIP (a bomb, a truncated end, a password) and
those of XML (a document type with entities). Limits come first, then every part is unpacked once against a
counter, since the sizes a ZIP declares are claims.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from ppoc.imports.findings import ImportRefused
from ppoc.imports.uploads import MEGABYTE, Limits, file_fault
from ppoc.messages import Message

CFB_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: an old .xls, or an .xlsx that was encrypted."""
CFB_DIRECTORY_ENTRY = 128
ZIP_SIGNATURE = b"PK"
CHUNK = 64 * 1024
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SAVE_AS_XLSX = Message(
	"Open it in Excel, choose File, Save As, “Excel Workbook (.xlsx)”, and load the new file."
)


@dataclass(frozen=True)
class WorkbookLimits:
	"""How large a workbook may be. The defaults are far above any tracker or yearly extract.

	Attributes:
		file_bytes: size of the file as uploaded; more is never read.
		unpacked_bytes: all parts together, unpacked.
		ratio: unpacked to packed size of one part, counted above one megabyte only.
		parts: number of parts in the ZIP.
		rows: filled rows on one sheet.
		columns: columns read on one sheet.
		empty_rows: so many empty rows one after the other end a sheet.
	"""

	file_bytes: int = 25 * MEGABYTE
	unpacked_bytes: int = 300 * MEGABYTE
	ratio: int = 250
	parts: int = 2_000
	rows: int = 200_000
	columns: int = 300
	empty_rows: int = 1_000


DEFAULT_LIMITS = WorkbookLimits()


def workbook_limits(limits: Limits | None) -> WorkbookLimits:
	"""The limits for a workbook under the limits that a site sets for files of any kind.

	Args:
		limits: the site's, None for the defaults.
	"""
	if limits is None:
		return DEFAULT_LIMITS
	return WorkbookLimits(file_bytes=limits.file_bytes, rows=limits.rows, columns=limits.columns)


def check_workbook(content: bytes, file: str, limits: WorkbookLimits = DEFAULT_LIMITS) -> list[str]:
	"""Refuse whatever is not a plain, whole, unprotected .xlsx of a sane size.

	Args:
		content: the file's bytes.
		file: the file's name, for the messages.
		limits: what is allowed.

	Returns:
		The names of the parts in the ZIP.

	Raises:
		ImportRefused: with one finding that says what the file is and what to do.
	"""
	_refuse_other_kinds(content, file)
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			_refuse_by_directory(archive, file, limits)
			_refuse_other_office_kinds(archive, file)
			_unpack_against_limits(archive, file, limits)
			return archive.namelist()
	except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
		raise _damaged(file) from error


def _damaged(file: str) -> ImportRefused:
	return file_fault(
		file,
		Message("The file is damaged or incomplete: it starts like a workbook but cannot be unpacked."),
		Message(
			"Copy or download it again; if it still opens in Excel, save it there under a new name and load that."
		),
	)


def _refuse_other_kinds(content: bytes, file: str) -> None:
	"""Name what is not a ZIP at all: old Excel files, encrypted workbooks, text."""
	if content.startswith(CFB_SIGNATURE):
		if _has_stream(content, "EncryptedPackage"):
			raise file_fault(
				file,
				Message("The workbook is protected with a password, so it cannot be read."),
				Message(
					"In Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password, save, and"
					" load the file again."
				),
			)
		raise file_fault(file, Message("This is an old Excel file (.xls)."), SAVE_AS_XLSX)
	if not content.startswith(ZIP_SIGNATURE):
		is_text = b"\x00" not in content[:CHUNK]
		raise file_fault(
			file,
			Message("This is a text file, not an Excel workbook.")
			if is_text
			else Message("This is not an Excel workbook."),
			Message("Load a .csv file as CSV. ") + SAVE_AS_XLSX if is_text else SAVE_AS_XLSX,
		)


def _has_stream(content: bytes, name: str) -> bool:
	"""Whether a compound file's directory has an entry of this name (entries start at 128-byte steps)."""
	wanted = name.encode("utf-16-le") + b"\x00\x00"
	at = content.find(wanted)
	while at != -1:
		if at % CFB_DIRECTORY_ENTRY == 0:
			return True
		at = content.find(wanted, at + 1)
	return False


def _refuse_by_directory(archive: zipfile.ZipFile, file: str, limits: WorkbookLimits) -> None:
	"""Refuse on what the ZIP's directory declares: number of parts, sizes, passwords."""
	parts = archive.infolist()
	if len(parts) > limits.parts:
		raise file_fault(
			file,
			Message(
				"The workbook has {0} parts; at most {1} are read.", f"{len(parts):,}", f"{limits.parts:,}"
			),
			SAVE_AS_XLSX,
		)
	if any(part.flag_bits & 1 for part in parts):
		raise file_fault(
			file,
			Message("The file is a ZIP with a password, so it cannot be read."),
			Message("Remove the password and load the file again."),
		)
	if sum(part.file_size for part in parts) > limits.unpacked_bytes or any(
		_over_ratio(part.file_size, part.compress_size, limits) for part in parts
	):
		raise _bomb(file, limits)


def _over_ratio(unpacked: int, packed: int, limits: WorkbookLimits) -> bool:
	return unpacked > MEGABYTE and unpacked > limits.ratio * max(packed, 1)


def _bomb(file: str, limits: WorkbookLimits) -> ImportRefused:
	return file_fault(
		file,
		Message(
			"Unpacked, the workbook would be far larger than any real one (more than {0} MB, or more than {1} times"
			" its packed size).",
			limits.unpacked_bytes // MEGABYTE,
			limits.ratio,
		),
		Message(
			"Copy only the filled cells into a new workbook and load that. If the file came by email from outside,"
			" report it to the IT service desk."
		),
	)


def _refuse_other_office_kinds(archive: zipfile.ZipFile, file: str) -> None:
	"""Name the ZIP-based kinds that are not .xlsx."""
	names = set(archive.namelist())
	if "mimetype" in names and archive.open("mimetype").read(len(ODS_TYPE)) == ODS_TYPE:
		raise file_fault(
			file,
			Message("This is an OpenDocument spreadsheet (.ods)."),
			Message("In LibreOffice choose File, Save As, “Excel 2007–365 (.xlsx)”, and load the new file."),
		)
	if "xl/workbook.bin" in names:
		raise file_fault(file, Message("This is a binary Excel workbook (.xlsb)."), SAVE_AS_XLSX)
	if any(name.lower().endswith("vbaproject.bin") for name in names):
		raise file_fault(
			file,
			Message("The workbook holds macros (.xlsm)."),
			SAVE_AS_XLSX + " That leaves the macros out.",
		)
	if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
		raise file_fault(file, Message("This is a ZIP file, but not an Excel workbook."), SAVE_AS_XLSX)


def _unpack_against_limits(archive: zipfile.ZipFile, file: str, limits: WorkbookLimits) -> None:
	"""Unpack every part once, counting what really comes out, and refuse document types in XML parts."""
	total = 0
	for part in archive.infolist():
		prolog = _Prolog() if part.filename.lower().endswith((".xml", ".rels", ".vml")) else None
		unpacked = 0
		with archive.open(part) as stream:
			while chunk := stream.read(CHUNK):
				unpacked += len(chunk)
				if total + unpacked > limits.unpacked_bytes or _over_ratio(
					unpacked, part.compress_size, limits
				):
					raise _bomb(file, limits)
				if prolog and prolog.feed(chunk):
					raise file_fault(
						file,
						Message(
							"The part “{0}” declares XML entities or a document type, which attackers use"
							" and no workbook needs.",
							part.filename,
						),
						Message(
							"Do not open this file elsewhere. Ask its sender for a fresh copy saved from Excel."
						),
					)
		total += unpacked


class _Prolog:
	"""Looks at an XML part up to its first element: that is where a document type must stand."""

	def __init__(self) -> None:
		self.done = False
		self.has_doctype = False
		self.parser = expat.ParserCreate()
		self.parser.StartDoctypeDeclHandler = self._doctype
		self.parser.StartElementHandler = self._element

	def _doctype(self, *_args: object) -> None:
		self.has_doctype = self.done = True

	def _element(self, *_args: object) -> None:
		self.done = True
		self.parser.StartElementHandler = None

	def feed(self, chunk: bytes) -> bool:
		"""True as soon as a document type was seen. Broken XML is left for the reader to report."""
		if not self.done:
			try:
				self.parser.Parse(chunk, False)
			except expat.ExpatError:
				self.done = True
		return self.has_doctype
