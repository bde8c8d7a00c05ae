"""Checks the rows of a tracker, one by one and together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ppoc.children.duplicates.matching import Identity, find_pairs
from ppoc.imports.births import FUTURE_BIRTH, fault_of_birth
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.row_reading import RowReader, RowValues
from ppoc.imports.tracker.fields import ALL_DATA, RU, SGO
from ppoc.imports.workbook_reading import Table
from ppoc.messages import Message

if TYPE_CHECKING:
	from ppoc.imports.tracker.reading import TrackerReading

OLDEST_CHILD_YEARS = 25
"""Care leavers are known to the service until 25; an older age is a mistyped year."""
FURTHEST_PREDICTION = timedelta(days=5 * 366)


def years_before(day: date, years: int) -> date:
	"""Returns the same day some years earlier; 29 February becomes 28 February."""
	try:
		return day.replace(year=day.year - years)
	except ValueError:
		return day.replace(year=day.year - years, day=28)


def check_child(reader: RowReader, found: RowValues, person: Identity, today: date) -> Iterator[Finding]:
	"""Checks a row of All Data.

	Args:
		reader: the reader of the tab.
		found: the row's values.
		person: the row's identifying values.
		today: the day of the load.

	Yields:
		A finding for each check that fails.
	"""
	line = found.line
	if not person.child_id and not (person.first_name or person.last_name):
		yield reader.finding(
			Severity.REFUSED,
			line,
			Message("The row has neither an ID nor a name."),
			Message("Fill in the child's ID, or clear the row."),
			"child_id",
		)
	if person.date_of_birth:
		yield from _check_age(reader, line, person.date_of_birth, today)
	values = {**found.values, "first_name": person.first_name, "last_name": person.last_name}
	if fault := fault_of_birth(values, today):
		remedy = Message("Correct it, or mark the child as not yet born.")
		yield replace(
			reader.finding(Severity.REFUSED, line, fault, remedy, "date_of_birth"), rule=FUTURE_BIRTH
		)
	if "team" not in found.values and not any(f.column == reader.columns.get("team") for f in found.findings):
		yield reader.finding(
			Severity.REFUSED,
			line,
			Message("The row names no team."),
			Message("Fill in the team, or choose a team for rows without one before loading."),
			"team",
		)
	yield from _check_potential(reader, found)


def _check_age(reader: RowReader, line: int, birth: date, today: date) -> Iterator[Finding]:
	if birth < years_before(today, OLDEST_CHILD_YEARS):
		yield reader.finding(
			Severity.REFUSED,
			line,
			Message("Born on {0}, the child would be over {1}.", f"{birth:%d/%m/%Y}", OLDEST_CHILD_YEARS),
			Message("Correct the date of birth."),
			"date_of_birth",
		)


def _check_potential(reader: RowReader, found: RowValues) -> Iterator[Finding]:
	potential = found.values.get("potential")
	if potential is None and not any(f.column == reader.columns.get("potential") for f in found.findings):
		yield reader.finding(
			Severity.WARNING,
			found.line,
			Message(
				"The potential for permanence is not filled in; the child loads as “Not yet categorised”."
			),
			Message("Fill it in, or categorise the child at the next Identification Meeting."),
			"potential",
		)
	elif potential and potential != "Not yet categorised" and not found.values.get("potential_rationale"):
		yield reader.finding(
			Severity.WARNING,
			found.line,
			Message("“{0}” is given without a rationale.", potential),
			Message("Write the rationale, here or on the child's record."),
			"potential_rationale",
		)


def check_plan(reader: RowReader, found: RowValues, child: Identity | None, today: date) -> Iterator[Finding]:
	"""Checks a row of SGO or RU.

	Args:
		reader: the reader of the tab.
		found: the row's values.
		child: the child on All Data, or None.
		today: the day of the load.

	Yields:
		A finding for each check that fails.
	"""
	dates = {name: value for name, value in found.values.items() if isinstance(value, date)}
	unreadable = {finding.column for finding in found.findings}
	if (
		not {"predicted_start", "actual_start"} & dates.keys()
		and reader.columns.get("predicted_start") not in unreadable
	):
		yield reader.finding(
			Severity.WARNING,
			found.line,
			Message("The predicted start is blank (the peach cell)."),
			Message(
				"Fill it in, or set it at the next Mobilisation Meeting: the tracker shows it as missing until then."
			),
			"predicted_start",
		)
	yield from _check_order(reader, found, dates)
	yield from _check_against_today(reader, found, dates, today)
	if child and child.date_of_birth:
		yield from _check_birth(reader, found, dates, child.date_of_birth)


def _check_against_today(
	reader: RowReader, found: RowValues, dates: Mapping[str, date], today: date
) -> Iterator[Finding]:
	for name, what in (("actual_start", "start"), ("actual_finish", "finish")):
		if name in dates and dates[name] > today:
			message = Message("The actual {0} {1} is in the future.", what, f"{dates[name]:%d/%m/%Y}")
			remedy = Message("Move it to the predicted {0}, or correct it.", what)
			yield _impossible(reader, found, name, message, remedy)
	for name, what in (("predicted_start", "start"), ("predicted_finish", "finish")):
		if name in dates and dates[name] > today + FURTHEST_PREDICTION:
			yield reader.finding(
				Severity.WARNING,
				found.line,
				Message(
					"The predicted {0} {1} is more than five years away.", what, f"{dates[name]:%d/%m/%Y}"
				),
				Message("Check the year."),
				name,
			)


def _impossible(reader: RowReader, found: RowValues, name: str, message: str, remedy: str) -> Finding:
	"""Returns a warning about a date of a plan that cannot be, after leaving it out; its words go to the progress."""
	day = found.values.pop(name, None)
	if isinstance(day, date):
		found.words[name] = (_label(reader, name), f"{day:%d/%m/%Y}")
	kept = Message("{0} It is left out, and its words are kept with the progress.", message)
	return reader.finding(Severity.WARNING, found.line, kept, remedy, name)


def _label(reader: RowReader, name: str) -> str:
	return next(target.label for target in reader.fields if target.name == name)


def _check_order(reader: RowReader, found: RowValues, dates: Mapping[str, date]) -> Iterator[Finding]:
	for start, finish in (("predicted_start", "predicted_finish"), ("actual_start", "actual_finish")):
		if start in dates and finish in dates and dates[finish] < dates[start]:
			message = Message(
				"The {0} {1} is before the {2} {3}.",
				finish.replace("_", " "),
				f"{dates[finish]:%d/%m/%Y}",
				start.replace("_", " "),
				f"{dates[start]:%d/%m/%Y}",
			)
			yield _impossible(reader, found, finish, message, Message("Correct one of the two dates."))
	if "actual_finish" in dates and "actual_start" not in dates:
		yield reader.finding(
			Severity.WARNING,
			found.line,
			Message("There is an actual finish but no actual start."),
			Message("Fill in when the assessment started."),
			"actual_start",
		)


def _check_birth(
	reader: RowReader, found: RowValues, dates: Mapping[str, date], birth: date
) -> Iterator[Finding]:
	for name in ("predicted_start", "predicted_finish", "actual_start", "actual_finish"):
		if name in dates and dates[name] < birth:
			message = Message(
				"The {0} {1} is before the child's birth on {2}.",
				name.replace("_", " "),
				f"{dates[name]:%d/%m/%Y}",
				f"{birth:%d/%m/%Y}",
			)
			yield _impossible(reader, found, name, message, Message("Correct the year."))


def check_together(reading: TrackerReading, tables: Mapping[str, Table]) -> Iterator[Finding]:
	"""Checks all rows together: the same child on two rows of a tab, or on both lists.

	Args:
		reading: children and plans that have been read; a plan that repeats another is marked as refused.
		tables: the tabs.

	Yields:
		A finding for each check that fails.
	"""
	plans = {(plan.tab, plan.line): plan for plan in reading.plans}
	ids = {child.line: child.person.child_id for child in reading.children}
	lines: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
	for plan in reading.plans:
		if plan.child_line:
			lines[plan.child_line][plan.tab].append(plan.line)
	for child_line, by_tab in lines.items():
		for tab, rows in by_tab.items():
			for later in rows[1:]:
				plans[tab, later].refusals += 1
				yield _finding(
					Severity.REFUSED,
					tables[tab],
					later,
					Message("This child is already on row {0}.", rows[0]),
					Message(
						"Combine both rows into one. Leave ID and name empty on a row that only adds actions."
					),
					ids[child_line],
				)
		if by_tab.get(SGO) and by_tab.get(RU):
			yield _finding(
				Severity.WARNING,
				tables[RU],
				by_tab[RU][0],
				Message(
					"This child is on SGO too (row {0}), so two plans are made side by side.", by_tab[SGO][0]
				),
				Message("If one of them has been given up, delete its row."),
				ids[child_line],
			)
	yield from _same_child_under_two_ids(reading, tables[ALL_DATA], ids)


def _same_child_under_two_ids(
	reading: TrackerReading, table: Table, ids: Mapping[int, str]
) -> Iterator[Finding]:
	for pair in find_pairs(child.person for child in reading.children):
		mine, other = int(pair.second), int(pair.first)
		if pair.reason == "Same ID" or not (ids[mine] and ids[other]):
			continue  # reported already, with the row that it repeats
		yield _finding(
			Severity.WARNING,
			table,
			mine,
			Message("{0} as row {1}: it may be one child under two IDs.", pair.reason, other),
			Message("If it is, delete one row; or load both and merge the two records on the site."),
			ids[mine],
		)


def _finding(severity: Severity, table: Table, line: int, message: str, remedy: str, child: str) -> Finding:
	return Finding(
		severity, f"{table.place(line)}: {message}", remedy, file=table.file, line=line, child=child
	)
