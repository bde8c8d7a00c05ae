"""Uploaded files, of which no more is read into memory than the limit allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.messages import Message

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
	"""The limits beyond which a loader refuses a file. An administrator can raise the size.

	Attributes:
		file_bytes: size of one file.
		rows: rows in one file, without the header.
		columns: columns in one file.
		field_characters: length of one value with line ends in it, beyond which it is taken for rows run together.
		listed_per_fault: number of findings listed of one kind in one column; the rest are only counted.
	"""

	file_bytes: int = 50 * MEGABYTE
	rows: int = 250_000
	columns: int = 300
	field_characters: int = 2_000
	listed_per_fault: int = 1_000


@dataclass(frozen=True)
class UploadedFile:
	"""One file as uploaded.

	Attributes:
		name: the name by which the user knows it.
		source: its bytes, its path, or an open binary stream.
	"""

	name: str
	source: bytes | Path | BinaryIO

	def read(self, limits: Limits) -> bytes:
		"""Returns the file's bytes.

		Args:
			limits: `file_bytes` is the most that may be read.

		Returns:
			The whole content.

		Raises:
			ImportRefused: the file is empty, too big, or cannot be opened.
		"""
		try:
			content = self._read_up_to(limits.file_bytes + 1)
		except OSError as error:
			raise file_fault(
				self.name,
				Message("The file cannot be opened ({0}).", error.strerror),
				Message("Check that it exists and can be read."),
			) from error
		if len(content) > limits.file_bytes:
			raise file_fault(
				self.name,
				Message(
					"The file is larger than {0} MB; it was not read.", f"{limits.file_bytes / MEGABYTE:,.0f}"
				),
				Message(
					"Check that it is the right file; if it is, ask the administrator to raise the limit."
				),
			)
		if not content.strip():
			raise file_fault(
				self.name,
				Message("The file is empty."),
				Message("Export it again and check that it has content."),
			)
		return content

	def _read_up_to(self, count: int) -> bytes:
		if isinstance(self.source, bytes):
			return self.source[:count]
		if isinstance(self.source, Path):
			with self.source.open("rb") as stream:
				return stream.read(count)
		return self.source.read(count)


@dataclass(frozen=True)
class UnreadableFile(UploadedFile):
	"""A file that could not be read when it came in; every later attempt raises the same error."""

	refusal: ImportRefused = field(default_factory=ImportRefused)

	def read(self, limits: Limits) -> bytes:
		"""Raises the error that was found when the file came in."""
		raise self.refusal


def read_once(uploads: Iterable[UploadedFile], limits: Limits) -> list[UploadedFile]:
	"""Reads the uploads into memory, so that a stream is read only once.

	Args:
		uploads: the files.
		limits: the limits for each file.

	Returns:
		The same number of files; one that cannot be read raises its error whenever it is read.
	"""
	files: list[UploadedFile] = []
	for upload in uploads:
		try:
			files.append(UploadedFile(upload.name, upload.read(limits)))
		except ImportRefused as refusal:
			files.append(UnreadableFile(upload.name, b"", refusal))
	return files


def file_fault(name: str, message: str, remedy: str, line: int = 0, column: str = "") -> ImportRefused:
	"""Returns an error, ready to raise, for a faulty file.

	Args:
		name: the file's name.
		message: what is wrong.
		remedy: what to do.
		line: line of the fault, 0 for the whole file.
		column: column name of the fault, if it has one.

	Returns:
		The error with one finding of severity FILE.
	"""
	return ImportRefused(Finding(Severity.FILE, message, remedy, file=name, line=line, column=column))


def files_of_folder(folder: Path, suffixes: Iterable[str]) -> list[UploadedFile]:
	"""Returns the files in a folder that have one of the endings, sorted by name. Does not look into subfolders.

	Args:
		folder: where to look.
		suffixes: endings in lower case, with the dot.

	Returns:
		One upload per file.

	Raises:
		ImportRefused: there is no such folder, or no such file in it.
	"""
	wanted = tuple(suffixes)
	if not folder.is_dir():
		raise file_fault(
			str(folder), Message("There is no such folder."), Message("Give the folder that holds the files.")
		)
	found = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in wanted)
	if not found:
		raise file_fault(
			str(folder),
			Message("The folder holds no {0} file.", " or ".join(wanted)),
			Message("Give the folder that holds the files of the set."),
		)
	return [UploadedFile(path.name, path) for path in found]
