"""Turns rows of a file into values of a record's fields, with findings for values that do not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ppoc.imports.cell_values import BRITISH, CellError, Dates, convert, to_text
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import NameIndex, TargetField
from ppoc.imports.workbook_reading import SheetRow, Table
from ppoc.messages import Message


@dataclass
class RowValues:
	"""The values of one row.

	Attributes:
		line: row number in the file.
		values: values by field name; empty cells are left out.
		findings: findings about values that do not fit.
		words: for each field that keeps them, the label and the words of a value that does not fit.
	"""

	line: int
	values: dict[str, object] = field(default_factory=dict)
	findings: list[Finding] = field(default_factory=list)
	words: dict[str, tuple[str, str]] = field(default_factory=dict)

	@property
	def refused(self) -> bool:
		"""Returns whether a finding prevents the row from loading."""
		return any(finding.severity is Severity.REFUSED for finding in self.findings)


@dataclass(frozen=True)
class RowReader:
	"""Reads the rows of one table.

	Attributes:
		table: the table.
		columns: column name by field name.
		fields: the fields of the record.
		links: for link fields, the index of records by field name.
		dates: the file's date format.
	"""

	table: Table
	columns: Mapping[str, str]
	fields: Sequence[TargetField]
	links: Mapping[str, NameIndex] = field(default_factory=dict)
	dates: Dates = BRITISH

	def read(self, row: SheetRow) -> RowValues:
		"""Returns one row's values by field, with a finding for each cell that cannot be converted."""
		found = RowValues(row.line)
		for target in self.fields:
			header = self.columns.get(target.name)
			if header is None:
				continue
			if fault := row.faults.get(header):
				severity = Severity.WARNING if target.lenient or target.keeps_words else Severity.REFUSED
				fault = replace(fault, sheet=self.table.sheet, column=header, correctable=True)
				found.findings.append(replace(fault, severity=severity))
				continue
			try:
				value = convert(row.values.get(header), target, self.links, self.dates)
			except CellError as error:
				found.findings.append(self._unfit(row.line, target, header, error))
				if target.keeps_words:
					found.words[target.name] = (target.label, to_text(row.values.get(header)))
				continue
			if isinstance(value, str) and target.longest and len(value) > target.longest:
				found.findings.append(self._too_long(row.line, target, header, value))
			elif value is not None:
				found.values[target.name] = value
		return found

	def _too_long(self, line: int, target: TargetField, header: str, value: str) -> Finding:
		left_out = Message("") if target.required else Message(" It is left out.")
		message = Message(
			"{0} has {1} characters, and {2} can be kept.{3}",
			Message(target.label),
			len(value),
			target.longest,
			left_out,
		)
		severity = Severity.REFUSED if target.required else Severity.WARNING
		return self.finding(severity, line, message, Message("Shorten it at its source."), header)

	def _unfit(self, line: int, target: TargetField, header: str, error: CellError) -> Finding:
		left_out = Message(" It is left out.") if target.lenient else ""
		if target.keeps_words:
			left_out = Message(" The words are kept with the progress.")
		return self.finding(
			Severity.WARNING if target.lenient or target.keeps_words else Severity.REFUSED,
			line,
			Message("{0}: {1}.{2}", Message(target.label), error.message, left_out),
			error.remedy,
			header,
		)

	def finding(
		self,
		severity: Severity,
		line: int,
		message: str,
		remedy: str,
		column: str = "",
		child: str = "",
		suggestion: str = "",
	) -> Finding:
		"""Makes a finding about a row of this table, with its place in front of the message.

		Args:
			severity: its severity.
			line: row number.
			message: what is wrong.
			remedy: what to do about it.
			column: the column, as a field name or as its name in the file.
			child: the child's ID, if known.
			suggestion: what the cell may have to say, if that is known.
		"""
		column = self.columns.get(column, column)
		correctable = column in self.table.headers
		return Finding(
			severity,
			Message("{0}: {1}", self.table.place(line), message),
			remedy,
			file=self.table.file,
			line=line,
			column=column,
			child=child,
			sheet=self.table.sheet,
			correctable=correctable,
			suggestion=suggestion if correctable else "",
		)


def table_of_csv(name: str, columns: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
	"""Returns a CSV file as a table.

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
