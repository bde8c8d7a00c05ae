"""How a play of three months opens: an authority with its practice pack, its people, children and schedules.

Each play names what is its own; what they have in common is told here once: the siblings Orrelby, and Edda Marrinford,
whose record is restricted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from email.message import EmailMessage
from typing import Any, NamedTuple

from ppoc.tests.end_to_end.council import Place, make_place
from ppoc.tests.end_to_end.diary import acting_as, insert, words_of
from ppoc.tests.factories import grant, make_child, make_worker
from ppoc.timescales.packs.database import apply_pack, shipped_folder
from ppoc.timescales.packs.reading import read_pack

MONDAY = "2027-01-04"
"""The first working Monday of the year, on which most plays begin."""
AT_HOME: dict[str, Any] = {
	"looked_after": 0,
	"on_full_care_order": 0,
	"legal_status": "",
	"care_started_on": None,
}


class Person(NamedTuple):
	"""Somebody with a login."""

	user: str
	worker: str


class Opening:
	"""Makes what is there before the first day."""

	def __init__(self, user_with: Callable[..., str], pack: str = "", **of_each_child: Any) -> None:
		"""`pack` is applied; `of_each_child` are values that hold for a child unless it has its own."""
		self.user_with, self.of_each_child = user_with, of_each_child
		if pack:
			apply_pack(read_pack(shipped_folder(pack)))

	def places(self, *names: str) -> list[Place]:
		"""A locality with its team for each name; children are in the first one's unless they are put elsewhere."""
		made = [make_place(self.user_with, name) for name in names]
		self.here = made[0]
		return made

	def person(
		self, name: str, *roles: str, places: Iterable[Place] = (), job: str = "", based: bool = True
	) -> Person:
		"""Somebody with these roles who sees these localities; `based` in the first of them, or in none."""
		user = self.user_with(*roles, name=f"{name.split()[0].lower()}@example.org")
		localities = [place.locality for place in places]
		for locality in localities:
			grant(user, locality)
		at = {"locality": localities[0]} if based and localities else {}
		worker = make_worker(worker_name=name, job=job or roles[0], email=user, user=user, **at)
		return Person(user, worker.name)

	def child(self, first: str, last: str, place: Place | None = None, **values: Any) -> str:
		"""A child in the team of a place."""
		team = (place or self.here).team
		return make_child(team=team, first_name=first, last_name=last, **self.of_each_child | values).name

	def siblings(
		self, elder: dict[str, Any] | None = None, younger: dict[str, Any] | None = None
	) -> list[str]:
		"""Tamsin and Bryn Orrelby."""
		group = insert("Sibling Group", group_name="Orrelby").name
		own = {"Tamsin": elder or {}, "Bryn": younger or elder or {}}
		return [self.child(name, "Orrelby", sibling_group=group, **values) for name, values in own.items()]

	def restricted_child(self, *logins: str, **values: Any) -> str:
		"""Edda Marrinford, whose record only these people see."""
		return self.child(
			"Edda",
			"Marrinford",
			restricted=1,
			restriction_reason="A relative works in the service.",
			allowed_people=[{"user": login} for login in logins],
			**values,
		)


def schedule(by: str, forum: str, first: str, at: str, place: Place, **values: Any) -> None:
	"""Somebody types the rhythm of a forum, once; the nights propose its meetings."""
	values = {"locality": place.locality, "first_sitting": first, "start_time": at, **values}
	with acting_as(by):
		insert("Forum Schedule", forum=forum, **values)


def letters_that_name(
	name: str, letters: Iterable[EmailMessage], but_to: Iterable[str] = ()
) -> list[tuple[str, str]]:
	"""Addressee and subject of the letters in which this name stands, leaving out what these addresses got."""
	readers = tuple(but_to)
	return [
		(str(letter["X-Envelope-To"]), str(letter["Subject"]))
		for letter in letters
		if name in words_of(letter) and not any(reader in str(letter["X-Envelope-To"]) for reader in readers)
	]
