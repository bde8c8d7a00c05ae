"""Recognises the files of a return by their column names, whatever the files are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ppoc.imports.csv_reading import CsvTable, read_csv
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.messages import Message

LONGEST_VALUE = 140
"""No value of the set is nearly as long; one that is longer and has line ends in it has swallowed its neighbours."""


class TableName(str, Enum):
	"""The tables of the set."""

	HEADER = "Header"
	EPISODES = "Episodes"
	REVIEWS = "Reviews"
	PLACED_FOR_ADOPTION = "PlacedAdoption"
	PREVIOUS_PERMANENCE = "PrevPerm"
	UASC = "UASC"
	OC2 = "OC2"
	OC3 = "OC3"
	AD1 = "AD1"
	MISSING = "Missing"
	SOCIAL_WORKERS = "SWEpisodes"
	DEPRIVATION_OF_LIBERTY = "DoLo"


COLUMNS: dict[TableName, tuple[str, ...]] = {
	TableName.HEADER: ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
	TableName.EPISODES: (
		"CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
		"HOME_POST", "PL_POST", "URN",
	),
	TableName.REVIEWS: ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
	TableName.PLACED_FOR_ADOPTION: ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
	TableName.PREVIOUS_PERMANENCE: ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
	TableName.UASC: ("CHILD", "SEX", "DOB", "DUC"),
	TableName.OC2: (
		"CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS",
		"TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED",
		"INTERVENTION_OFFERED",
	),
	TableName.OC3: ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
	TableName.AD1: (
		"CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR",
	),
	TableName.MISSING: ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
	TableName.SOCIAL_WORKERS: ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
	TableName.DEPRIVATION_OF_LIBERTY: ("CHILD", "DOB", "DOLO_START", "DOLO_END"),
}  # fmt: skip
"""Column names, the same in the returns of 2017 to 2027; SWEpisodes since 2023-24, DoLo since 2026-27."""

NEEDED = (
	TableName.HEADER,
	TableName.EPISODES,
	TableName.REVIEWS,
	TableName.PLACED_FOR_ADOPTION,
	TableName.PREVIOUS_PERMANENCE,
)
ALSO_READ = (
	TableName.UASC,
	TableName.AD1,
	TableName.MISSING,
	TableName.SOCIAL_WORKERS,
	TableName.DEPRIVATION_OF_LIBERTY,
)
"""Tables that a set need not have: some are only for a few children, some only of later years."""
READ = (*NEEDED, *ALSO_READ)
INDISPENSABLE = (TableName.HEADER, TableName.EPISODES)
SAVE_AS_CSV = Message("Export the return from the case system as CSV files, not as XML.")


@dataclass(frozen=True)
class ReturnTable:
	"""One file of the set whose table is known.

	Attributes:
		table: which table it holds.
		csv: the file, before its rows are read.
		positions: the position of each column in a row.
		unread: the columns of the file that do not belong to the table.
	"""

	table: TableName
	csv: CsvTable
	positions: dict[str, int]
	unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnFiles:
	"""A set in which every file has been recognised.

	Attributes:
		tables: the files that are read, by table.
		not_needed: names of recognised files that are not read, with their table.
		findings: notes about the set.
	"""

	tables: dict[TableName, ReturnTable]
	not_needed: dict[str, TableName]
	findings: list[Finding]


def open_set(uploads: Sequence[UploadedFile], limits: Limits | None = None) -> ReturnFiles:
	"""Opens the files of a return and recognises each.

	Args:
		uploads: the files, in any order and under any names.
		limits: the limits for each file.

	Returns:
		The set, before its rows are read.

	Raises:
		ImportRefused: with every fault of every file: XML, not a CSV, unknown or missing columns, the same table
			twice, no Header or no Episodes.
	"""
	limits = limits or Limits()
	limits = replace(limits, field_characters=min(LONGEST_VALUE, limits.field_characters))
	faults = _xml_faults(uploads)
	known: list[ReturnTable] = []
	for upload in uploads if not faults else ():
		try:
			known.append(recognise(read_csv(upload, limits)))
		except ImportRefused as refusal:
			faults += refusal.findings
	tables: dict[TableName, ReturnTable] = {}
	for found in known:
		if found.table in tables:
			faults.append(_same_table_twice(found, tables[found.table]))
		tables.setdefault(found.table, found)
	if not faults:
		faults += [_no_such_table(table) for table in INDISPENSABLE if table not in tables]
	if faults:
		raise ImportRefused(*faults)
	not_needed = {found.csv.name: table for table, found in tables.items() if table not in READ}
	read = {table: tables[table] for table in READ if table in tables}
	return ReturnFiles(read, not_needed, [*_notes(read, not_needed), *map(_unread, _with_more(read))])


def recognise(csv: CsvTable) -> ReturnTable:
	"""Recognises the table of the return in a CSV file by its column names, in any order.

	Args:
		csv: the file; its column names may be in upper or lower case, and other columns may stand beside them.

	Returns:
		The table with the position of each column.

	Raises:
		ImportRefused: no table has these columns; the findings name the nearest one and what is missing.
	"""
	names = [column.upper() for column in csv.columns]
	there = [table for table, columns in COLUMNS.items() if set(columns) <= set(names)]
	if not there:
		raise ImportRefused(*_nearest(csv.name, names))
	table = max(there, key=lambda table: len(COLUMNS[table]))
	unread = tuple(column for column in csv.columns if column.upper() not in COLUMNS[table])
	csv.read_only = frozenset(csv.columns) - frozenset(unread)
	return ReturnTable(table, csv, {name: place for place, name in enumerate(names)}, unread)


def _with_more(tables: dict[TableName, ReturnTable]) -> list[ReturnTable]:
	return [table for table in tables.values() if table.unread]


def _unread(source: ReturnTable) -> Finding:
	message = Message(
		"These columns do not belong to the {0} table and were not read: {1}.",
		source.table.value,
		", ".join(source.unread),
	)
	return Finding(Severity.NOTE, message, file=source.csv.name, line=1)


def _nearest(file: str, names: list[str]) -> list[Finding]:
	def distance(table: TableName) -> int:
		return len(set(COLUMNS[table]) ^ set(names))

	nearest = min(COLUMNS, key=distance)
	columns = set(COLUMNS[nearest])
	if not (columns & set(names)) - {"CHILD", "DOB"}:
		message = Message("The columns do not match any table of the return: {0}.", ", ".join(names[:12]))
		remedy = Message("Leave the file out if it does not belong to the return.")
		return [Finding(Severity.FILE, message, remedy, file=file, line=1)]
	missing = [name for name in COLUMNS[nearest] if name not in names]
	findings = []
	for name in missing:
		message = Message(
			"The column {0} is missing; the other columns are closest to the {1} table.", name, nearest.value
		)
		remedy = Message("Export the table again with these columns: {0}.", ", ".join(COLUMNS[nearest]))
		findings.append(Finding(Severity.FILE, message, remedy, file=file, line=1, column=name))
	return findings


def _xml_faults(uploads: Sequence[UploadedFile]) -> list[Finding]:
	xml = [upload.name for upload in uploads if upload.name.lower().endswith(".xml")]
	if xml and len(xml) < len(uploads):
		message = Message("The set mixes XML and CSV files; a return is one or the other.")
	else:
		message = Message("The return is in XML; only the CSV set can be read.")
	return [Finding(Severity.FILE, message, SAVE_AS_CSV, file=name) for name in xml]


def _same_table_twice(second: ReturnTable, first: ReturnTable) -> Finding:
	message = Message("The {0} table is there twice; it is in {1} too.", second.table.value, first.csv.name)
	remedy = Message("Keep one of the two; do not load two years or two authorities at once.")
	return Finding(Severity.FILE, message, remedy, file=second.csv.name)


def _no_such_table(table: TableName) -> Finding:
	message = Message("The set has no {0} file.", table.value)
	remedy = Message("Add the file with the columns {0}.", ", ".join(COLUMNS[table]))
	return Finding(Severity.FILE, message, remedy, file=f"({table.value})")


def _notes(read: dict[TableName, ReturnTable], not_needed: dict[str, TableName]) -> list[Finding]:
	notes = [
		Finding(
			Severity.NOTE,
			Message("This is the {0} table. It is not needed here, so it was not read.", table.value),
			file=name,
		)
		for name, table in not_needed.items()
	]
	for table in NEEDED:
		if table not in read:
			message = Message(
				"The set has no {0} file, so the records that came from it earlier stay as they are.",
				table.value,
			)
			remedy = Message("Add the file if the return has it.")
			notes.append(Finding(Severity.WARNING, message, remedy, file=f"({table.value})"))
	return notes
