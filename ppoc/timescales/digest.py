"""Works out whom to tell about which due dates today. Plain Python: takes rows and people, returns lines by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ppoc.timescales.models import State

REMINDED = (State.OVERDUE.value, State.DUE_SOON.value)


@dataclass(frozen=True)
class DigestRecipient:
	"""Somebody who may get a digest.

	Attributes:
		user: the login.
		worker: the name of their Worker record, or "".
		roles: their roles.
		localities: the localities they have access to.
	"""

	user: str
	worker: str
	roles: frozenset[str]
	localities: frozenset[str]


@dataclass(frozen=True)
class DigestLine:
	"""One due date in one person's digest; `escalated` if it is somebody else's duty."""

	timescale: str
	escalated: bool


def told(rows: Iterable[Any], people: Iterable[DigestRecipient], today: date) -> dict[str, list[DigestLine]]:
	"""Returns each person's lines, before checking which children they may see.

	A due date goes to the responsible worker or, if there is none, to everybody with the duty's role in the locality.
	Once it has been overdue long enough, it also goes to everybody with the role that it is escalated to.

	Args:
		rows: open timescales: name, state, responsible, duty_role, locality, escalate_on, escalate_to.
		people: the people who may get a digest.
		today: the day.
	"""
	by_worker: dict[str, list[DigestRecipient]] = defaultdict(list)
	by_role: dict[tuple[str, str], list[DigestRecipient]] = defaultdict(list)
	for person in people:
		if person.worker:
			by_worker[person.worker].append(person)
		for role in person.roles:
			for locality in person.localities:
				by_role[role, locality].append(person)
	found: dict[str, dict[str, DigestLine]] = defaultdict(dict)
	for row in rows:
		goes_further = bool(
			row.state == State.OVERDUE.value
			and row.escalate_to
			and row.escalate_on
			and row.escalate_on <= today
		)
		if goes_further:
			for person in by_role[row.escalate_to, row.locality or ""]:
				found[person.user][row.name] = DigestLine(row.name, True)
		if row.state in REMINDED:
			own = (
				by_worker[row.responsible]
				if row.responsible
				else by_role[row.duty_role or "", row.locality or ""]
			)
			for person in own:
				found[person.user][row.name] = DigestLine(row.name, False)
	return {user: list(lines.values()) for user, lines in found.items()}


def counts(lines: Iterable[DigestLine], states: Mapping[str, str]) -> dict[str, int]:
	"""Counts a person's own overdue and due-soon dates, and those escalated to them."""
	numbers = {"overdue": 0, "due_soon": 0, "escalated": 0}
	for line in lines:
		if line.escalated:
			numbers["escalated"] += 1
		elif states[line.timescale] == State.OVERDUE.value:
			numbers["overdue"] += 1
		else:
			numbers["due_soon"] += 1
	return numbers
