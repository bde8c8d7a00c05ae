"""Reads the sheet of localities, teams and people that an authority pastes into the setup wizard. Plain Python."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppoc.messages import Message

COLUMNS = ("Locality", "Team", "Name", "Email", "Job")
MOST_LINES = 2_000
LONGEST = 140
"""Characters, as the fields of the records have them."""
LEADS = {
	"Team Manager": "team_manager",
	"Practice Supervisor": "practice_supervisor",
	"Team Coordinator": "team_coordinator",
}
"""Jobs that one person has in a team, and the field of the team that names them."""
AN_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class SheetError(Exception):
	"""A line of the sheet cannot be used; the message names the line and the remedy."""


@dataclass(frozen=True)
class Person:
	"""Somebody on the sheet; `team`, `email` and `job` may be empty."""

	name: str
	locality: str
	team: str
	email: str
	job: str


@dataclass(frozen=True)
class Sheet:
	"""What the sheet names, each once and in its order.

	Attributes:
		localities: their names.
		teams: the locality of each team.
		people: everybody, once for each team.
	"""

	localities: tuple[str, ...]
	teams: dict[str, str]
	people: tuple[Person, ...]


def read_sheet(text: str, jobs: Sequence[str]) -> Sheet:
	"""Reads what was pasted from a spreadsheet, or typed with commas.

	The COLUMNS come in this order; all but the first may be empty.

	Args:
		text: the lines. A first line with the names of the columns is left out, and so are empty lines.
		jobs: the jobs that there are.

	Raises:
		SheetError: a line cannot be used.
	"""
	localities: dict[str, None] = {}
	teams: dict[str, tuple[str, int]] = {}
	people: dict[Person, None] = {}
	for number, cells in _lines(text):
		locality, team, name, email, job = cells
		_check(number, cells)
		localities[locality] = None
		if team:
			of, before = teams.setdefault(team, (locality, number))
			if of != locality:
				raise SheetError(
					Message(
						"Line {0}: the team {1} is in {2} on line {3}, and a team has one locality.",
						*(number, team, of, before),
					)
				)
		if name:
			people[Person(name, locality, team, email.lower(), _job(number, job, jobs))] = None
		elif email or job:
			raise SheetError(Message("Line {0}: enter the person's name.", number))
	_check_leads(people)
	return Sheet(tuple(localities), {team: of for team, (of, _) in teams.items()}, tuple(people))


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
	lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
	if len(lines) > MOST_LINES:
		raise SheetError(Message("The sheet has {0} lines; {1} can be read at once.", len(lines), MOST_LINES))
	tabs = any("\t" in line for line in lines)
	for number, line in enumerate(lines, start=1):
		cells = line.split("\t") if tabs else next(csv.reader([line], skipinitialspace=True), [])
		cells = [" ".join(cell.split()) for cell in cells]
		if not any(cells) or _is_head(cells):
			continue
		if len(cells) > len(COLUMNS) and any(cells[len(COLUMNS) :]):
			raise SheetError(
				Message(
					"Line {0} has {1} columns. Use: {2}.", number, len(cells), Message(", ".join(COLUMNS))
				)
			)
		yield number, tuple([*cells, *[""] * len(COLUMNS)][: len(COLUMNS)])


def _is_head(cells: Sequence[str]) -> bool:
	named = [cell.lower() for cell in cells if cell]
	return named == [name.lower() for name in COLUMNS[: len(named)]]


def _check(number: int, cells: Sequence[str]) -> None:
	if not cells[0]:
		raise SheetError(Message("Line {0}: enter the locality in the first column.", number))
	if long := next((cell for cell in cells if len(cell) > LONGEST), None):
		raise SheetError(Message("Line {0}: {1}… is longer than {2} characters.", number, long[:30], LONGEST))
	if cells[3] and not AN_EMAIL.fullmatch(cells[3]):
		raise SheetError(Message("Line {0}: {1} is not an email address.", number, cells[3]))


def _job(number: int, job: str, jobs: Sequence[str]) -> str:
	if not job:
		return ""
	known = {each.lower(): each for each in jobs if each}
	if job.lower() not in known:
		raise SheetError(
			Message(
				"Line {0}: {1} is not one of the jobs: {2}.", number, job, Message(", ".join(known.values()))
			)
		)
	return known[job.lower()]


def _check_leads(people: Iterable[Person]) -> None:
	seen: dict[tuple[str, str], str] = {}
	for person in people:
		if not (person.team and person.job in LEADS):
			continue
		other = seen.setdefault((person.team, person.job), person.name)
		if other != person.name:
			raise SheetError(
				Message(
					"{0} and {1} are both {2} of {3}. A team has one; give the other another job.",
					*(other, person.name, Message(person.job), person.team),
				)
			)
