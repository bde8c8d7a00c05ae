"""Works out who would have to meet how often: sittings and hours a month by role, and whether there is time for the
children. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ppoc.timescales.whatif.scenarios import ForumPlan, Member

TEAM, LOCALITY, AUTHORITY = "Team", "Locality", "Authority"
ALWAYS, OWN_CHILDREN = "Always", "For their own children"
A_MONTH = {"Week": 52.1775 / 12, "Month": 1.0}


@dataclass(frozen=True)
class ServiceSize:
	"""How many teams, localities and workers there are.

	Attributes:
		teams, localities: numbers of active ones that count.
		of_team: roles of which each team has one.
		of_locality: roles of which each locality has one.
		workers: role → number of people in it, for all other roles.
	"""

	teams: int
	localities: int
	of_team: frozenset[str]
	of_locality: frozenset[str]
	workers: Mapping[str, int] = field(default_factory=dict)

	def places(self, held_by: str) -> int:
		"""Returns the number of places where a forum sits."""
		return {TEAM: self.teams, LOCALITY: self.localities}.get(held_by, 1)

	def people(self, role: str) -> int:
		"""Returns the number of people in a role."""
		if role in self.of_team:
			return self.teams
		return self.localities if role in self.of_locality else self.workers.get(role, 1)

	def sitting(self, role: str, held_by: str) -> float:
		"""Returns how many people of a role attend one sitting: all those of the team, locality or authority."""
		places = max(self.places(held_by), 1)
		if role in self.of_team:
			return self.teams / places if held_by != TEAM else 1
		if role in self.of_locality:
			return self.localities / places if held_by == AUTHORITY else 1
		return 1


@dataclass(frozen=True)
class ForumLoad:
	"""The monthly load of a forum.

	Attributes:
		sittings: at all places together.
		children: how often children are to be discussed.
		fit: how many children there is time for.
	"""

	forum: str
	places: int
	sittings: float
	hours: float
	children: float
	fit: float


@dataclass
class RoleLoad:
	"""The monthly load of a role or post: sittings and hours of all its people, and how many people there are."""

	people: int
	sittings: float = 0.0
	hours: float = 0.0
	own_children_hours: float = 0.0
	forums: list[str] = field(default_factory=list)


def forum_loads(
	forums: Iterable[ForumPlan], discussed: Mapping[str, int], service: ServiceSize, months: int
) -> list[ForumLoad]:
	"""Returns the monthly load of each forum.

	Args:
		discussed: forum → how often children are to be discussed in all these months together.
	"""
	loads = []
	for forum in forums:
		places = service.places(forum.held_by) if forum.places is None else forum.places
		sittings = places * forum.a_month
		fit = sittings * forum.minutes / forum.slot_minutes if forum.slot_minutes else 0.0
		children = discussed.get(forum.name, 0) / months
		loads.append(ForumLoad(forum.name, places, sittings, sittings * forum.minutes / 60, children, fit))
	return loads


def role_loads(
	forums: Iterable[ForumPlan], loads: Iterable[ForumLoad], service: ServiceSize
) -> dict[str, RoleLoad]:
	"""Returns role or post → monthly load. Leaves out members who only attend when asked or for some items."""
	found: dict[str, RoleLoad] = {}
	for forum, load in zip(forums, loads, strict=True):
		for member in forum.members:
			if member.attends not in (ALWAYS, OWN_CHILDREN):
				continue
			role = found.setdefault(member.who, RoleLoad(service.people(member.who)))
			if forum.name not in role.forums:
				role.forums.append(forum.name)
			_add(role, member, forum, load, service)
	return found


def _add(role: RoleLoad, member: Member, forum: ForumPlan, load: ForumLoad, service: ServiceSize) -> None:
	if member.attends == OWN_CHILDREN:
		role.own_children_hours += load.children * forum.slot_minutes / 60
		return
	coming = service.sitting(member.who, forum.held_by)
	role.sittings += load.sittings * coming
	role.hours += load.hours * coming
