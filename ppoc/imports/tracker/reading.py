"""Reads a tracker workbook into children, plans and actions, with a list of what to correct.

A fault costs its value or its row: a child whose row is refused waits with its plans, and the others load. Every such
row is listed, so that all can be corrected in one go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ppoc.children.duplicates.matching import Identity
from ppoc.imports.births import take_expected
from ppoc.imports.cell_values import BRITISH, Dates
from ppoc.imports.corrections import Correction, corrected
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapped_columns import map_columns
from ppoc.imports.mapping import AppliedMapping, NameIndex
from ppoc.imports.row_reading import RowReader, RowValues
from ppoc.imports.tracker.actions import TypedAction, read_actions
from ppoc.imports.tracker.checks import check_child, check_plan, check_together
from ppoc.imports.tracker.fields import ALL_DATA, FIELDS_OF_TAB, RU, SGO, TABS, known_headers, tab_of
from ppoc.imports.tracker.owners import Owners
from ppoc.imports.tracker.people import ChildRegister, name_of
from ppoc.imports.uploads import UploadedFile, file_fault
from ppoc.imports.workbook_reading import Table, Workbook, read_workbook, table_of
from ppoc.imports.workbook_safety import DEFAULT_LIMITS, WorkbookLimits
from ppoc.meetings.actions.smart_checks import is_empty_talk
from ppoc.messages import Message

ROUTE_OF_TAB = {SGO: "SGO", RU: "RU"}
"""Short names of the routes on the site."""


@dataclass(frozen=True)
class TrackerSettings:
	"""The settings for reading a tracker.

	Attributes:
		today: the day of the load.
		links: for "team" and "social_worker", the index of records by what people write.
		saved: for each tab, the saved mapping from column name to field name.
		dates: the workbook's date format.
		default_team: the team for rows that name none.
		team_people: for each team, its manager, supervisor and coordinator by field name.
	"""

	today: date
	links: Mapping[str, NameIndex] = field(default_factory=dict)
	saved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
	dates: Dates = BRITISH
	default_team: str | None = None
	team_people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class TrackerChild:
	"""A row of All Data: a child with the row's values, and the findings that keep it from loading.

	`id_cell` is the place of the child's ID, for findings that are put right there; None if there is no such column.
	"""

	line: int
	person: Identity
	values: dict[str, object]
	refusals: list[Finding] = field(default_factory=list)
	id_cell: tuple[str, str] | None = None


@dataclass
class TrackerPlan:
	"""A row of SGO or RU: a plan for that row's child on All Data.

	Attributes:
		tab: SGO or RU.
		line: row number.
		child_line: row number of the child on All Data.
		values: dates, progress and barriers by field name.
		actions: the actions with an owner and a date.
		incomplete: the actions that lack one of them; their text goes into the progress.
		refusals: the number of findings that keep it from loading.
	"""

	tab: str
	line: int
	child_line: int
	values: dict[str, object]
	actions: list[TypedAction] = field(default_factory=list)
	incomplete: list[TypedAction] = field(default_factory=list)
	refusals: int = 0


@dataclass
class TrackerReading:
	"""A tracker workbook that has been read.

	Attributes:
		file: the file's name.
		children: rows of All Data.
		plans: rows of SGO and RU.
		findings: all findings, in the order of the workbook.
		mappings: for each tab, the mapping that was used, column name to field name.
		rows: number of rows read, by tab.
		today: the day of the load.
	"""

	file: str
	children: list[TrackerChild] = field(default_factory=list)
	plans: list[TrackerPlan] = field(default_factory=list)
	findings: list[Finding] = field(default_factory=list)
	mappings: dict[str, dict[str, str]] = field(default_factory=dict)
	rows: dict[str, int] = field(default_factory=dict)
	today: date = date.max

	@property
	def refused(self) -> bool:
		"""Returns whether a finding keeps a row from loading."""
		return any(finding.severity in (Severity.REFUSED, Severity.FILE) for finding in self.findings)


def read_tracker(
	upload: UploadedFile,
	settings: TrackerSettings,
	limits: WorkbookLimits = DEFAULT_LIMITS,
	corrections: Sequence[Correction] = (),
) -> TrackerReading:
	"""Reads a tracker workbook.

	Args:
		upload: the .xlsx.
		settings: the settings for reading it.
		limits: the limits for the workbook.
		corrections: what to read in place of some of its cells.

	Returns:
		Children, plans and findings. What has refusals must not be loaded.

	Raises:
		ImportRefused: the file is not a readable workbook, or lacks a tab or column that is needed.
	"""
	book = read_workbook(upload, limits)
	reading = TrackerReading(upload.name, findings=list(book.findings), today=settings.today)
	tables = {tab: corrected(table, corrections) for tab, table in _tables(book, reading).items()}
	readers = {tab: _reader(tab, table, settings, reading) for tab, table in tables.items()}
	register = _read_children(readers[ALL_DATA], settings, reading)
	for tab in (SGO, RU):
		if tab in readers:
			_read_plans(tab, readers[tab], settings, register, reading)
	reading.findings.extend(check_together(reading, tables))
	return reading


def _tables(book: Workbook, reading: TrackerReading) -> dict[str, Table]:
	"""Returns the three tabs as tables; a visible tab takes precedence over a hidden one of the same kind."""
	tables: dict[str, Table] = {}
	for sheet in sorted(book.sheets, key=lambda sheet: sheet.hidden):
		tab = tab_of(sheet.name)
		if tab is None or tab in tables:
			reading.findings.append(
				_tab_note(book.file, Message("Sheet “{0}” is not needed and was left out.", sheet.name))
			)
			continue
		if sheet.hidden:
			reading.findings.append(
				_tab_note(
					book.file,
					Message("Sheet “{0}” is hidden in Excel; it was read all the same.", sheet.name),
				)
			)
		if not sheet.rows and tab != ALL_DATA:
			reading.findings.append(_tab_note(book.file, Message("Sheet “{0}” is empty.", sheet.name)))
			continue
		tables[tab], findings = table_of(book, sheet, known_headers(tab))
		reading.findings.extend(findings)
	if ALL_DATA not in tables:
		names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets)
		raise file_fault(
			book.file,
			Message("The workbook has no tab “{0}”; its tabs are {1}.", ALL_DATA, names),
			Message("Name the tabs {0}, or load the sheet as an extract instead.", ", ".join(TABS)),
		)
	reading.findings.extend(
		_tab_note(
			book.file,
			Message("The workbook has no tab “{0}”, so no such plans are loaded.", tab),
			Severity.WARNING,
			Message("If the workbook should have one, name the tab “{0}” and load again.", tab),
		)
		for tab in (SGO, RU)
		if tab_of(tab) not in {tab_of(sheet.name) for sheet in book.sheets}
	)
	return tables


def _tab_note(file: str, message: str, severity: Severity = Severity.NOTE, remedy: str = "") -> Finding:
	return Finding(severity, message, remedy, file=file)


def _reader(tab: str, table: Table, settings: TrackerSettings, reading: TrackerReading) -> RowReader:
	"""Returns the reader of one tab, with the saved mapping if there is one, otherwise with the suggested one."""
	fields = FIELDS_OF_TAB[tab]
	applied, findings = map_columns(table, settings.saved.get(tab, {}), fields)
	reading.mappings[tab] = {header: name for name, header in applied.columns.items()}
	reading.findings.extend(findings)
	_require_identity(table, applied)
	dates = replace(settings.dates, date1904=table.date1904)
	return RowReader(table, applied.columns, fields, settings.links, dates)


def _require_identity(table: Table, applied: AppliedMapping) -> None:
	"""Refuses a tab that has no columns to identify a child by."""
	if {"child_id", "full_name"} & set(applied.columns) or {"first_name", "last_name"} <= set(
		applied.columns
	):
		return
	raise file_fault(
		table.file,
		Message(
			"Sheet “{0}” has no column for the child's ID or name. Its columns are: {1}.",
			table.sheet,
			", ".join(table.headers),
		),
		Message("Choose the column in the column mapping, or add one to the sheet."),
		table.header_line,
	)


def _read_children(reader: RowReader, settings: TrackerSettings, reading: TrackerReading) -> ChildRegister:
	register = ChildRegister()
	reading.rows[ALL_DATA] = len(reader.table.rows)
	id_column = reader.columns.get("child_id")
	id_cell = (reader.table.sheet, id_column) if id_column else None
	for row in reader.table.rows:
		found = reader.read(row)
		first, last = name_of(found.values)
		take_expected(found.values)
		person = _person(found, first, last)
		if not found.values and not found.findings:
			continue  # only has values in columns that are not loaded
		if settings.default_team and "team" not in found.values and not found.refused:
			found.values["team"] = settings.default_team
		found.findings.extend(check_child(reader, found, person, settings.today))
		repeats = register.add(reader, found, person)
		findings = [replace(finding, child=person.child_id) for finding in (*found.findings, *repeats)]
		reading.findings.extend(findings)
		found.values.update(first_name=first, last_name=last)
		found.values.pop("full_name", None)
		refusals = [finding for finding in findings if finding.severity is Severity.REFUSED]
		reading.children.append(TrackerChild(row.line, person, found.values, refusals, id_cell))
	_refuse_repeated(reader, register, reading)
	return register


def _refuse_repeated(reader: RowReader, register: ChildRegister, reading: TrackerReading) -> None:
	"""Refuses the first of several rows about one child too, since nobody can say which is right."""
	by_line = {child.line: child for child in reading.children}
	for later, earlier in register.repeated.items():
		child = by_line[earlier]
		if not child.refusals:
			message = Message("This child is on row {0} too.", later)
			remedy = Message("Delete one of the two rows, keeping what is right.")
			child.refusals.append(
				reader.finding(Severity.REFUSED, earlier, message, remedy, "child_id", child.person.child_id)
			)
			reading.findings.append(child.refusals[0])


def _person(found: RowValues, first: str, last: str) -> Identity:
	birth = found.values.get("date_of_birth")
	return Identity(
		key=str(found.line),
		child_id=str(found.values.get("child_id", "")),
		upn=str(found.values.get("upn", "")),
		first_name=first,
		last_name=last,
		date_of_birth=birth if isinstance(birth, date) else None,
		unborn=bool(found.values.get("unborn")),
	)


def _read_plans(
	tab: str, reader: RowReader, settings: TrackerSettings, register: ChildRegister, reading: TrackerReading
) -> None:
	"""Reads the rows of SGO or RU. A row without a child adds actions to the plan of the row above."""
	reading.rows[tab] = len(reader.table.rows)
	owners = Owners(reader.links.get("social_worker"), settings.team_people)
	children = {child.line: child.values for child in reading.children}
	current: TrackerPlan | None = None
	child_id = ""
	for row in reader.table.rows:
		found = reader.read(row)
		if not found.values and not found.findings:
			continue
		first, last = name_of(found.values)
		person = _person(found, first, last)
		is_child = bool(person.child_id or first or last)
		continues = not is_child and current is not None and bool(current.refusals)
		if is_child:
			child_line, findings = register.find(reader, found, person, tab)
			found.findings.extend(findings)
			child_id = register.child_id(child_line) or person.child_id
			found.findings.extend(check_plan(reader, found, register.person(child_line), settings.today))
			current = TrackerPlan(tab, row.line, child_line, _plan_values(found.values))
			reading.plans.append(current)
		elif current is None:
			found.findings.append(
				reader.finding(
					Severity.REFUSED,
					row.line,
					Message("The row has neither an ID nor a name, and there is no child above it."),
					Message("Fill in the child's ID, or clear the row."),
				)
			)
		elif continues:
			message = Message("The row belongs to row {0}, which is refused.", current.line)
			found.findings.append(
				reader.finding(Severity.REFUSED, row.line, message, Message("Correct that row."))
			)
		if current is not None:
			_add_actions(current, reader, found, owners, children.get(current.child_line, {}))
			if not is_child:
				_add_texts(current, found.values)
			for label, words in found.words.values():
				_add_texts(current, {"progress": f"{label}: {words}"})
			if is_child:
				current.refusals = sum(one.severity is Severity.REFUSED for one in found.findings)
		reading.findings.extend(replace(finding, child=child_id) for finding in found.findings)


def _plan_values(values: dict[str, object]) -> dict[str, object]:
	kept = (
		"predicted_start",
		"predicted_finish",
		"actual_start",
		"actual_finish",
		"progress",
		"barriers",
		"for_panel",
	)
	return {name: values[name] for name in kept if name in values}


def _add_texts(plan: TrackerPlan, values: dict[str, object]) -> None:
	"""Appends progress and barriers of a further row to those of the child's first row."""
	for name in ("progress", "barriers"):
		texts = [str(text) for text in (plan.values.get(name), values.get(name)) if text]
		if texts:
			plan.values[name] = "\n".join(dict.fromkeys(texts))


def _add_actions(
	plan: TrackerPlan, reader: RowReader, found: RowValues, owners: Owners, child: Mapping[str, object]
) -> None:
	due = found.values.get("action_due")
	actions = read_actions(
		str(found.values.get("action", "")),
		str(found.values.get("action_owner", "")),
		due if isinstance(due, date) else None,
		found.line,
		reader.dates,
	)
	for action in actions:
		missing = list(action.missing)
		if is_empty_talk(action.text):
			missing.insert(0, Message("wording that says what will be done"))
		owner, unknown = owners.find(action.owner, child) if action.owner else ("", "")
		if unknown:
			missing.insert(0, unknown)
		if missing:
			plan.incomplete.append(action)
			found.findings.append(_incomplete(reader, action, missing))
		else:
			plan.actions.append(replace(action, owner=owner))


def _incomplete(reader: RowReader, action: TypedAction, missing: list[str]) -> Finding:
	return reader.finding(
		Severity.WARNING,
		action.line,
		Message(
			"The action “{0}” does not have {1}; its text is kept with the progress.",
			shorten(action.text),
			" or ".join(missing),
		),
		Message(
			"Give it an owner from the list of workers and a date, in the workbook or on the plan afterwards."
		),
		"action",
	)


def shorten(text: str, length: int = 60) -> str:
	"""Shortens a text for a message."""
	return text if len(text) <= length else text[: length - 1].rstrip() + "…"
