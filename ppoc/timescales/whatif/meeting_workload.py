"""Who would have to meet how often: sittings and hours a month by role, and whether the children fit. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ppoc.timescales.whatif.scenarios import ForumPlan, Member

TEAM, LOCALITY, AUTHORITY = "Team", "Locality", "Authority"
ALWAYS, OWN_CHILDREN = "Always", "For their own children"
A_MONTH = {"Week": 52.1775 / 12, "Month": 1.0}


@dataclass(frozen=True)
class Service:
	"""How many places and people there are.

	Attributes:
		teams, localities: active ones that count.
		of_team: roles of whom each team has one.
		of_locality: roles of whom each locality has one.
		workers: role → people who have it, for all other roles.
	"""

	teams: int
	localities: int
	of_team: frozenset[str]
	of_locality: frozenset[str]
	workers: Mapping[str, int] = field(default_factory=dict)

	def places(self, held_by: str) -> int:
		"""At how many places a forum sits."""
		return {TEAM: self.teams, LOCALITY: self.localities}.get(held_by, 1)

	def people(self, role: str) -> int:
		"""How many have a role."""
		if role in self.of_team:
			return self.teams
		return self.localities if role in self.of_locality else self.workers.get(role, 1)

	def sitting(self, role: str, held_by: str) -> float:
		"""How many people of a role come to one sitting: all of the team's, locality's or authority's."""
		places = max(self.places(held_by), 1)
		if role in self.of_team:
			return self.teams / places if held_by != TEAM else 1
		if role in self.of_locality:
			return self.localities / places if held_by == AUTHORITY else 1
		return 1


@dataclass(frozen=True)
class ForumLoad:
	"""A forum in a month.

	Attributes:
		sittings: at all places together.
		children: how often children are to be talked about.
		fit: for how many there is time.
	"""

	forum: str
	places: int
	sittings: float
	hours: float
	children: float
	fit: float


@dataclass
class RoleLoad:
	"""A role or post in a month: sittings and hours of all its people, and how many they are."""

	people: int
	sittings: float = 0.0
	hours: float = 0.0
	own_children_hours: float = 0.0
	forums: list[str] = field(default_factory=list)


def forum_loads(
	forums: Iterable[ForumPlan], discussed: Mapping[str, int], service: Service, months: int
) -> list[ForumLoad]:
	"""Each forum in a month.

	Args:
		discussed: forum → how often children are to be talked about in all these months.
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
	forums: Iterable[ForumPlan], loads: Iterable[ForumLoad], service: Service
) -> dict[str, RoleLoad]:
	"""Role or post → what its people sit in. Who comes when asked or for some items is not counted."""
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


def _add(role: RoleLoad, member: Member, forum: ForumPlan, load: ForumLoad, service: Service) -> None:
	if member.attends == OWN_CHILDREN:
		role.own_children_hours += load.children * forum.slot_minutes / 60
		return
	coming = service.sitting(member.who, forum.held_by)
	role.sittings += load.sittings * coming
	role.hours += load.hours * coming
