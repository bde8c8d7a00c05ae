"""Reads a whole return. Every child is loaded completely or not at all, with findings on each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ppoc.imports.collecting import Findings
from ppoc.imports.findings import Finding, ImportRefused, Severity
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.files import ALSO_READ, ReturnFiles, TableName, open_set
from ppoc.imports.ssda903.ordering import ChildRows, put_in_order
from ppoc.imports.ssda903.parse import AnyRow, HeaderRow, RowParser, words_of
from ppoc.imports.ssda903.rule_checks import Year
from ppoc.imports.ssda903.rules import breaches
from ppoc.imports.ssda903.timeline import ReturnedChild, returned_child
from ppoc.imports.uploads import Limits, UploadedFile
from ppoc.messages import Message

WHOLE_HISTORY_SHARE = 0.1
"""A set contains whole histories if this share of its children has episodes that ended before its year."""
FEW_DATES = 0.1
"""A year with a smaller share of dates than this, compared with the fullest year, is not the year of the set."""
PUT_TOGETHER = (4, 5)
"""The months in which the return for the year before is put together."""
LISTED = 5
"""So many children are named in a finding about the whole set."""


@dataclass(frozen=True)
class ReturnCounts:
	"""How many children can be loaded without and with warnings, or are refused; each child counts once."""

	clean: int
	with_warnings: int
	refused: int


@dataclass(frozen=True)
class Return:
	"""A return that has been read.

	Attributes:
		children: those that can be loaded, with or without warnings, in the order of the Header file.
		findings: all findings, worst first.
		counts: numbers of children by their worst finding.
		refused: IDs of the children that do not load.
		warned: IDs of the children that load with warnings, though not every warning may be listed.
		year: the year the return covers, named by its last day: 2026 is April 2025 to March 2026.
		covers: first and last day of the period for which a child's rows are complete.
		tables: the tables that were read and have rows.
	"""

	children: tuple[ReturnedChild, ...]
	findings: tuple[Finding, ...]
	counts: ReturnCounts
	refused: frozenset[str]
	year: int
	covers: tuple[date, date]
	tables: frozenset[TableName]
	warned: frozenset[str] = frozenset()


@dataclass
class _Rows:
	"""The rows of a set while they are being collected."""

	children: dict[str, ChildRows] = field(default_factory=dict)
	without_header: dict[str, list[AnyRow]] = field(default_factory=lambda: defaultdict(list))
	faults: list[Finding] = field(default_factory=list)
	filled: set[TableName] = field(default_factory=set)

	def dates(self) -> Iterator[date]:
		"""Yields every start and end of an episode and every day of a review."""
		for child in self.children.values():
			for row in child.episodes:
				yield from (day for day in (row.started_on, row.ended_on) if day)
			yield from (row.reviewed_on for row in child.reviews if row.reviewed_on)


def read_return(
	uploads: Sequence[UploadedFile], today: date, year: int | None = None, limits: Limits | None = None
) -> Return:
	"""Reads a return and checks every child in it.

	Args:
		uploads: the files of the set.
		today: the day of loading.
		year: the year that the return covers, by its last day; None to work it out from most of its dates.
		limits: the limits for each file.

	Returns:
		The return.

	Raises:
		ImportRefused: a file of the set is faulty; it has every fault that was found.
	"""
	limits = limits or Limits()
	files = open_set(uploads, limits)
	findings = Findings(limits.listed_per_fault)
	findings.extend(files.findings)
	rows = _gather(files, today, findings)
	if rows.faults:
		raise ImportRefused(*rows.faults)
	for table in files.tables.values():
		findings.extend(table.csv.findings)
	findings.extend(_empty(files, rows.filled))
	days = [day for day in rows.dates() if day <= today]
	span = _span(days, today, year, TableName.PREVIOUS_PERMANENCE in files.tables)
	children = _checked(rows, span, today, findings)
	covers = _covered(children, span, max(days, default=span.ends))
	findings.add(_said_of_year(span, covers, year is not None))
	findings.extend(_short_break_reviews(children))
	findings.extend(_after_the_year(children, span, today, files) if year is None else ())
	refused = frozenset(child for child, worst in findings.worst.items() if worst is Severity.REFUSED)
	warned = frozenset(
		child.child_id for child in children if findings.worst.get(child.child_id) is Severity.WARNING
	)
	counts = ReturnCounts(len(children) - len(warned), len(warned), len(refused))
	return Return(
		children,
		tuple(findings.closed()),
		counts,
		refused,
		span.ends.year,
		covers,
		frozenset(rows.filled),
		warned,
	)


def _gather(files: ReturnFiles, today: date, findings: Findings) -> _Rows:
	rows = _Rows()
	parser = RowParser(today, findings.add)
	for table in (TableName.HEADER, *(table for table in files.tables if table is not TableName.HEADER)):
		try:
			for row in parser.rows(files.tables[table]):
				rows.filled.add(table)
				_take(rows, row, findings)
		except ImportRefused as refusal:
			rows.faults += refusal.findings
	return rows


def _take(rows: _Rows, row: AnyRow, findings: Findings) -> None:
	held = rows.children.get(row.child)
	if not isinstance(row, HeaderRow):
		if held is None:
			rows.without_header[row.child].append(row)
		else:
			held.take(row)
	elif held is None:
		rows.children[row.child] = ChildRows(row)
	elif held.header.content() == row.content():
		message = Message(
			"The child is there twice; line {0} says the same. It was read once.", held.header.line
		)
		remedy = Message("Delete one of the two rows at the source.")
		findings.add(_of_row(Severity.WARNING, row, message, remedy))
	else:
		message = Message("The child is there twice; line {0} says something else.", held.header.line)
		remedy = Message(
			"Keep whichever of the two rows is right. If there are two children, give the other one an"
			" ID of its own."
		)
		findings.add(_of_row(Severity.REFUSED, row, message, remedy))


def _of_row(
	severity: Severity, row: AnyRow, message: str, remedy: str, column: str = "CHILD", rule: str = ""
) -> Finding:
	return Finding(severity, message, remedy, row.file, row.line, column, row.child, rule)


def _empty(files: ReturnFiles, filled: Collection[TableName]) -> Iterator[Finding]:
	"""Warns about files without rows: they say nothing, so what is held stays."""
	for table, source in files.tables.items():
		if table not in filled:
			message = Message(
				"The {0} file has column names and no rows, so what is here of it stays as it is.",
				table.value,
			)
			remedy = Message("If there should be rows, export the file again.")
			severity = Severity.NOTE if table in ALSO_READ else Severity.WARNING
			yield Finding(severity, message, remedy, file=source.csv.name)


def _span(days: Sequence[date], today: date, year: int | None, has_permanence: bool) -> Year:
	"""Returns the year of the return: the given one, or the one that its dates up to today tell of."""
	year = year or main_year(days) or year_of(today)
	return Year(date(year - 1, 4, 1), date(year, 3, 31), has_permanence)


def year_of(day: date) -> int:
	"""Returns the year of the return that a day falls into, by the year's last day, 31 March."""
	return day.year + ((day.month, day.day) >= (4, 1))


def main_year(days: Iterable[date]) -> int | None:
	"""Returns the latest year of which many of the dates are, or None without dates.

	One date or a few that are wrong, or from after the year, do not decide: the year must have as many dates as any
	other, or at least two and a tenth of them. Dates of April and May alone, when the return for the year before is put
	together, must be more than those of any other year.
	"""
	days = list(days)
	tally = Counter(map(year_of, days))
	settled = {year_of(day) for day in days if day.month not in PUT_TOGETHER}
	most = max(tally.values(), default=0)
	enough = [
		year
		for year, times in tally.items()
		if (year in settled and (times >= most or times >= max(2, FEW_DATES * most)))
		or times > max((other for name, other in tally.items() if name != year), default=0)
	]
	return max(enough) if enough else _first_of_most(tally)


def _first_of_most(tally: Counter[int]) -> int | None:
	most = max(tally.values(), default=0)
	return min((year for year, times in tally.items() if times == most), default=None)


def _short_break_reviews(children: Iterable[ReturnedChild]) -> Iterator[Finding]:
	left_out = sum(child.short_break_reviews for child in children)
	if left_out:
		message = Message(
			"{0} review(s) of short breaks (V3, V4) are left out: they start no care.", left_out
		)
		yield Finding(Severity.NOTE, message)


def _after_the_year(
	children: Sequence[ReturnedChild], span: Year, today: date, files: ReturnFiles
) -> Iterator[Finding]:
	"""Asks about the year if the set has dates from after it."""
	late: dict[str, date] = {}
	for child in children:
		days = [
			*(day for episode in child.episodes for day in (episode.started_on, episode.ended_on) if day),
			*(review.reviewed_on for review in child.reviews if review.reviewed_on),
		]
		if after := [day for day in days if span.ends < day <= today]:
			late[child.child_id] = max(after)
	if not late:
		return
	names = ", ".join(f"{child} ({words_of(day)})" for child, day in list(late.items())[:LISTED])
	message = Message(
		"{0} child(ren) have dates from after March {1}, the end of the year that most dates are of: {2}.",
		len(late),
		span.ends.year,
		names,
	)
	remedy = Message("Is the year right? If not, enter it and preview again; otherwise check these dates.")
	yield Finding(Severity.WARNING, message, remedy, file=files.tables[TableName.EPISODES].csv.name)


def _checked(rows: _Rows, span: Year, today: date, findings: Findings) -> tuple[ReturnedChild, ...]:
	for child, orphans in rows.without_header.items():
		first = min(orphans, key=lambda row: (row.file, row.line))
		message = Message(
			"The child is not in the Header file ({0} row(s) here and in other files).", len(orphans)
		)
		remedy = Message("Add the child's Header row, or correct the ID.")
		findings.add(_of_row(Severity.REFUSED, first, message, remedy, rule="SSDA903 rules INT01 to INT09"))
		if child in rows.children:
			raise ValueError(f"child {child} both has and lacks a Header row")
	children = []
	_tell_shared_upns(rows.children, findings)
	for child, child_rows in rows.children.items():
		if not findings.is_refused(child):
			put_in_order(child_rows, findings.add)
			findings.extend(_not_yet(child_rows, today))
		if not findings.is_refused(child):
			findings.extend(breaches(child_rows, span))
			children.append(returned_child(child_rows, today))
	return tuple(children)


def _not_yet(rows: ChildRows, today: date) -> Iterator[Finding]:
	"""Refuses a birth or death in the future. High age is only a warning: an old return has people now grown up."""
	remedy = Message("Correct the date at its source.")
	born = rows.header.date_of_birth
	if born and born > today:
		message = Message("The date of birth, {0}, is in the future.", words_of(born))
		yield _of_row(Severity.REFUSED, rows.header, message, remedy, "DOB")
	for row in rows.episodes:
		if row.reason_ended == codes.DIED and row.ended_on and row.ended_on > today:
			message = Message("The date of death, {0}, is in the future.", words_of(row.ended_on))
			yield _of_row(Severity.REFUSED, row, message, remedy, "DEC")


def _tell_shared_upns(children: dict[str, ChildRows], findings: Findings) -> None:
	by_upn: dict[str, list[HeaderRow]] = defaultdict(list)
	for child in children.values():
		if child.header.upn and len(child.header.upn) == 13:
			by_upn[child.header.upn].append(child.header)
	for upn, headers in by_upn.items():
		for header in headers if len(headers) > 1 else ():
			others = ", ".join(other.child for other in headers if other is not header)
			message = Message(
				"The UPN {0} is also that of {1}: perhaps one child under two IDs.", upn, others
			)
			remedy = Message("Correct the UPN at its source, or merge the two records after loading.")
			findings.add(_of_row(Severity.WARNING, header, message, remedy, "UPN", "SSDA903 rule 444"))


def _covered(children: Sequence[ReturnedChild], span: Year, latest: date) -> tuple[date, date]:
	"""Returns the days for which the set is complete: its year, or everything up to its end for whole histories."""
	with_episodes = [child for child in children if child.episodes]
	tally = Counter(
		any(episode.ended_on is not None and episode.ended_on < span.starts for episode in child.episodes)
		for child in with_episodes
	)
	whole = tally[True] > 0 and tally[True] >= WHOLE_HISTORY_SHARE * len(with_episodes)
	return (date.min if whole else span.starts), max(span.ends, latest)


def _said_of_year(span: Year, covers: tuple[date, date], given: bool) -> Finding:
	how = Message("as stated") if given else Message("judging by most of its dates")
	message = Message(
		"The return is read as the one for April {0} to March {1}, {2}. ",
		span.starts.year,
		span.ends.year,
		how,
	)
	if covers[0] == date.min:
		message += Message(
			"It has the children's whole histories, so an earlier episode that is here but not in it"
			" is offered for removal."
		)
	else:
		message += Message("Episodes that ended before that year stay as they are.")
	return Finding(Severity.NOTE, message, "" if given else Message("If this is wrong, enter the year."))
