"""Decides which columns of a table to use, by a saved or a suggested mapping, and notes what it decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ppoc.imports.findings import Finding, Severity
from ppoc.imports.mapping import AppliedMapping, TargetField, apply_saved, suggest
from ppoc.imports.workbook_reading import Table
from ppoc.messages import Message, joined


def map_columns(
	table: Table, saved: Mapping[str, str], fields: Sequence[TargetField]
) -> tuple[AppliedMapping, list[Finding]]:
	"""Chooses the columns of a table.

	Args:
		table: the table.
		saved: the saved mapping, column name to field name; if empty, the suggested mapping is used.
		fields: the fields of the record.

	Returns:
		The columns to use, with a warning for each mapped column that the table lacks, a note for each column that
		is not loaded and, without a saved mapping, one note of the columns that were chosen.
	"""
	suggested = {found.header: found.field for found in suggest(table.headers, fields)}
	applied = apply_saved(saved or suggested, table.headers, fields)
	where = Message("Sheet “{0}”: ", table.sheet) if table.sheet else ""
	told = [] if saved else [_chosen(table, where, applied, fields)]
	told += [
		_finding(
			table,
			Severity.WARNING,
			Message("{0}there is no column “{1}”, which the saved mapping names.", where, column),
			Message("Choose another column for it, or save the mapping without it."),
			column,
		)
		for column in applied.missing
	]
	told += [
		_finding(
			table,
			Severity.NOTE,
			Message("{0}the column “{1}” is not loaded.", where, column),
			Message("If it should be loaded, choose in the column mapping where it goes."),
			column,
		)
		for column in applied.new
	]
	return applied, told


def _chosen(table: Table, where: str, applied: AppliedMapping, fields: Sequence[TargetField]) -> Finding:
	labels = {target.name: target.label for target in fields}
	pairs = joined(
		(Message("“{0}” as {1}", header, labels[name]) for name, header in applied.columns.items()), "; "
	)
	return _finding(
		table,
		Severity.NOTE,
		Message("{0}the columns are read by their names: {1}.", where, pairs or Message("none")),
		Message(
			"If one of them is wrong, make a column mapping with the right one and choose it for the load."
		),
	)


def _finding(table: Table, severity: Severity, message: str, remedy: str, column: str = "") -> Finding:
	return Finding(severity, message, remedy, file=table.file, line=table.header_line, column=column)
