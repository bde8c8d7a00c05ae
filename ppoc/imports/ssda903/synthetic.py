"""Makes an invented SSDA903 return of any size, for the demo and for tests; the same seed makes the same return.

No child is real: every date, code and number comes from a random generator. Histories follow the usual routes through
care, so that a loader meets everything that a real return contains. Faults are added only by name.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from ppoc.ages import years_between
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.files import COLUMNS, TableName

FILE_NAMES = {
	TableName.HEADER: "header.csv",
	TableName.EPISODES: "episodes.csv",
	TableName.REVIEWS: "reviews.csv",
	TableName.PLACED_FOR_ADOPTION: "placed_for_adoption.csv",
	TableName.PREVIOUS_PERMANENCE: "previous_permanence.csv",
	TableName.MISSING: "missing.csv",
}
YEARS_OF_HISTORY = 7
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
ETHNICITIES = {
	"WBRI": 60,
	"WOTH": 6,
	"MWBC": 5,
	"MWAS": 3,
	"APKN": 6,
	"ABAN": 3,
	"BAFR": 6,
	"BCRB": 4,
	"AOTH": 3,
}
NEEDS = {"N1": 62, "N2": 4, "N3": 4, "N4": 8, "N5": 14, "N6": 3, "N8": 5}
FIRST_SUPPORTED = date(2024, 4, 1)
REVIEW_CODES = {"PN1": 55, "PN2": 10, "PN3": 3, "PN4": 2, "PN5": 6, "PN6": 16, "PN7": 8}
MOVE_REASONS = {"CARPL": 45, "CREQB": 14, "CREQO": 8, "CHILD": 8, "LAREQ": 8, "STAND": 3, "OTHER": 14}
EXITS_UNDER_ORDER = {"E45": 14, "E46": 5, "E47": 16, "E48": 3, "E4A": 20, "E4B": 5, "E41": 7}
EXITS_VOLUNTARY = {"E4A": 58, "E4B": 16, "E8": 12, "E41": 6, "E13": 8}
EXITS_OF_AGE = {"E17": 55, "E5": 25, "E6": 12, "E7": 8}
AGES_AT_ENTRY = {(0, 0): 22, (1, 4): 20, (5, 9): 22, (10, 15): 30, (16, 17): 6}

Record = dict[str, str]


@dataclass(frozen=True)
class _Home:
	"""A placement: its code, provider and address."""

	code: str
	provider: str = ""
	postcode: str = ""
	urn: str = ""


@dataclass
class _Period:
	"""One period of care: legal statuses and placements by the day on which they start, and the end."""

	need: str
	legal: dict[date, str] = field(default_factory=dict)
	homes: dict[date, _Home] = field(default_factory=dict)
	end: date | None = None
	end_reason: str = ""


@dataclass
class _Story:
	"""One invented child."""

	child: str
	born: date
	header: Record
	periods: list[_Period] = field(default_factory=list)
	adoption: Record | None = None
	permanence: Record | None = None


def make_return(
	children: int,
	seed: int,
	year: int,
	until: date | None = None,
	whole_histories: bool = True,
	faults: Sequence[str] = (),
) -> dict[str, str]:
	"""Makes an invented return.

	Args:
		children: number of children.
		seed: seed of the random generator.
		year: the year of the return, named by its last day: 2026 is April 2025 to March 2026.
		until: nothing happens after this day; by default, the year's last day.
		whole_histories: whether to include episodes and reviews from before the year.
		faults: names from `FAULTS`; each spoils one child, starting with the first. If a child has no row that the
			fault could spoil, a later child takes its place.

	Returns:
		The text of each CSV file, by file name.

	Raises:
		KeyError: a fault is not in `FAULTS`.
		ValueError: there are more faults than children, or no child has a row for one of the faults.
	"""
	if len(faults) > children:
		raise ValueError(f"{len(faults)} faults need as many children, not {children}")
	chance = random.Random(seed)  # noqa: S311 - the same made-up return each time
	writer = _Writer(chance, until or date(year, 3, 31))
	stories = [writer.story(number) for number in range(1, children + 1)]
	tables = _tables(stories, writer, date.min if whole_histories else date(year - 1, 4, 1))
	ids = [row["CHILD"] for row in tables[TableName.HEADER]]
	spare = iter(ids[len(faults) :])
	for number, fault in reversed(list(enumerate(faults))):
		_spoil_one(tables, fault, chain([ids[number]], spare))
	return {FILE_NAMES[table]: as_csv(COLUMNS[table], records) for table, records in tables.items()}


def _spoil_one(tables: Tables, fault: str, children: Iterable[str]) -> None:
	for child in children:
		try:
			return FAULTS[fault](tables, child)
		except IndexError:  # the child has no such row
			continue
	raise ValueError(f"no child has a row for {fault!r}")


def as_csv(columns: Sequence[str], records: Iterable[Record]) -> str:
	"""Returns records as the text of a CSV file with Windows line ends, as case systems write it.

	Args:
		columns: the column names in order.
		records: one mapping of column to value for each row; a missing value is blank.

	Returns:
		The text.
	"""
	stream = io.StringIO(newline="")
	writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
	writer.writeheader()
	writer.writerows(records)
	return stream.getvalue()


def _written(day: date | None) -> str:
	return day.strftime("%d/%m/%Y") if day else ""


class _Writer:
	"""Invents children, one after another."""

	def __init__(self, rng: random.Random, until: date) -> None:
		self._rng = rng
		self._until = until

	def pick(self, weights: dict[str, int]) -> str:
		return self._rng.choices(list(weights), list(weights.values()))[0]

	def days(self, least: int, most: int) -> timedelta:
		return timedelta(days=self._rng.randint(least, most))

	def story(self, number: int) -> _Story:
		"""Invents a child with one period of care, or with two and a permanence between them that broke down."""
		entry = self._until - self.days(20, 365 * YEARS_OF_HISTORY)
		least, most = self._rng.choices(list(AGES_AT_ENTRY), list(AGES_AT_ENTRY.values()))[0]
		born = entry - self.days(365 * least + 5, 365 * most + 300)
		story = _Story(f"{number * 37 + 1000:06d}", born, {})
		story.header = self._header(story)
		self._add_period(story, entry)
		first = story.periods[0]
		back = first.end + self.days(150, 700) if first.end else None
		returns = first.end_reason in codes.OUT_OF_CARE_ROUTES and self._rng.random() < 0.25
		if back and returns and back < self._until - timedelta(days=20) and years_between(born, back) < 17:
			self._add_period(story, back)
			story.permanence = self._broken_permanence(story, first)
		return story

	def _header(self, story: _Story) -> Record:
		letter, digits = self._rng.choice(UPN_LETTERS), f"{int(story.child) + 820_200_000_000:012d}"
		at_school = years_between(story.born, self._until) >= 5
		return {
			"CHILD": story.child,
			"SEX": self._rng.choice("MF"),
			"DOB": _written(story.born),
			"ETHNIC": self.pick(ETHNICITIES),
			"UPN": letter + digits if at_school else "UN1",
		}

	def _broken_permanence(self, story: _Story, first: _Period) -> Record:
		kinds = {"Adoption": "P1", "SGO": "P2", "Child Arrangements Order": "P3"}
		kind = kinds.get(codes.OUT_OF_CARE_ROUTES[first.end_reason], codes.NO_PREVIOUS_PERMANENCE)
		record = {"CHILD": story.child, "DOB": _written(story.born), "PREV_PERM": kind}
		if kind != codes.NO_PREVIOUS_PERMANENCE:
			written = _written(first.end)
			unknown_day = self._rng.random() < 0.3
			record |= {"LA_PERM": "999", "DATE_PERM": "zz" + written[2:] if unknown_day else written}
		return record

	def _add_period(self, story: _Story, entry: date) -> None:
		age = years_between(story.born, entry)
		period = _Period(need=self.pick(NEEDS))
		draw = self._rng.random()
		if age < 5 and draw < 0.35 and not story.periods:
			self._adoption(story, period, entry)
		elif draw < 0.72:
			self._care_order(period, entry)
		else:
			self._voluntary(period, entry)
		self._come_of_age(story, period)
		self._house(story, period, entry)
		self._cut(period)
		story.periods.append(period)

	def _proceedings(self, period: _Period, entry: date) -> date:
		"""Adds the legal statuses up to the first hearing; returns the day of the interim care order."""
		way = self.pick({"V2": 65, "L2": 15, "C1": 20})
		period.legal[entry] = way
		interim = {"V2": self.days(20, 280), "L2": self.days(4, 8), "C1": timedelta()}[way] + entry
		period.legal[interim] = codes.INTERIM_CARE_ORDER
		return interim

	def _care_order(self, period: _Period, entry: date) -> None:
		made = self._proceedings(period, entry) + self.days(170, 420)
		period.legal[made] = codes.FULL_CARE_ORDER
		if self._rng.random() < 0.6:
			period.end, period.end_reason = made + self.days(120, 1500), self.pick(EXITS_UNDER_ORDER)

	def _voluntary(self, period: _Period, entry: date) -> None:
		period.legal[entry] = "V2"
		if self._rng.random() < 0.7:
			period.end, period.end_reason = entry + self.days(15, 600), self.pick(EXITS_VOLUNTARY)

	def _adoption(self, story: _Story, period: _Period, entry: date) -> None:
		interim = self._proceedings(period, entry)
		ordered = interim + self.days(180, 330)
		decided = ordered - self.days(14, 45)
		period.legal[ordered] = codes.PLACEMENT_ORDER
		story.adoption = {"CHILD": story.child, "DOB": _written(story.born), "DATE_PLACED": _written(decided)}
		if self._rng.random() < 0.15:
			reversed_on = ordered + self.days(200, 500)
			period.legal[reversed_on] = codes.FULL_CARE_ORDER
			if reversed_on <= self._until:
				reason = self._rng.choice(list(codes.ADOPTION_DECISION_REVERSED))
				story.adoption |= {
					"DATE_PLACED_CEASED": _written(reversed_on),
					"REASON_PLACED_CEASED": reason,
				}
		else:
			placed = ordered + self.days(40, 300)
			period.homes[placed] = _Home("A6", "PR1", self._postcode())
			period.end, period.end_reason = placed + self.days(110, 330), self.pick({"E11": 40, "E12": 60})
		if decided > self._until:
			story.adoption = None

	def _come_of_age(self, story: _Story, period: _Period) -> None:
		birthday = date(story.born.year + 18, story.born.month, min(story.born.day, 28))
		if period.end is None or period.end >= birthday:
			period.end, period.end_reason = birthday, self.pick(EXITS_OF_AGE)

	def _house(self, story: _Story, period: _Period, entry: date) -> None:
		"""Adds placements and moves from entry to the end, or to the move to adopters."""
		until = min([*period.homes, period.end or self._until])
		day, home = entry, self._home(story, entry)
		while day < until - timedelta(days=10):
			period.homes[day] = home
			stay = timedelta(days=int(self._rng.expovariate(1 / 500)) + 20)
			if stay > timedelta(days=120) and self._rng.random() < 0.06:
				away = day + self.days(30, 80)
				period.homes[away], period.homes[away + self.days(3, 6)] = _Home("T3"), home
			day += stay
			home = self._home(story, day)
		if not period.homes or min(period.homes) > entry:
			period.homes[entry] = self._home(story, entry)
		self._last_home(period)

	def _last_home(self, period: _Period) -> None:
		"""Makes end and last placement agree: a carer's order needs a foster home; a return may start at home."""
		last = period.homes[max(period.homes)]
		if period.end_reason in ("E45", "E46") and last.code not in codes.FOSTERED:
			period.end_reason = "E47" if period.end_reason == "E45" else "E48"
		if period.end is None or period.end_reason != "E4A":
			return
		home_on = period.end - timedelta(days=100)
		if max(period.legal) < home_on and period.legal[max(period.legal)] == codes.FULL_CARE_ORDER:
			period.homes = {day: home for day, home in period.homes.items() if day < home_on}
			period.homes[home_on] = _Home(codes.WITH_PARENTS, "PR0", self._postcode())

	def _home(self, story: _Story, day: date) -> _Home:
		age = years_between(story.born, day)
		weights = {"U6": 55, "U3": 18, "U4": 8, "U1": 4}
		if age >= 10:
			weights |= {"K2": 22}
		if age >= 16 and day >= FIRST_SUPPORTED:
			weights |= {codes.SUPPORTED: 45}
		code = self.pick(weights)
		provider = "PR1" if code.startswith("U") and self._rng.random() < 0.7 else "PR4"
		urn = f"SC{self._rng.randint(400_000, 499_999)}" if provider == "PR4" else ""
		return _Home(code, provider, self._postcode(), urn)

	def _postcode(self) -> str:
		return f"ZZ{self._rng.randint(1, 99)} {self._rng.randint(1, 9)}ZZ"

	def _cut(self, period: _Period) -> None:
		"""Removes what had not happened by the last day, and what came after the end."""
		if period.end and period.end > self._until:
			period.end, period.end_reason = None, ""
		last = min(self._until, (period.end or date.max) - timedelta(days=2))
		period.legal = {day: status for day, status in sorted(period.legal.items()) if day <= last}
		period.homes = {day: home for day, home in sorted(period.homes.items()) if day <= last}
		if period.end and len(period.homes) > 1 and period.homes[max(period.homes)].code in codes.TEMPORARY:
			del period.homes[max(period.homes)]

	def reviews(self, story: _Story) -> list[Record]:
		"""Invents reviews at four weeks, three months later, then every six months, and sometimes late."""
		records = []
		for period in story.periods:
			day = min(period.homes) + self.days(15, 28)
			gap = timedelta(days=88)
			while day <= min(self._until, period.end or date.max):
				code = codes.UNDER_FOUR if years_between(story.born, day) < 4 else self.pick(REVIEW_CODES)
				review = {"REVIEW": _written(day), "REVIEW_CODE": code}
				records.append({"CHILD": story.child, "DOB": _written(story.born)} | review)
				day += gap + (self.days(5, 40) if self._rng.random() < 0.12 else -self.days(0, 12))
				gap = timedelta(days=180)
		return records


def _episodes(story: _Story, period: _Period) -> list[Record]:
	"""Splits a period into episodes: a new one starts whenever legal status or placement changes."""
	changes = sorted({*period.legal, *period.homes})
	legal, home, before = "", _Home(""), _Home("")
	records: list[Record] = []
	for place, day in enumerate(changes):
		status, home = period.legal.get(day, legal), period.homes.get(day, before)
		record = _episode(story, period, day, status, home)
		record["RNE"] = (
			"S"
			if place == 0
			else {(True, False): "L", (False, True): "P"}.get((status != legal, home != before), "B")
		)
		if records:
			records[-1] |= {"DEC": _written(day), "REC": codes.NEXT_EPISODE}
			if home != before:
				reason = "CARPL" if home.code in ("A6", "P1", "T3") or before.code == "T3" else "LAREQ"
				records[-1]["REASON_PLACE_CHANGE"] = reason
		records.append(record)
		legal, before = status, home
	records[-1] |= {"DEC": _written(period.end), "REC": period.end_reason}
	return records


def _episode(story: _Story, period: _Period, day: date, status: str, home: _Home) -> Record:
	return {
		"CHILD": story.child,
		"DECOM": _written(day),
		"LS": status,
		"CIN": period.need,
		"PLACE": home.code,
		"PLACE_PROVIDER": home.provider,
		"HOME_POST": "ZZ1 1ZZ",
		"PL_POST": home.postcode,
		"URN": home.urn,
	}


def _tables(stories: list[_Story], writer: _Writer, since: date) -> dict[TableName, list[Record]]:
	"""Returns the rows of every file, without episodes that had ended before `since`."""
	tables: dict[TableName, list[Record]] = {table: [] for table in FILE_NAMES}
	for story in stories:
		told = [row for period in story.periods for row in _episodes(story, period)]
		episodes = [row for row in told if not row["DEC"] or _read(row["DEC"]) >= since]
		if not episodes:
			continue
		tables[TableName.HEADER].append(story.header)
		tables[TableName.EPISODES] += episodes
		tables[TableName.REVIEWS] += [row for row in writer.reviews(story) if _read(row["REVIEW"]) >= since]
		if story.adoption:
			tables[TableName.PLACED_FOR_ADOPTION].append(story.adoption)
		starts = [row for row in episodes if row["RNE"] == codes.STARTS_CARE]
		if any(_read(row["DECOM"]) >= codes.PREVIOUS_PERMANENCE_SINCE for row in starts):
			none = {
				"CHILD": story.child,
				"DOB": _written(story.born),
				"PREV_PERM": codes.NO_PREVIOUS_PERMANENCE,
			}
			tables[TableName.PREVIOUS_PERMANENCE].append(story.permanence or none)
	return tables


def _read(written: str) -> date:
	day, month, year = written.split("/")
	return date(int(year), int(month), int(day))


Tables = dict[TableName, list[Record]]
Fault = Callable[[Tables, str], None]


def _spoil(table: TableName, which: int, **values: str) -> Fault:
	"""Returns a fault that overwrites values in one of the child's rows."""

	def fault(tables: Tables, child: str) -> None:
		[row for row in tables[table] if row["CHILD"] == child][which].update(values)

	return fault


def _end_before_start(tables: Tables, child: str) -> None:
	last = [row for row in tables[TableName.EPISODES] if row["CHILD"] == child][-1]
	last |= {"DEC": _written(_read(last["DECOM"]) - timedelta(days=30)), "REC": "E8"}


def _same_start(tables: Tables, child: str) -> None:
	last = [row for row in tables[TableName.EPISODES] if row["CHILD"] == child][-1]
	tables[TableName.EPISODES].append(last | {"DEC": "", "REC": "", "PLACE": "K2", "PLACE_PROVIDER": "PR4"})
	last |= {"DEC": "", "REC": ""}


def _nested(tables: Tables, child: str) -> None:
	last = [row for row in tables[TableName.EPISODES] if row["CHILD"] == child][-1]
	last |= {"DEC": "", "REC": ""}
	inside = _read(last["DECOM"]) + timedelta(days=3)
	ends = {"DECOM": _written(inside), "DEC": _written(inside + timedelta(days=5)), "REC": "E8"}
	tables[TableName.EPISODES].append(last | ends)


def _overlap(tables: Tables, child: str) -> None:
	last = [row for row in tables[TableName.EPISODES] if row["CHILD"] == child][-1]
	last |= {"DEC": "", "REC": ""}
	later = _written(_read(last["DECOM"]) + timedelta(days=3))
	tables[TableName.EPISODES].append(last | {"DECOM": later, "RNE": "P"})


def _no_header(tables: Tables, child: str) -> None:
	tables[TableName.HEADER] = [row for row in tables[TableName.HEADER] if row["CHILD"] != child]


def _header_twice(tables: Tables, child: str) -> None:
	row = next(row for row in tables[TableName.HEADER] if row["CHILD"] == child)
	tables[TableName.HEADER].append(row | {"SEX": "M" if row["SEX"] == "F" else "F"})


def _header_repeated(tables: Tables, child: str) -> None:
	tables[TableName.HEADER].append(
		dict(next(row for row in tables[TableName.HEADER] if row["CHILD"] == child))
	)


FAULTS: dict[str, Fault] = {
	"impossible date": _spoil(TableName.EPISODES, -1, DECOM="31/02/2024"),
	"impossible year": _spoil(TableName.EPISODES, -1, DECOM="12/05/2204"),
	"unreadable date": _spoil(TableName.EPISODES, -1, DECOM="May 2015"),
	"no start": _spoil(TableName.EPISODES, -1, DECOM=""),
	"end before start": _end_before_start,
	"same start": _same_start,
	"nested episodes": _nested,
	"not in header": _no_header,
	"header twice": _header_twice,
	"overlap": _overlap,
	"header repeated": _header_repeated,
	"unknown legal status": _spoil(TableName.EPISODES, -1, LS="Q9"),
	"end without reason": _spoil(TableName.EPISODES, -1, REC="", DEC="31/03/2026"),
	"other birthday in reviews": _spoil(TableName.REVIEWS, -1, DOB="01/01/2012"),
	"bad UPN": _spoil(TableName.HEADER, 0, UPN="I23"),
	"formula": _spoil(TableName.HEADER, 0, ETHNIC="=1+1"),
}
"""Faults by name. Those up to "header twice" refuse the child; the others are warnings."""
