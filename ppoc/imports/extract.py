"""Reads any CSV or .xlsx extract with a saved mapping: children, care events or workers.

The unit is the child or worker: its rows load together or not at all. `extract_planning` works out what a load would
do to the site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.children.identifiers import id_key
from ppoc.children.nhs_numbers import nhs_fault, nhs_written
from ppoc.imports.births import FUTURE_BIRTH, fault_of_birth, take_expected
from ppoc.imports.cell_values import BRITISH, Dates
from ppoc.imports.corrections import Correction, corrected
from ppoc.imports.csv_reading import read_csv
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN, FIELDS, WORKERS
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapped_columns import map_columns
from ppoc.imports.mapping import AppliedMapping, NameIndex
from ppoc.imports.row_reading import RowReader, RowValues, table_of_csv
from ppoc.imports.tracker.people import name_of
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.imports.workbook_reading import Table, read_workbook, table_of
from ppoc.imports.workbook_safety import workbook_limits
from ppoc.messages import Message

KEY_FIELD = {CHILDREN: "child_id", CARE_EVENTS: "child_id", WORKERS: "worker_id"}


@dataclass(frozen=True)
class ExtractSettings:
	"""The settings for reading an extract.

	Attributes:
		loads: "Children", "Care events" or "Workers".
		today: the day of the load.
		saved: the saved mapping, column name to field name; if empty, the suggested mapping is used.
		sheet: the sheet of a workbook; "" for the first visible one with rows.
		links: for link fields, the index of records by what people write.
		dates: the file's date format.
	"""

	loads: str
	today: date
	saved: Mapping[str, str] = field(default_factory=dict)
	sheet: str = ""
	links: Mapping[str, NameIndex] = field(default_factory=dict)
	dates: Dates = BRITISH


@dataclass
class ExtractRecord:
	"""A child or a worker with all its rows in the file.

	Attributes:
		key: the normalised ID.
		label: the ID as written in the file.
		line: its first row.
		records: the values of each row.
		findings: findings about this unit.
	"""

	key: str
	label: str
	line: int
	records: list[RowValues] = field(default_factory=list)
	findings: list[Finding] = field(default_factory=list)

	@property
	def refused(self) -> bool:
		"""Returns whether a finding prevents the unit from loading."""
		return any(finding.severity is Severity.REFUSED for finding in self.findings)

	@property
	def warned(self) -> bool:
		"""Returns whether the unit loads with warnings."""
		return not self.refused and any(finding.severity is Severity.WARNING for finding in self.findings)


@dataclass
class ExtractReading:
	"""An extract that has been read.

	Attributes:
		file: its name.
		loads: "Children", "Care events" or "Workers".
		units: units by normalised ID.
		findings: findings about the file, not about one unit.
		mapping: the mapping that was used, column name to field name.
		today: the day of the load.
	"""

	file: str
	loads: str
	units: dict[str, ExtractRecord] = field(default_factory=dict)
	findings: list[Finding] = field(default_factory=list)
	mapping: dict[str, str] = field(default_factory=dict)
	today: date = date.max

	def all_findings(self) -> list[Finding]:
		"""Returns all findings: first those about the file, then those of each unit."""
		return [*self.findings, *(finding for unit in self.units.values() for finding in unit.findings)]


def open_extract(
	upload: UploadedFile, settings: ExtractSettings, limits: Limits | None = None
) -> tuple[Table, list[Finding]]:
	"""Opens a CSV or .xlsx file as a table with named columns.

	Args:
		upload: the file; the ending of its name decides how it is read.
		settings: which sheet to read and which columns to expect.
		limits: the limits for the file.

	Returns:
		The table and notes on the file.

	Raises:
		ImportRefused: the file cannot be read, or has no such sheet.
	"""
	if not upload.name.lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")):
		csv = read_csv(upload, limits)
		rows = [(row.line, row.values) for row in csv.rows()]
		return table_of_csv(upload.name, csv.columns, rows), list(csv.findings)
	book = read_workbook(upload, workbook_limits(limits))
	wanted = [
		sheet
		for sheet in book.sheets
		if (sheet.name == settings.sheet if settings.sheet else sheet.rows and not sheet.hidden)
	]
	if not wanted:
		names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets)
		missing = Message("no sheet “{0}”", settings.sheet) if settings.sheet else Message("no filled sheet")
		raise file_fault(
			upload.name,
			Message("The workbook has {0}; its sheets are {1}.", missing, names),
			Message("Name the sheet in the mapping."),
		)
	known = [*settings.saved, *(name for target in FIELDS[settings.loads] for name in target.names())]
	table, findings = table_of(book, wanted[0], known)
	return table, [*book.findings, *findings]


def read_extract(
	upload: UploadedFile,
	settings: ExtractSettings,
	limits: Limits | None = None,
	corrections: Sequence[Correction] = (),
) -> ExtractReading:
	"""Reads an extract into units.

	Args:
		upload: the file.
		settings: what the file holds and how its columns are mapped.
		limits: the limits for the file.
		corrections: what to read in place of some of its cells.

	Returns:
		The units with their findings.

	Raises:
		ImportRefused: the file cannot be read, or a required field has no column.
	"""
	table, findings = open_extract(upload, settings, limits)
	table = corrected(table, corrections)
	fields = FIELDS[settings.loads]
	applied, told = map_columns(table, settings.saved, fields)
	_require_columns(table, applied)
	reading = ExtractReading(upload.name, settings.loads, findings=[*findings, *told])
	reading.today = settings.today
	reading.mapping = {header: name for name, header in applied.columns.items()}
	dates = replace(settings.dates, date1904=table.date1904)
	reader = RowReader(table, applied.columns, fields, settings.links, dates)
	for row in table.rows:
		_add_row(reading, reader, reader.read(row), settings.today)
	for unit in reading.units.values():
		unit.findings = [replace(finding, child=unit.label) for finding in unit.findings]
		if settings.loads != CARE_EVENTS:
			_join_rows(unit, reader)
	return reading


def _require_columns(table: Table, applied: AppliedMapping) -> None:
	"""Refuses the file if a required field has no column."""
	if applied.required_missing:
		raise file_fault(
			table.file,
			Message(
				"No column is mapped to: {0}. The file's columns are: {1}.",
				", ".join(applied.required_missing),
				", ".join(table.headers),
			),
			Message("Choose the columns in the mapping, or export the file with them."),
			table.header_line,
		)


def _add_row(reading: ExtractReading, reader: RowReader, found: RowValues, today: date) -> None:
	"""Adds a row to its unit. A row without an ID gives a finding about the file."""
	if not found.values and not found.findings:
		return
	label = str(found.values.get(KEY_FIELD[reading.loads], ""))
	key = id_key(label)
	unreadable = [
		finding
		for finding in found.findings
		if finding.column == reader.columns.get(KEY_FIELD[reading.loads])
	]
	if not key and unreadable:
		reading.findings += [replace(finding, severity=Severity.REFUSED) for finding in unreadable]
		return
	if not key:
		reading.findings.append(
			reader.finding(
				Severity.REFUSED,
				found.line,
				Message("The row has no ID."),
				Message("Fill in the ID at its source and export again."),
				KEY_FIELD[reading.loads],
			)
		)
		return
	unit = reading.units.setdefault(key, ExtractRecord(key, label, found.line))
	_check_row(reading.loads, reader, found, today)
	unit.records.append(found)
	unit.findings.extend(found.findings)


def _check_row(loads: str, reader: RowReader, found: RowValues, today: date) -> None:
	"""Adds findings for missing required values and for dates in the future; splits a full name into its parts."""
	told = {finding.column for finding in found.findings}
	for target in FIELDS[loads]:
		column = reader.columns.get(target.name, "")
		if target.required and target.name not in found.values and column not in told:
			found.findings.append(
				reader.finding(
					Severity.REFUSED,
					found.line,
					Message("{0} is empty.", target.label),
					Message("Fill it in at its source and export again."),
					target.name,
				)
			)
	value = found.values.get("event_date")
	if isinstance(value, date) and value > today:
		message = Message("{0} is in the future.", f"{value:%d/%m/%Y}")
		found.findings.append(
			reader.finding(Severity.WARNING, found.line, message, Message("Check the date."), "event_date")
		)
	if loads == CHILDREN:
		first, last = name_of(found.values)
		found.values.pop("full_name", None)
		found.values.update({n: v for n, v in (("first_name", first), ("last_name", last)) if v})
		take_expected(found.values)
		if found.values.get("upn"):
			found.values["upn"] = str(found.values["upn"]).upper()
		if number := str(found.values.get("nhs_number") or ""):
			_take_nhs_number(found, reader, number)
		if fault := fault_of_birth(found.values, today):
			remedy = Message("Correct it, or mark the child as not yet born.")
			finding = reader.finding(Severity.REFUSED, found.line, fault, remedy, "date_of_birth")
			found.findings.append(replace(finding, rule=FUTURE_BIRTH))


def _take_nhs_number(found: RowValues, reader: RowReader, number: str) -> None:
	"""Writes an NHS number as the record holds it, or leaves one out that cannot be right."""
	if fault := nhs_fault(number):
		del found.values["nhs_number"]
		remedy = Message("Correct it at its source and export again.")
		found.findings.append(reader.finding(Severity.WARNING, found.line, fault, remedy, "nhs_number"))
	else:
		found.values["nhs_number"] = nhs_written(number)


def _join_rows(unit: ExtractRecord, reader: RowReader) -> None:
	"""Keeps one record for each child or worker: equal rows count once, rows that differ refuse the unit."""
	first, *others = unit.records
	for other in others:
		differing = [
			name
			for name in sorted({*first.values, *other.values} - {KEY_FIELD[CHILDREN], KEY_FIELD[WORKERS]})
			if first.values.get(name) != other.values.get(name)
		]
		if differing:
			labels = {target.name: target.label for target in reader.fields}
			message = Message(
				"ID {0} is on row {1} too, with another {2}.",
				unit.label,
				first.line,
				", ".join(labels[name].lower() for name in differing),
			)
			unit.findings.append(
				reader.finding(
					Severity.REFUSED,
					other.line,
					message,
					Message("Correct it at its source and export again."),
					differing[0],
					unit.label,
				)
			)
	unit.records = [first]
