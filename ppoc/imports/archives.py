"""Unpacks zip archives safely: limits on size and number of files protect against zip bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from ppoc.imports.findings import ImportRefused
from ppoc.imports.uploads import MEGABYTE, Limits, UploadedFile, file_fault
from ppoc.messages import Message

MOST_FILES = 40
"""A return has twelve tables; an archive with many more files is not a return."""
TIMES_ONE_FILE = 4
"""All files of an archive together may be this many times the limit for one file."""
ZIP_SIGNATURE = b"PK\x03\x04"
PLAIN_ZIP_FLAGS = 0x1
OUTSIDE = Message("Unpack the archive and choose its files one by one.")


def unpacked(uploads: Iterable[UploadedFile], limits: Limits) -> list[UploadedFile]:
	"""Returns the uploads with every zip archive replaced by its files.

	Args:
		uploads: files and archives.
		limits: `file_bytes` applies to an archive and to each file in it, whatever sizes the archive states;
			reading stops there.

	Returns:
		Files only, without folders and without the extra files that macOS adds to archives.

	Raises:
		ImportRefused: an archive is damaged or encrypted, or has too many files or more content than allowed.
	"""
	files: list[UploadedFile] = []
	faults = []
	for upload in uploads:
		if not upload.name.lower().endswith(".zip"):
			files.append(upload)
			continue
		try:
			files += _files_of(upload, limits)
		except ImportRefused as refusal:
			faults += refusal.findings
	if faults:
		raise ImportRefused(*faults)
	return files


def _files_of(upload: UploadedFile, limits: Limits) -> Sequence[UploadedFile]:
	content = upload.read(limits)
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			members = [member for member in archive.infolist() if _counts(member)]
			if not members or len(members) > MOST_FILES:
				message = Message(
					"The archive has {0} files; between 1 and {1} are allowed.", len(members), MOST_FILES
				)
				raise file_fault(upload.name, message, OUTSIDE)
			return _read_all(upload.name, archive, members, limits)
	except (
		zipfile.BadZipFile,
		zipfile.LargeZipFile,
		EOFError,
		NotImplementedError,
		ValueError,
		OSError,
	) as error:
		message = Message("The archive cannot be opened ({0}).", error)
		raise file_fault(upload.name, message, Message("Make the archive again. ") + OUTSIDE) from error
	except Exception as error:
		if isinstance(error, ImportRefused) or type(error).__module__ != "zlib":
			raise
		raise file_fault(
			upload.name, Message("The archive is damaged."), Message("Make it again. ") + OUTSIDE
		) from error


def _counts(member: zipfile.ZipInfo) -> bool:
	path = PurePosixPath(member.filename)
	return not member.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith(".")


def _read_all(
	name: str, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], limits: Limits
) -> list[UploadedFile]:
	left = limits.file_bytes * TIMES_ONE_FILE
	files = []
	for member in members:
		if member.flag_bits & PLAIN_ZIP_FLAGS:
			raise file_fault(
				name,
				Message("{0} is password-protected.", member.filename),
				Message("Take the password off. ") + OUTSIDE,
			)
		most = min(limits.file_bytes, left)
		with archive.open(member) as stream:
			content = stream.read(most + 1)
		if len(content) > most:
			message = Message(
				"{0} unpacks to more than {1} MB; reading stopped there.",
				member.filename,
				f"{most / MEGABYTE:,.0f}",
			)
			raise file_fault(name, message, Message("Check that it is the right archive. ") + OUTSIDE)
		if content.startswith(ZIP_SIGNATURE):
			raise file_fault(
				name, Message("{0} is itself an archive or a workbook.", member.filename), OUTSIDE
			)
		left -= len(content)
		files.append(UploadedFile(PurePosixPath(member.filename).name, content))
	return files
