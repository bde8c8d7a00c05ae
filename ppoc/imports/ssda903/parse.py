"""Turns rows of the return into typed rows. A value that cannot be read is told; in Episodes it refuses its child."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from ppoc.children.blank_words import is_nothing, said
from ppoc.children.identifiers import HeldIDs, is_shortened, written_id
from ppoc.imports.cell_values import CellError, NoSuchDayError, written_date
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.files import LONGEST_VALUE, ReturnTable, TableName
from ppoc.messages import Message

EARLIEST = date(1960, 1, 1)
"""An earlier date is a typing error."""
LOOK_AHEAD = timedelta(days=366)
"""A date further ahead than this is a typing error."""
CHILDHOOD = timedelta(days=18 * 366)
LONGEST_SAID = 60
"""So much of an unreadable value is repeated in a message."""
CHILD_ID = re.compile(r"[^\x00-\x1f\x7f<>]{1,100}")
MONTHS = (
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
	"November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PARTIAL = re.compile(r"(\d{1,2}|ZZ)/(\d{1,2}|ZZ)/(\d{4}|ZZZZ)")


def words_of(day: date) -> str:
	"""Formats a date as “3 May 2024”."""
	return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class PartialDate:
	"""A date whose day, month or year may be unknown."""

	year: int | None
	month: int | None = None
	day: int | None = None

	@property
	def earliest(self) -> date | None:
		"""Returns the earliest possible day, or None if not even the year is known."""
		return date(self.year, self.month or 1, self.day or 1) if self.year else None

	def __str__(self) -> str:
		if not self.year:
			return "date not known"
		if not self.month:
			return str(self.year)
		month = f"{MONTHS[self.month - 1]} {self.year}"
		return f"{self.day} {month}" if self.day else month


@dataclass(frozen=True)
class ReturnRow:
	"""The place of a row and its child.

	Attributes:
		file: the file's name.
		line: the line on which it starts.
		child: the child's ID.
	"""

	file: str
	line: int
	child: str

	COLUMNS: ClassVar[dict[str, str]] = {}
	"""Column of the return for each attribute."""

	def content(self) -> tuple[object, ...]:
		"""Returns everything the row contains, apart from its place."""
		return tuple(getattr(self, name) for name in self.COLUMNS)

	def content_text(self) -> str:
		"""Returns the content as one text, to put rows in an order that does not depend on the file's."""
		return str(self.content())


@dataclass(frozen=True)
class HeaderRow(ReturnRow):
	"""One child."""

	sex: str | None
	date_of_birth: date | None
	ethnicity: str | None
	upn: str | None
	mother: str | None
	mother_child_born: date | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"sex": "SEX",
		"date_of_birth": "DOB",
		"ethnicity": "ETHNIC",
		"upn": "UPN",
		"mother": "MOTHER",
		"mother_child_born": "MC_DOB",
	}


@dataclass(frozen=True)
class EpisodeRow(ReturnRow):
	"""One episode: a time under one legal status in one placement."""

	started_on: date | None
	reason_new_episode: str | None
	legal_status: str | None
	category_of_need: str | None
	placement: str | None
	placement_provider: str | None
	ended_on: date | None
	reason_ended: str | None
	reason_placement_change: str | None
	home_postcode: str | None
	placement_postcode: str | None
	urn: str | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"started_on": "DECOM",
		"reason_new_episode": "RNE",
		"legal_status": "LS",
		"category_of_need": "CIN",
		"placement": "PLACE",
		"placement_provider": "PLACE_PROVIDER",
		"ended_on": "DEC",
		"reason_ended": "REC",
		"reason_placement_change": "REASON_PLACE_CHANGE",
		"home_postcode": "HOME_POST",
		"placement_postcode": "PL_POST",
		"urn": "URN",
	}


@dataclass(frozen=True)
class ReviewRow(ReturnRow):
	"""One review of a child's case."""

	date_of_birth: date | None
	reviewed_on: date | None
	review_code: str | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"reviewed_on": "REVIEW",
		"review_code": "REVIEW_CODE",
	}


@dataclass(frozen=True)
class AdoptionRow(ReturnRow):
	"""One decision to place a child for adoption, and its reversal."""

	date_of_birth: date | None
	decided_on: date | None
	reversed_on: date | None
	reason_reversed: str | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"decided_on": "DATE_PLACED",
		"reversed_on": "DATE_PLACED_CEASED",
		"reason_reversed": "REASON_PLACED_CEASED",
	}


@dataclass(frozen=True)
class PermanenceRow(ReturnRow):
	"""The permanence that a child had before coming into care again."""

	date_of_birth: date | None
	previous_permanence: str | None
	authority: str | None
	permanent_on: PartialDate | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"previous_permanence": "PREV_PERM",
		"authority": "LA_PERM",
		"permanent_on": "DATE_PERM",
	}


@dataclass(frozen=True)
class LibertyRow(ReturnRow):
	"""One order that deprives a child of liberty."""

	date_of_birth: date | None
	started_on: date | None
	ended_on: date | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"started_on": "DOLO_START",
		"ended_on": "DOLO_END",
	}


@dataclass(frozen=True)
class MissingRow(ReturnRow):
	"""One time in which a child was missing, or away without authorisation."""

	date_of_birth: date | None
	kind: str | None
	started_on: date | None
	ended_on: date | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"kind": "MISSING",
		"started_on": "MIS_START",
		"ended_on": "MIS_END",
	}


@dataclass(frozen=True)
class SocialWorkerRow(ReturnRow):
	"""One time in which a social worker was allocated to a child."""

	date_of_birth: date | None
	worker_id: str | None
	started_on: date | None
	ended_on: date | None
	reason: str | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"worker_id": "SW_ID",
		"started_on": "SW_DECOM",
		"ended_on": "SW_DEC",
		"reason": "SW_REASON",
	}


@dataclass(frozen=True)
class UnaccompaniedRow(ReturnRow):
	"""A child who seeks asylum without a parent, and when that status ceases: often the 18th birthday."""

	date_of_birth: date | None
	ended_on: date | None

	COLUMNS: ClassVar[dict[str, str]] = {"date_of_birth": "DOB", "ended_on": "DUC"}


@dataclass(frozen=True)
class AdoptedRow(ReturnRow):
	"""How a child who was adopted in the year came to the adopters."""

	date_of_birth: date | None
	decided_on: date | None
	matched_on: date | None
	foster_carers: str | None
	who_adopts: str | None

	COLUMNS: ClassVar[dict[str, str]] = {
		"date_of_birth": "DOB",
		"decided_on": "DATE_INT",
		"matched_on": "DATE_MATCH",
		"foster_carers": "FOSTER_CARE",
		"who_adopts": "SEX_ADOPTR",
	}


SideRow = LibertyRow | MissingRow | SocialWorkerRow | UnaccompaniedRow | AdoptedRow
AnyRow = HeaderRow | EpisodeRow | ReviewRow | AdoptionRow | PermanenceRow | SideRow
ROW_OF_TABLE: dict[TableName, type[AnyRow]] = {
	TableName.HEADER: HeaderRow,
	TableName.EPISODES: EpisodeRow,
	TableName.REVIEWS: ReviewRow,
	TableName.PLACED_FOR_ADOPTION: AdoptionRow,
	TableName.PREVIOUS_PERMANENCE: PermanenceRow,
	TableName.DEPRIVATION_OF_LIBERTY: LibertyRow,
	TableName.MISSING: MissingRow,
	TableName.SOCIAL_WORKERS: SocialWorkerRow,
	TableName.UASC: UnaccompaniedRow,
	TableName.AD1: AdoptedRow,
}
COMING_OF_AGE = "DUC"
"""The column whose date may be as far ahead as an 18th birthday."""
DATE_COLUMNS = frozenset(
	{
		*("DOB", "MC_DOB", "DECOM", "DEC", "REVIEW", "DATE_PLACED", "DATE_PLACED_CEASED"),
		*("DOLO_START", "DOLO_END", "MIS_START", "MIS_END", "SW_DECOM", "SW_DEC", "DATE_INT", "DATE_MATCH"),
		COMING_OF_AGE,
	}
)
MUST_HAVE = {
	"DECOM": "the episode",
	"REVIEW": "the review",
	"DATE_PLACED": "the decision",
	"DOLO_START": "the order",
	"MIS_START": "the absence",
	"SW_DECOM": "the social worker",
}
"""Dates without which a row cannot be placed on a timeline."""


class RowParser:
	"""Reads the rows of a return.

	Args:
		today: the current day; dates more than a year later are impossible.
		tell: called with each finding.
	"""

	def __init__(self, today: date, tell: Callable[[Finding], None]) -> None:
		self._latest, self._of_age = today + LOOK_AHEAD, today + CHILDHOOD
		self._tell = tell
		self._dates: dict[str, date] = {}
		self._listed: HeldIDs[str] = HeldIDs()
		self._labels: dict[str, str] = {}
		self._texts: dict[str, str | None] = {}
		self._of_episodes = False
		self._row_lost = False

	def rows(self, source: ReturnTable) -> Iterator[AnyRow]:
		"""Yields the rows of one file. Reports and skips a row without a child ID.

		Args:
			source: the file.

		Yields:
			Typed rows. An unreadable value is None, and has been reported; a row that has no place in time is left out.

		Raises:
			ImportRefused: see `CsvTable.rows`.
		"""
		row_type = ROW_OF_TABLE[source.table]
		self._of_episodes = source.table is TableName.EPISODES
		file, positions = source.csv.name, source.positions
		readers = [(column, positions[column], self._reader(column)) for column in row_type.COLUMNS.values()]
		for line, values in source.csv.rows():
			written = values[positions["CHILD"]]
			child = self._labels.get(written) or self._label(written, source.table)
			if not CHILD_ID.fullmatch(child) or is_shortened(child):
				self._no_child(file, line, child)
				continue
			at = ReturnRow(file, line, child)
			self._row_lost = False
			row = row_type(
				file, line, child, *[read(at, column, values[place]) for column, place, read in readers]
			)
			if not self._row_lost:
				yield row

	def _label(self, written: str, table: TableName) -> str:
		"""Returns the ID as the Header file has it, though another file may have lost its leading zeros."""
		label = written_id(said(written)).upper()
		if table is TableName.HEADER:
			self._listed.add(label, label)
		else:
			label = self._listed.find(label) or label
			self._labels[written] = label
		return label

	def _reader(self, column: str) -> Callable[[ReturnRow, str, str], Any]:
		if column == "DATE_PERM":
			return self._partial_date
		return self._date if column in DATE_COLUMNS else self._text

	def _no_child(self, file: str, line: int, child: str) -> None:
		message = (
			Message("The row has no child ID.")
			if not child
			else Message(
				"“{0}” is an ID that a spreadsheet has shortened, so nobody can say whose row it is.", child
			)
			if is_shortened(child)
			else Message("The child ID has characters that are not allowed in an ID, or is too long.")
		)
		remedy = Message("Give the child's ID as in the Header file; the row was not read.")
		self._tell(Finding(Severity.REFUSED, message, remedy, file=file, line=line, column="CHILD"))

	def _text(self, at: ReturnRow, column: str, value: str) -> str | None:
		if value not in self._texts:
			text = said(value).upper() or None
			if text and len(text) > LONGEST_VALUE:
				self._too_long(at, column, text)
				return None
			self._texts[value] = text
		return self._texts[value]

	def _too_long(self, at: ReturnRow, column: str, text: str) -> None:
		message = Message(
			"{0} has {1} characters, and {2} can be kept. It was left out.",
			column,
			f"{len(text):,}",
			LONGEST_VALUE,
		)
		remedy = Message("Shorten it at its source.")
		self._tell(
			Finding(
				Severity.WARNING, message, remedy, file=at.file, line=at.line, column=column, child=at.child
			)
		)

	def _date(self, at: ReturnRow, column: str, value: str) -> date | None:
		value = value.strip()
		if value in self._dates:
			return self._dates[value]
		if is_nothing(value):
			if column in MUST_HAVE:
				self._refuse(
					at,
					column,
					Message("{0} is blank, so {1} cannot be placed in time.", column, MUST_HAVE[column]),
				)
			return None
		match = _DATE.fullmatch(value)
		if match:
			day, month, year = (int(part) for part in match.groups())
			found = self._possible(at, column, value, year, month, day)
		else:
			found = self._other_date(at, column, value)
		if found and found <= self._latest:
			self._dates[value] = found
		return found

	def _latest_of(self, column: str) -> date:
		return self._of_age if column == COMING_OF_AGE else self._latest

	def _other_date(self, at: ReturnRow, column: str, value: str) -> date | None:
		"""Reads a date in the spelling of another program, as long as it can mean only one day."""
		try:
			found = written_date(value)
		except CellError as error:
			unreal = isinstance(error, NoSuchDayError)
			what = Message("is a day that does not exist") if unreal else Message("cannot be read as a date")
			self._refuse(at, column, Message("{0} “{1}” {2}.", column, _in_short(value), what))
			return None
		if found > self._latest_of(column) and re.search(r"\D\d{2}$", value):
			found = found.replace(year=found.year - 100)  # two digits of a year in the last century
		return self._possible(at, column, value, found.year, found.month, found.day)

	def _possible(
		self, at: ReturnRow, column: str, value: str, year: int, month: int, day: int
	) -> date | None:
		try:
			found = date(year, month, day)
		except ValueError:
			self._refuse(at, column, Message("{0} “{1}” is a day that does not exist.", column, value))
			return None
		if not EARLIEST <= found <= self._latest_of(column):
			self._refuse(
				at, column, Message("{0} “{1}” is impossible: the year is {2}.", column, value, year)
			)
			return None
		return found

	def _partial_date(self, at: ReturnRow, column: str, value: str) -> PartialDate | None:
		value = value.strip().upper()
		if is_nothing(value):
			return None
		match = _PARTIAL.fullmatch(value)
		if not match and re.match(r"\d+\D+\d+\D+\d", value):
			found = self._other_date(at, column, value)
			return PartialDate(found.year, found.month, found.day) if found else None
		if not match:
			self._refuse(
				at,
				column,
				Message("{0} “{1}” cannot be read as a date, whole or in part.", column, _in_short(value)),
			)
			return None
		day, month, year = (None if part.startswith("Z") else int(part) for part in match.groups())
		if year is None:
			return PartialDate(None)
		if (
			self._possible(at, column, value, year, 1 if month is None else month, 1 if day is None else day)
			is None
		):
			return None
		return PartialDate(year, month, day if month is not None else None)

	def _refuse(self, at: ReturnRow, column: str, message: str) -> None:
		"""Tells a fault of a date: it costs the child in Episodes; elsewhere the value, or a row without a place."""
		severity = Severity.REFUSED if self._of_episodes else Severity.WARNING
		if column in MUST_HAVE:
			self._row_lost = True
		if not self._of_episodes:
			lost = Message("The row was left out.") if column in MUST_HAVE else Message("It was left out.")
			message = Message("{0} {1}", message, lost)
		remedy = Message("Correct it at its source and write it as dd/mm/yyyy.")
		self._tell(
			Finding(severity, message, remedy, file=at.file, line=at.line, column=column, child=at.child)
		)


def _in_short(value: str) -> str:
	return value if len(value) <= LONGEST_SAID else f"{value[:LONGEST_SAID]}…"


def sex_of(row: HeaderRow) -> str | None:
	"""Returns the child's sex as M, F or U, from either set of codes."""
	return codes.SEX.get(row.sex or "")
