"""The demo's SSDA903 returns: one invented return of everything, cut to what was known on each day of loading.

In the synthetic return children leave care at random. In the demo, children on a full care order leave for a
permanent family only when the meetings have brought it about.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from demo.storylines import SGO
from ppoc.imports.ssda903.codes import FOSTERED, FULL_CARE_ORDER, NO_PREVIOUS_PERMANENCE, OUT_OF_CARE_ROUTES
from ppoc.imports.ssda903.files import COLUMNS, TableName
from ppoc.imports.ssda903.synthetic import FILE_NAMES, as_csv, make_return

Record = dict[str, str]

POOL = 4
"""How many children are invented for each one taken: most of a long-term team's children are on care orders."""
SHARES = {"order at start": 0.56, "order later": 0.16}
DATED = {
	TableName.REVIEWS: "REVIEW",
	TableName.PLACED_FOR_ADOPTION: "DATE_PLACED",
	TableName.MISSING: "MIS_START",
}


@dataclass(frozen=True)
class Leaving:
	"""A child leaves care through a permanence plan."""

	day: date
	route: str


@dataclass(frozen=True)
class InventedChild:
	"""A child of the demo, as in the return."""

	child_id: str
	born: date
	episodes: tuple[Record, ...]

	def in_care_since(self, day: date) -> date | None:
		"""When the period of care began that the child is in on that day; None if the child is not in care."""
		began = None
		for episode in self.episodes:
			if read_date(episode["DECOM"]) > day:
				break
			if episode["RNE"] == "S" or began is None:
				began = read_date(episode["DECOM"])
			if episode["DEC"] and read_date(episode["DEC"]) <= day and episode["REC"] != "X1":
				began = None
		return began

	@property
	def first_seen(self) -> date:
		return read_date(self.episodes[0]["DECOM"])

	def ended_before(self, day: date) -> bool:
		end = self.episodes[-1]["DEC"]
		return bool(end) and read_date(end) < day

	def ordered_on(self) -> date | None:
		"""The first day of the last full care order; None if there is none."""
		days = [read_date(row["DECOM"]) for row in self.episodes if row["LS"] == FULL_CARE_ORDER]
		return days[0] if days else None


@dataclass
class Caseload:
	"""The invented children and the rows of the return about them."""

	children: dict[str, InventedChild] = field(default_factory=dict)
	rows: dict[TableName, list[Record]] = field(default_factory=dict)

	def known_on(self, day: date, left: Mapping[str, Leaving], only: Iterable[str]) -> dict[str, str]:
		"""The CSV files of the return as it would have been on a day, for some of the children.

		Args:
			day: nothing later is in it.
			left: children whose plans were achieved, and when.
			only: IDs of the children to include.
		"""
		ids = {child for child in only if self.children[child].first_seen <= day}
		tables: dict[TableName, list[Record]] = {}
		for table, rows in self.rows.items():
			kept = [row for row in rows if row["CHILD"] in ids]
			if table in DATED:
				kept = [row for row in kept if read_date(row[DATED[table]]) <= day]
			tables[table] = kept
		earlier = tables.get(TableName.PREVIOUS_PERMANENCE, [])
		tables[TableName.PREVIOUS_PERMANENCE] = [self._permanence(row, day) for row in earlier]
		episodes = (self.children[child].episodes for child in sorted(ids))
		tables[TableName.EPISODES] = [row for each in episodes for row in _cut(each, day, left)]
		return {FILE_NAMES[table]: as_csv(COLUMNS[table], rows) for table, rows in tables.items()}

	def _permanence(self, row: Record, day: date) -> Record:
		"""The row, unless that permanence is still to come or never came in the demo."""
		month = row["DATE_PERM"][3:]
		ends = [ended["DEC"] for ended in self.children[row["CHILD"]].episodes if ended["DEC"]]
		if any(end[3:] == month and read_date(end) <= day for end in ends):
			return row
		return row | {"PREV_PERM": NO_PREVIOUS_PERMANENCE, "LA_PERM": "", "DATE_PERM": ""}


def make_caseload(children: int, seed: int, start: date, today: date) -> Caseload:
	"""Invents the children who are in care at some time between two days."""
	year = today.year + (today >= date(today.year, 4, 1))
	files = make_return(children * POOL, seed, year, until=today)
	rows = {table: _read(files[name]) for table, name in FILE_NAMES.items() if name in files}
	episodes: dict[str, list[Record]] = defaultdict(list)
	for row in rows[TableName.EPISODES]:
		episodes[row["CHILD"]].append(row)
	born = {row["CHILD"]: read_date(row["DOB"]) for row in rows[TableName.HEADER]}
	pool = [InventedChild(child, born[child], _undecided(episodes[child], start)) for child in episodes]
	taken = _choose([child for child in pool if not child.ended_before(start)], children, seed, start)
	known = {child.child_id: child for child in taken}
	kept = {table: [row for row in each if row["CHILD"] in known] for table, each in rows.items()}
	return Caseload(known, kept)


def read_date(written: str) -> date:
	day, month, year = written.split("/")
	return date(int(year), int(month), int(day))


def _read(text: str) -> list[Record]:
	return list(csv.DictReader(io.StringIO(text)))


def _undecided(episodes: list[Record], start: date) -> tuple[Record, ...]:
	"""A child's episodes, without an ending that only the demo's meetings may bring about."""
	for place, row in enumerate(episodes):
		ends_in_demo = row["DEC"] and read_date(row["DEC"]) >= start
		if ends_in_demo and row["REC"] in OUT_OF_CARE_ROUTES and row["LS"] == FULL_CARE_ORDER:
			return (*episodes[:place], row | {"DEC": "", "REC": ""})
	return tuple(episodes)


def _choose(pool: list[InventedChild], wanted: int, seed: int, start: date) -> list[InventedChild]:
	draw = random.Random(f"{seed}:caseload")
	draw.shuffle(pool)
	groups: dict[str, list[InventedChild]] = defaultdict(list)
	for child in pool:
		ordered = child.ordered_on()
		groups["other" if not ordered else "order at start" if ordered <= start else "order later"].append(
			child
		)
	taken = [child for name, share in SHARES.items() for child in groups[name][: round(wanted * share)]]
	chosen = {child.child_id for child in taken}
	rest = [*groups["other"], *(child for child in pool if child.child_id not in chosen)]
	for child in rest:
		if len(chosen) >= wanted:
			break
		if child.child_id not in chosen:
			chosen.add(child.child_id)
			taken.append(child)
	return sorted(taken, key=lambda child: child.child_id)


def _cut(episodes: tuple[Record, ...], day: date, left: Mapping[str, Leaving]) -> list[Record]:
	known = []
	for row in episodes:
		leaving = left.get(row["CHILD"])
		if leaving and not (leaving.day <= day and read_date(row["DECOM"]) < leaving.day):
			leaving = None
		if read_date(row["DECOM"]) > day:
			break
		if leaving and (not row["DEC"] or read_date(row["DEC"]) > leaving.day):
			known.append(row | {"DEC": _written(leaving.day), "REC": _end_reason(row, leaving.route)})
			break
		open_then = row["DEC"] and read_date(row["DEC"]) > day
		known.append(row | {"DEC": "", "REC": "", "REASON_PLACE_CHANGE": ""} if open_then else row)
	return known


def _end_reason(row: Record, route: str) -> str:
	if route != SGO:
		return "E4A"
	return "E45" if row["PLACE"] in FOSTERED else "E47"


def _written(day: date) -> str:
	return day.strftime("%d/%m/%Y")
