"""Reads names for children loaded without one: a CSV file with ID, forename and surname."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppoc.children.blank_words import said
from ppoc.children.identifiers import is_shortened, written_id
from ppoc.imports.collecting import Findings
from ppoc.imports.csv_reading import read_csv
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.messages import Message

COLUMNS = ("CHILD", "FORENAME", "SURNAME")
LONGEST_NAME = 69
"""Both names and the space between them fit into the full name."""


@dataclass(frozen=True)
class NamedChild:
	"""One row of a names file."""

	child_id: str
	first_name: str
	last_name: str
	line: int


@dataclass
class NamesReading:
	"""A names file that has been read.

	Attributes:
		file: its name.
		children: the rows that can be loaded, by ID.
		findings: all findings.
	"""

	file: str
	findings: Findings
	children: dict[str, NamedChild] = field(default_factory=dict)


def read_names(upload: UploadedFile, limits: Limits) -> NamesReading:
	"""Reads a names file.

	Args:
		upload: the file; its columns may be in any order and case.
		limits: the limits for the file.

	Returns:
		The rows by ID. Rows without ID or name and IDs with two names are refused.

	Raises:
		ImportRefused: the file is faulty.
	"""
	table = read_csv(upload, limits)
	places = {column.upper(): place for place, column in enumerate(table.columns)}
	_check_columns(upload.name, tuple(places))
	reading = NamesReading(upload.name, Findings(limits.listed_per_fault))
	if unread := [column for column in table.columns if column.upper() not in COLUMNS]:
		message = Message("These columns were not read: {0}.", ", ".join(unread))
		reading.findings.add(Finding(Severity.NOTE, message, file=upload.name, line=1))
	for line, values in table.rows():
		child_id, first, last = (
			" ".join(said(values[places[column]], name=column != COLUMNS[0]).split()) for column in COLUMNS
		)
		child_id = written_id(child_id)
		_take(reading, NamedChild(child_id.upper(), first, last, line))
	reading.findings.extend(table.findings)
	for child_id in reading.findings.worst:
		if reading.findings.is_refused(child_id):
			reading.children.pop(child_id, None)
	return reading


def _check_columns(file: str, found: tuple[str, ...]) -> None:
	missing = [column for column in COLUMNS if column not in found]
	remedy = Message("The file needs the columns {0}, in any order.", ", ".join(COLUMNS))
	faults = [
		Finding(Severity.FILE, Message("The column {0} is missing.", column), remedy, file, 1, column)
		for column in missing
	]
	if faults:
		raise ImportRefused(*faults)


def _take(reading: NamesReading, child: NamedChild) -> None:
	held = reading.children.get(child.child_id)
	if is_shortened(child.child_id):
		message = Message("A spreadsheet has shortened the ID, so nobody can say whose it is.")
		_refuse(reading, child, "CHILD", message, Message("Format the column as text and export it again."))
	elif not child.child_id:
		_refuse(reading, child, "CHILD", Message("The row has no child ID."), Message("Give the child's ID."))
	elif not (child.first_name or child.last_name):
		_refuse(
			reading,
			child,
			"SURNAME",
			Message("The row has no name."),
			Message("Give forename or surname, or leave the row out."),
		)
	elif max(len(child.first_name), len(child.last_name)) > LONGEST_NAME:
		_refuse(
			reading,
			child,
			"SURNAME",
			Message("A name can have at most {0} characters.", LONGEST_NAME),
			Message("Shorten the name."),
		)
	elif held and (held.first_name, held.last_name) != (child.first_name, child.last_name):
		message = Message("The child has another name on line {0}.", held.line)
		_refuse(reading, child, "CHILD", message, Message("Keep whichever of the two rows is right."))
	else:
		reading.children.setdefault(child.child_id, child)


def _refuse(reading: NamesReading, child: NamedChild, column: str, message: str, remedy: str) -> None:
	reading.findings.add(
		Finding(Severity.REFUSED, message, remedy, reading.file, child.line, column, child.child_id)
	)


def changes_of(child: NamedChild, held: Mapping[str, str]) -> dict[str, str]:
	"""Returns the parts of the name that differ from the site's; a blank part keeps the site's."""
	wanted = {"first_name": child.first_name, "last_name": child.last_name}
	return {name: value for name, value in wanted.items() if value and value != (held.get(name) or "")}
