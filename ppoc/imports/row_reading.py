"""A row of a file becomes values of a record's fields; what does not fit becomes findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ppoc.imports.cell_values import BRITISH, CellError, Dates, convert
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import NameIndex, TargetField
from ppoc.imports.workbook_reading import SheetRow, Table
from ppoc.messages import Message


@dataclass
class RowValues:
	"""What a row holds for a record.

	Attributes:
		line: row number in the file.
		values: values by field name; empty cells are left out.
		findings: what did not fit.
	"""

	line: int
	values: dict[str, object] = field(default_factory=dict)
	findings: list[Finding] = field(default_factory=list)

	@property
	def refused(self) -> bool:
		"""Whether something is wrong that keeps the row from loading."""
		return any(finding.severity is Severity.REFUSED for finding in self.findings)


@dataclass(frozen=True)
class RowReader:
	"""Reads the rows of one table.

	Attributes:
		table: the table.
		columns: column name by field name.
		fields: the fields of the record.
		links: for link fields, the records by field name.
		dates: how the file writes dates.
	"""

	table: Table
	columns: Mapping[str, str]
	fields: Sequence[TargetField]
	links: Mapping[str, NameIndex] = field(default_factory=dict)
	dates: Dates = BRITISH

	def read(self, row: SheetRow) -> RowValues:
		"""One row's values by field, each conversion that fails told with its cell and remedy."""
		found = RowValues(row.line)
		for target in self.fields:
			header = self.columns.get(target.name)
			if header is None:
				continue
			if fault := row.faults.get(header):
				severity = Severity.WARNING if target.lenient else Severity.REFUSED
				found.findings.append(replace(fault, severity=severity))
				continue
			try:
				value = convert(row.values.get(header), target, self.links, self.dates)
			except CellError as error:
				found.findings.append(self._unfit(row.line, target, header, error))
				continue
			if value is not None:
				found.values[target.name] = value
		return found

	def _unfit(self, line: int, target: TargetField, header: str, error: CellError) -> Finding:
		left_out = Message(" It is left out.") if target.lenient else ""
		return self.finding(
			Severity.WARNING if target.lenient else Severity.REFUSED,
			line,
			Message("{0}: {1}.{2}", Message(target.label), error.message, left_out),
			error.remedy,
			header,
		)

	def finding(
		self, severity: Severity, line: int, message: str, remedy: str, column: str = "", child: str = ""
	) -> Finding:
		"""A finding about a row of this table, its place in front of the message.

		Args:
			severity: how much harm it does.
			line: row number.
			message: what is wrong.
			remedy: what to do about it.
			column: the column, as a field name or as it is called in the file.
			child: the child's ID, where known.
		"""
		return Finding(
			severity,
			Message("{0}: {1}", self.table.place(line), message),
			remedy,
			file=self.table.file,
			line=line,
			column=self.columns.get(column, column),
			child=child,
		)


def table_of_csv(name: str, columns: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
	"""A CSV file as a table.

	Args:
		name: the file's name.
		columns: the names in its header.
		rows: (line, values) of each filled row.
	"""
	return Table(
		name,
		"",
		1,
		tuple(columns),
		tuple(
			SheetRow(
				line, {column: value for column, value in zip(columns, values, strict=True) if value.strip()}
			)
			for line, values in rows
		),
	)
