"""Findings about a file, a row or a child, in one form for every kind of import."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum


class Severity(str, Enum):
	"""The severity of a finding, from least to most."""

	NOTE = "Note"
	"""Worth knowing; nothing is wrong."""
	WARNING = "Warning"
	"""A rule is broken; the child still loads and is listed."""
	REFUSED = "Refused"
	"""This child has no usable timeline: none of its rows load."""
	FILE = "File"
	"""The file itself is faulty: the whole set of files is refused."""


@dataclass(frozen=True)
class Finding:
	"""One thing that the user who loads should know.

	Attributes:
		severity: see `Severity`.
		message: what is wrong, in plain English.
		remedy: what to do about it.
		file: the file's name as uploaded.
		line: line in the file, the header being line 1; 0 for the whole file.
		column: column name, or "" for the whole row.
		child: the child's ID in the file, or "".
		rule: the broken rule, e.g. "SSDA903 rule 148", or "".
		sheet: the workbook's sheet, or "".
		correctable: whether it is about one cell, which can be corrected before loading.
		suggestion: what the cell may have to say, or "".
	"""

	severity: Severity
	message: str
	remedy: str = ""
	file: str = ""
	line: int = 0
	column: str = ""
	child: str = ""
	rule: str = ""
	sheet: str = ""
	correctable: bool = False
	suggestion: str = ""

	def as_row(self) -> dict[str, str | int]:
		"""Returns the finding as a flat row, for a log or an export."""
		return {**asdict(self), "severity": self.severity.value, "correctable": int(self.correctable)}


class ImportRefused(Exception):
	"""The files are faulty: nothing of the set may load.

	Attributes:
		findings: what is wrong; at least one has the severity FILE.
	"""

	def __init__(self, *findings: Finding) -> None:
		super().__init__("; ".join(f"{f.file}: {f.message}" if f.file else f.message for f in findings))
		self.findings = list(findings)
