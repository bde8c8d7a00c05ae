"""Which team holds each invented child, under which name, with which workers and siblings. Plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

from demo.names import first_names, last_names
from demo.service import Service, StaffMember, Team
from demo.ssda903_returns import InventedChild

SIBLINGS = {1: 78, 2: 15, 3: 7}
LEAST_DAYS_BETWEEN_SIBLINGS = 300
RESTRICTED_SHARE = 0.025


@dataclass(frozen=True)
class WorkerAllocation:
	"""What the service knows about a child that is not in the return.

	Attributes:
		siblings: number of the sibling group, 0 for an only child.
		restricted: whether only the people named may see the record.
		coordinator_named: whether the coordinator is among them.
	"""

	child_id: str
	first_name: str
	last_name: str
	team: Team
	social_worker: StaffMember
	reviewing_officer: StaffMember
	supervising_social_worker: StaffMember | None
	siblings: int
	restricted: bool
	coordinator_named: bool


def allocate(children: Iterable[InventedChild], service: Service, seed: str) -> dict[str, WorkerAllocation]:
	"""Every child's place in the service. Siblings share a team and a surname."""
	draw = random.Random(f"{seed}:allocation")
	firsts, lasts = first_names(f"{seed}:children"), last_names(f"{seed}:children")
	teams = cycle(service.teams)
	allocated: dict[str, WorkerAllocation] = {}
	for number, group in enumerate(_families(list(children), draw), start=1):
		team, last_name = next(teams), next(lasts)
		locality = service.locality(team.locality)
		worker, officer = draw.choice(team.social_workers), draw.choice(locality.reviewing_officers)
		fostered = draw.random() < 0.7
		for child in group:
			allocated[child.child_id] = WorkerAllocation(
				child_id=child.child_id,
				first_name=next(firsts),
				last_name=last_name,
				team=team,
				social_worker=worker,
				reviewing_officer=officer,
				supervising_social_worker=draw.choice(locality.supervising_social_workers)
				if fostered
				else None,
				siblings=number if len(group) > 1 else 0,
				restricted=draw.random() < RESTRICTED_SHARE,
				coordinator_named=draw.random() < 0.5,
			)
	return allocated


def _families(children: list[InventedChild], draw: random.Random) -> Iterator[list[InventedChild]]:
	"""Groups of one to three whose births are far enough apart."""
	waiting = list(children)
	draw.shuffle(waiting)
	while waiting:
		group = [waiting.pop()]
		size = draw.choices(list(SIBLINGS), list(SIBLINGS.values()))[0]
		for other in waiting[-12:]:
			apart = min(abs((other.born - one.born).days) for one in group)
			if len(group) < size and apart >= LEAST_DAYS_BETWEEN_SIBLINGS:
				group.append(other)
				waiting.remove(other)
		yield group
