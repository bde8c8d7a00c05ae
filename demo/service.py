"""The invented service: its localities, teams, people and logins, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from demo.names import first_names, last_names

LOCALITIES = ("Ashmere", "Brackenford", "Coldwater", "Dunmarrow")
TEAMS_OF_A_LOCALITY = ("North", "South", "Riverside")
SOCIAL_WORKERS_PER_TEAM = 5
TRIES_EVERY_PACK = LOCALITIES[1]
"""This locality tries the practice packs of all authorities."""
DOMAIN = "example.org"

ROLES_WITHOUT_LOCALITY = ("Social Worker", "Supervising Social Worker", "Independent Reviewing Officer")
"""They see only the children they work with, whatever the locality."""
AUTHORITY_ROLES = (
	"Assistant Director",
	"Legal Adviser",
	"Permanence Manager",
	"Business Support",
	"Performance Officer",
	"Placements Officer",
)
"""They work for the whole authority, so they have access to every locality."""
ROLES_WITHOUT_A_JOB = ("PPOC Administrator", "PPOC Auditor")
LOGIN_ROLES = (
	"Team Coordinator",
	"Practice Supervisor",
	"Team Manager",
	"Social Worker",
	"Supervising Social Worker",
	"Head of Service",
	"Independent Reviewing Officer",
	*AUTHORITY_ROLES,
	*ROLES_WITHOUT_A_JOB,
)


@dataclass(frozen=True)
class StaffMember:
	"""Somebody who works for the service.

	Attributes:
		number: the worker's ID in the invented case system.
		localities: the person may see their children by role; empty for only the children they work with.
		login: whether the person has a user, so that what they did is recorded under their name.
		password: whether somebody may log in as this person: one for each role, and a second coordinator and social
			worker, in the locality that tries every practice pack.
	"""

	number: str
	name: str
	role: str
	locality: str
	team: str
	localities: tuple[str, ...]
	login: bool
	password: bool

	@property
	def email(self) -> str:
		return self.user if self.login else f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"

	@property
	def user(self) -> str:
		"""The role's name, and outside the first locality the locality's name too."""
		place = f".{self.locality}" if self.locality not in ("", LOCALITIES[0]) else ""
		return f"{self.role}{place}@{DOMAIN}".lower().replace(" ", ".")


@dataclass(frozen=True)
class Team:
	name: str
	locality: str
	manager: StaffMember
	supervisor: StaffMember
	coordinator: StaffMember
	social_workers: tuple[StaffMember, ...]

	@property
	def people(self) -> tuple[StaffMember, ...]:
		"""The team's own people; the coordinator serves all teams of the locality."""
		return (self.manager, self.supervisor, *self.social_workers)


@dataclass(frozen=True)
class LocalityStaff:
	name: str
	head_of_service: StaffMember
	coordinator: StaffMember
	reviewing_officers: tuple[StaffMember, ...]
	supervising_social_workers: tuple[StaffMember, ...]
	teams: tuple[Team, ...]

	@property
	def people(self) -> tuple[StaffMember, ...]:
		shared = (
			self.head_of_service,
			self.coordinator,
			*self.reviewing_officers,
			*self.supervising_social_workers,
		)
		return shared + tuple(person for team in self.teams for person in team.people)


@dataclass(frozen=True)
class Service:
	localities: tuple[LocalityStaff, ...]
	authority: tuple[StaffMember, ...]

	@property
	def teams(self) -> tuple[Team, ...]:
		return tuple(team for locality in self.localities for team in locality.teams)

	@property
	def people(self) -> tuple[StaffMember, ...]:
		return (*(person for locality in self.localities for person in locality.people), *self.authority)

	def locality(self, name: str) -> LocalityStaff:
		return next(locality for locality in self.localities if locality.name == name)


def make_service(seed: str) -> Service:
	"""The whole service; the same seed gives the same people."""
	return _Maker(seed).service()


class _Maker:
	def __init__(self, seed: str) -> None:
		self.first = first_names(f"{seed}:people")
		self.last = last_names(f"{seed}:people")
		self.numbers: Iterator[int] = iter(range(2001, 9999))

	def service(self) -> Service:
		localities = tuple(self._locality(name) for name in LOCALITIES)
		roles = (*AUTHORITY_ROLES, *ROLES_WITHOUT_A_JOB)
		return Service(localities, tuple(self._person(role, login=True, password=True) for role in roles))

	def _locality(self, name: str) -> LocalityStaff:
		first = name == LOCALITIES[0]

		def person(role: str, nth: int) -> StaffMember:
			return self._person(role, name, login=first and nth == 0, password=first and nth == 0)

		head = self._person("Head of Service", name, login=True, password=first)
		second = name == TRIES_EVERY_PACK
		coordinator = self._person("Team Coordinator", name, login=True, password=first or second)
		reviewing = tuple(person("Independent Reviewing Officer", nth) for nth in range(2))
		supervising = tuple(person("Supervising Social Worker", nth) for nth in range(2))
		teams = tuple(self._team(name, part, coordinator) for part in TEAMS_OF_A_LOCALITY)
		return LocalityStaff(name, head, coordinator, reviewing, supervising, teams)

	def _team(self, locality: str, part: str, coordinator: StaffMember) -> Team:
		name = f"{locality} {part}"
		of_first_team = part == TEAMS_OF_A_LOCALITY[0]
		shown = of_first_team and locality == LOCALITIES[0]
		worker_shown = of_first_team and locality in (LOCALITIES[0], TRIES_EVERY_PACK)
		manager = self._person("Team Manager", locality, name, login=shown, password=shown)
		supervisor = self._person("Practice Supervisor", locality, name, login=shown, password=shown)
		workers = tuple(
			self._person(
				"Social Worker",
				locality,
				name,
				login=worker_shown and nth == 0,
				password=worker_shown and nth == 0,
			)
			for nth in range(SOCIAL_WORKERS_PER_TEAM)
		)
		return Team(name, locality, manager, supervisor, coordinator, workers)

	def _person(
		self, role: str, locality: str = "", team: str = "", login: bool = False, password: bool = False
	) -> StaffMember:
		if role in AUTHORITY_ROLES:
			localities: tuple[str, ...] = LOCALITIES
		elif role in ROLES_WITHOUT_LOCALITY or role in ROLES_WITHOUT_A_JOB:
			localities = ()
		else:
			localities = (locality,)
		name = f"{next(self.first)} {next(self.last)}"
		return StaffMember(f"DW{next(self.numbers)}", name, role, locality, team, localities, login, password)
