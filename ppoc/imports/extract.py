"""Any CSV or .xlsx extract by a saved mapping: children, care events or workers.

The unit is the child (or the worker): its rows load whole or not at all. Nothing is deleted because it is not
in the file; who is missing is only listed. Loading the same file twice changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.duplicates.matching import Person, PersonIndex, id_key
from ppoc.imports.cell_values import BRITISH, Dates
from ppoc.imports.csv_reading import read_csv
from ppoc.imports.extract_fields import CARE_EVENTS, CHILDREN, FIELDS, WORKERS
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import AppliedMapping, NameIndex, apply_saved, suggest
from ppoc.imports.record_planning import Change, Existing, Planned, plan_record
from ppoc.imports.row_reading import RowReader, RowValues, table_of_csv
from ppoc.imports.tracker.people import name_of
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.imports.workbook_reading import Table, read_workbook, table_of
from ppoc.imports.workbook_safety import workbook_limits

SOURCE = "extract:"
"""What the key of an event from an extract begins with."""
KEY_FIELD = {CHILDREN: "child_id", CARE_EVENTS: "child_id", WORKERS: "worker_id"}


@dataclass(frozen=True)
class ExtractSettings:
	"""What the reader needs to know.

	Attributes:
		loads: "Children", "Care events" or "Workers".
		today: the day of the load.
		saved: the saved mapping, column name to field name; empty to use the suggested one.
		sheet: the sheet of a workbook; "" for the first that is not hidden.
		links: for link fields, the records by what people write.
		dates: how the file writes dates.
	"""

	loads: str
	today: date
	saved: Mapping[str, str] = field(default_factory=dict)
	sheet: str = ""
	links: Mapping[str, NameIndex] = field(default_factory=dict)
	dates: Dates = BRITISH


@dataclass
class Unit:
	"""A child or a worker with all rows of the file.

	Attributes:
		key: the ID as compared.
		label: the ID as written.
		line: first row.
		records: values of each row that makes a record.
		findings: what there is to tell.
	"""

	key: str
	label: str
	line: int
	records: list[RowValues] = field(default_factory=list)
	findings: list[Finding] = field(default_factory=list)

	@property
	def refused(self) -> bool:
		"""Whether anything keeps the unit from loading."""
		return any(finding.severity is Severity.REFUSED for finding in self.findings)

	@property
	def warned(self) -> bool:
		"""Whether it loads with something to look at."""
		return not self.refused and any(finding.severity is Severity.WARNING for finding in self.findings)


@dataclass
class ExtractReading:
	"""What a file holds.

	Attributes:
		file: its name.
		loads: which records.
		units: by ID as compared.
		findings: about the file, not about one unit.
		mapping: the mapping that was used, column name to field name.
	"""

	file: str
	loads: str
	units: dict[str, Unit] = field(default_factory=dict)
	findings: list[Finding] = field(default_factory=list)
	mapping: dict[str, str] = field(default_factory=dict)

	def all_findings(self) -> list[Finding]:
		"""Everything there is to tell: first of the file, then of each unit."""
		return [*self.findings, *(finding for unit in self.units.values() for finding in unit.findings)]


@dataclass
class SiteRecords:
	"""What the site holds, as far as the person who loads may see it.

	Attributes:
		units: children or workers by ID as compared.
		events: for each child's ID as compared, its care events by key.
		hidden: IDs the site holds where this person may not see them.
		people: children to notice duplicates among.
	"""

	units: Mapping[str, Existing] = field(default_factory=dict)
	events: Mapping[str, Mapping[str, Existing]] = field(default_factory=dict)
	hidden: frozenset[str] = frozenset()
	people: PersonIndex = field(default_factory=PersonIndex)


@dataclass
class ExtractPlan:
	"""What loading would do.

	Attributes:
		records: each record with the unit it belongs to.
		absent: IDs the site has and the file has not; nothing happens to them.
		hidden: IDs left alone because this person may not see them.
		units: the number of units by state: "clean", "warned", "refused", "new", "changed", "unchanged".
	"""

	records: list[tuple[str, Planned]] = field(default_factory=list)
	absent: tuple[str, ...] = ()
	hidden: tuple[str, ...] = ()
	units: Counter[str] = field(default_factory=Counter)


def open_extract(
	upload: UploadedFile, settings: ExtractSettings, limits: Limits | None = None
) -> tuple[Table, list[Finding]]:
	"""A CSV or .xlsx as a table with named columns.

	Args:
		upload: the file; its name decides how it is read.
		settings: which sheet, and what columns to expect.
		limits: how large the file may be.

	Returns:
		The table and notes on the file.

	Raises:
		ImportRefused: the file cannot be read, or has no such sheet.
	"""
	if not upload.name.lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")):
		table = read_csv(upload, limits)
		rows = [(row.line, row.values) for row in table.rows()]
		return table_of_csv(upload.name, table.columns, rows), list(table.findings)
	book = read_workbook(upload, workbook_limits(limits))
	wanted = [
		sheet
		for sheet in book.sheets
		if (sheet.name == settings.sheet if settings.sheet else sheet.rows and not sheet.hidden)
	]
	if not wanted:
		names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets)
		missing = f"no sheet “{settings.sheet}”" if settings.sheet else "no filled sheet"
		raise file_fault(
			upload.name,
			f"The workbook has {missing}; its sheets are {names}.",
			"Name the sheet in the mapping.",
		)
	known = [*settings.saved, *(name for target in FIELDS[settings.loads] for name in target.names())]
	table, findings = table_of(book, wanted[0], known)
	return table, [*book.findings, *findings]


def read_extract(
	upload: UploadedFile, settings: ExtractSettings, limits: Limits | None = None
) -> ExtractReading:
	"""Read an extract into units.

	Args:
		upload: the file.
		settings: what it holds and how it is mapped.
		limits: how large the file may be.

	Returns:
		The units with their findings.

	Raises:
		ImportRefused: the file cannot be read, or a required field has no column.
	"""
	table, findings = open_extract(upload, settings, limits)
	fields = FIELDS[settings.loads]
	saved = settings.saved or {found.header: found.field for found in suggest(table.headers, fields)}
	applied = apply_saved(saved, table.headers, fields)
	reading = ExtractReading(upload.name, settings.loads, findings=findings)
	reading.mapping = {header: name for name, header in applied.columns.items()}
	reading.findings.extend(_mapping_findings(table, applied))
	dates = replace(settings.dates, date1904=table.date1904)
	reader = RowReader(table, applied.columns, fields, settings.links, dates)
	for row in table.rows:
		_add_row(reading, reader, reader.read(row), settings.today)
	for unit in reading.units.values():
		unit.findings = [replace(finding, child=unit.label) for finding in unit.findings]
		if settings.loads != CARE_EVENTS:
			_join_rows(unit, reader)
	return reading


def _mapping_findings(table: Table, applied: AppliedMapping) -> list[Finding]:
	"""What differs from the saved mapping; a required field without a column refuses the file."""
	if applied.required_missing:
		raise file_fault(
			table.file,
			f"No column is mapped to: {', '.join(applied.required_missing)}. "
			f"The file's columns are: {', '.join(table.headers)}.",
			"Choose the columns in the mapping, or export the file with them.",
			table.header_line,
		)
	told = [(Severity.WARNING, column, "is in the mapping but not in the file") for column in applied.missing]
	told += [(Severity.NOTE, column, "is not in the mapping and is not loaded") for column in applied.new]
	return [
		Finding(
			severity,
			f"The column “{column}” {what}.",
			"Correct the mapping if that is not meant.",
			file=table.file,
			line=table.header_line,
			column=column,
		)
		for severity, column, what in told
	]


def _add_row(reading: ExtractReading, reader: RowReader, found: RowValues, today: date) -> None:
	"""File a row under its unit. A row without an ID belongs to nobody and is told of the file."""
	if not found.values and not found.findings:
		return
	label = str(found.values.get(KEY_FIELD[reading.loads], ""))
	key = id_key(label)
	if not key:
		reading.findings.append(
			reader.finding(
				Severity.REFUSED,
				found.line,
				"The row has no ID.",
				"Fill in the ID at its source and export again.",
				KEY_FIELD[reading.loads],
			)
		)
		return
	unit = reading.units.setdefault(key, Unit(key, label, found.line))
	_check_row(reading.loads, reader, found, today)
	unit.records.append(found)
	unit.findings.extend(found.findings)


def _check_row(loads: str, reader: RowReader, found: RowValues, today: date) -> None:
	"""Required values, and dates that cannot be."""
	told = {finding.column for finding in found.findings}
	for target in FIELDS[loads]:
		column = reader.columns.get(target.name, "")
		if target.required and target.name not in found.values and column not in told:
			found.findings.append(
				reader.finding(
					Severity.REFUSED,
					found.line,
					f"{target.label} is empty.",
					"Fill it in at its source and export again.",
					target.name,
				)
			)
	for name in ("date_of_birth", "event_date"):
		value = found.values.get(name)
		if isinstance(value, date) and value > today:
			severity = Severity.REFUSED if name == "date_of_birth" else Severity.WARNING
			found.findings.append(
				reader.finding(
					severity, found.line, f"{value:%d/%m/%Y} is still to come.", "Check the date.", name
				)
			)
	if loads == CHILDREN:
		first, last = name_of(found.values)
		found.values.pop("full_name", None)
		found.values.update({n: v for n, v in (("first_name", first), ("last_name", last)) if v})


def _join_rows(unit: Unit, reader: RowReader) -> None:
	"""A child or worker has one record: equal rows count once, rows that disagree refuse it."""
	first, *others = unit.records
	for other in others:
		differing = [
			name
			for name in sorted({*first.values, *other.values} - {KEY_FIELD[CHILDREN], KEY_FIELD[WORKERS]})
			if first.values.get(name) != other.values.get(name)
		]
		if differing:
			labels = {target.name: target.label for target in reader.fields}
			message = (
				f"ID {unit.label} stands on row {first.line} too, with another "
				f"{', '.join(labels[name].lower() for name in differing)}."
			)
			unit.findings.append(
				reader.finding(
					Severity.REFUSED,
					other.line,
					message,
					"Correct it at its source and export again.",
					differing[0],
					unit.label,
				)
			)
	unit.records = [first]


def plan_extract(reading: ExtractReading, site: SiteRecords, only_clean: bool = False) -> ExtractPlan:
	"""What loading the units would do; adds to their findings what only the site can tell.

	Args:
		reading: the units.
		site: what the site holds.
		only_clean: leave out whoever has a warning, for a load that nobody looks at.

	Returns:
		The plan. Refused and hidden units have no records in it.
	"""
	plan = ExtractPlan()
	for unit in reading.units.values():
		if unit.key in site.hidden:
			plan.hidden += (unit.label,)
			continue
		records = (
			_plan_events(unit, site)
			if reading.loads == CARE_EVENTS
			else _plan_unit(unit, reading.loads, site)
		)
		unit.findings = [
			found if found.file else replace(found, file=reading.file) for found in unit.findings
		]
		if only_clean and unit.warned:
			unit.findings.append(_waits(unit, reading.file))
		plan.units["refused" if unit.refused else "warned" if unit.warned else "clean"] += 1
		if unit.refused:
			continue
		plan.records.extend((unit.key, record) for record in records)
		changes = {record.change for record in records}
		plan.units[_state_of(changes)] += 1
	plan.absent = tuple(
		str(existing.values.get(KEY_FIELD[reading.loads], existing.name))
		for key, existing in site.units.items()
		if key not in reading.units
	)
	return plan


def _waits(unit: Unit, file: str) -> Finding:
	return Finding(
		Severity.REFUSED,
		f"Row {unit.line}: there are warnings, and this load takes only what is clean.",
		"Load the file by hand to decide.",
		file=file,
		line=unit.line,
		child=unit.label,
	)


def _state_of(changes: Iterable[Change]) -> str:
	states = set(changes)
	if states <= {Change.UNCHANGED}:
		return "unchanged"
	return "new" if states == {Change.CREATE} else "changed"


def _plan_unit(unit: Unit, loads: str, site: SiteRecords) -> list[Planned]:
	values = unit.records[0].values
	existing = site.units.get(unit.key)
	if existing is not None:
		values = {name: value for name, value in values.items() if name != KEY_FIELD[loads]}
	elif loads == CHILDREN:
		unit.findings.extend(_duplicates(unit, site.people))
	return [plan_record(unit.key, values, existing)]


def _duplicates(unit: Unit, people: PersonIndex) -> list[Finding]:
	"""A new child that looks like one the site has under another ID."""
	values = unit.records[0].values
	birth = values.get("date_of_birth")
	person = Person(
		f"line {unit.line}",
		unit.label,
		str(values.get("upn", "")),
		str(values.get("first_name", "")),
		str(values.get("last_name", "")),
		birth if isinstance(birth, date) else None,
	)
	return [
		Finding(
			Severity.WARNING,
			f"Row {unit.line}: {pair.reason} as {pair.second}, which has another ID: it may be the same "
			"child.",
			"Load it and merge the two records, or correct the ID at its source.",
			line=unit.line,
			child=unit.label,
			rule="X2.6",
		)
		for pair in people.matches(person)
	]


def _plan_events(unit: Unit, site: SiteRecords) -> list[Planned]:
	"""A child's events: told apart by their own ID, else by type, date and how often that came."""
	if unit.key not in site.units:
		unit.findings.append(
			Finding(
				Severity.REFUSED,
				f"Row {unit.line}: there is no child with the ID {unit.label} here.",
				"Load the children first.",
				line=unit.line,
				column=KEY_FIELD[CARE_EVENTS],
				child=unit.label,
			)
		)
		return []
	known = site.events.get(unit.key, {})
	planned: dict[str, Planned] = {}
	seen: Counter[str] = Counter()
	for record in unit.records:
		values = {name: value for name, value in record.values.items() if name != KEY_FIELD[CARE_EVENTS]}
		key = event_key(values)
		seen[key] += 1
		if seen[key] > 1 and "source_key" not in values:
			key = f"{key}|{seen[key]}"
		values.pop("source_key", None)
		record_plan = _plan_event(key, values, known.get(key))
		if planned.setdefault(key, record_plan) != record_plan:
			unit.findings.append(_event_twice(record.line, str(record.values["source_key"]), unit.label))
	return list(planned.values())


def _plan_event(key: str, values: Mapping[str, object], existing: Existing | None) -> Planned:
	"""An event that another source keeps, such as the statutory return, is left to that source."""
	if existing is None:
		return plan_record(key, {**values, "source_key": key}, None)
	if existing.values.get("kept_by_other_source"):
		return Planned(key, Change.UNCHANGED, existing.name)
	return plan_record(key, values, existing)


def _event_twice(line: int, event_id: str, child: str) -> Finding:
	return Finding(
		Severity.REFUSED,
		f"Row {line}: the event's ID {event_id} stands on an earlier row with other values.",
		"Correct it at its source and export again.",
		line=line,
		column="source_key",
		child=child,
	)


def event_key(values: Mapping[str, object]) -> str:
	"""What tells an event of a child from its others: its own ID, else its type and date."""
	if own := values.get("source_key"):
		return f"{SOURCE}id:{own}"
	day = values.get("event_date")
	return f"{SOURCE}{values.get('event_type', '')}|{day.isoformat() if isinstance(day, date) else day}"
