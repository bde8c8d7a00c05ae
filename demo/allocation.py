"""Which team holds each invented child, under which name, with which workers and siblings. Plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

from demo.names import first_names, last_names
from demo.returns import InventedChild
from demo.service import Person, Service, Team

SIBLINGS = {1: 78, 2: 15, 3: 7}
LEAST_DAYS_BETWEEN_SIBLINGS = 300
RESTRICTED_SHARE = 0.025


@dataclass(frozen=True)
class Allocation:
	"""What the service knows of a child beside the return.

	Attributes:
		siblings: number of the sibling group, 0 for an only child.
		restricted: only those named may see the record.
		coordinator_named: whether the coordinator is among them.
	"""

	child_id: str
	first_name: str
	last_name: str
	team: Team
	social_worker: Person
	reviewing_officer: Person
	supervising_social_worker: Person | None
	siblings: int
	restricted: bool
	coordinator_named: bool


def allocate(children: Iterable[InventedChild], service: Service, seed: str) -> dict[str, Allocation]:
	"""Every child's place in the service, siblings in one team and under one surname."""
	chance = random.Random(f"{seed}:allocation")
	firsts, lasts = first_names(f"{seed}:children"), last_names(f"{seed}:children")
	teams = cycle(service.teams)
	allocated: dict[str, Allocation] = {}
	for number, group in enumerate(_families(list(children), chance), start=1):
		team, last_name = next(teams), next(lasts)
		locality = service.locality(team.locality)
		worker, officer = chance.choice(team.social_workers), chance.choice(locality.reviewing_officers)
		fostered = chance.random() < 0.7
		for child in group:
			allocated[child.child_id] = Allocation(
				child_id=child.child_id,
				first_name=next(firsts),
				last_name=last_name,
				team=team,
				social_worker=worker,
				reviewing_officer=officer,
				supervising_social_worker=chance.choice(locality.supervising_social_workers)
				if fostered
				else None,
				siblings=number if len(group) > 1 else 0,
				restricted=chance.random() < RESTRICTED_SHARE,
				coordinator_named=chance.random() < 0.5,
			)
	return allocated


def _families(children: list[InventedChild], chance: random.Random) -> Iterator[list[InventedChild]]:
	"""Groups of one to three, whose births lie far enough apart."""
	waiting = list(children)
	chance.shuffle(waiting)
	while waiting:
		group = [waiting.pop()]
		size = chance.choices(list(SIBLINGS), list(SIBLINGS.values()))[0]
		for other in waiting[-12:]:
			apart = min(abs((other.born - one.born).days) for one in group)
			if len(group) < size and apart >= LEAST_DAYS_BETWEEN_SIBLINGS:
				group.append(other)
				waiting.remove(other)
		yield group
