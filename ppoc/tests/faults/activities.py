"""What people and jobs do while processes are killed, and what must hold of it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ppoc.tests.contract import Stack
from ppoc.tests.faults.inside import Inside
from ppoc.tests.faults.people import Answer, Person


@dataclass
class Council:
	"""The site, the people who use it, and what the family has counted."""

	stack: Stack
	inside: Inside
	team: str
	locality: str
	people: list[Person]
	manager: Person
	configurer: Person


class Activity:
	"""One thing that people do. `act` returns at the first answer that does not say that it was done."""

	name: ClassVar[str]

	def __init__(self, council: Council) -> None:
		self.council = council
		self.acknowledged = 0

	def prepare(self) -> None:
		"""Makes the records."""

	def act(self) -> None:
		"""Does it, over HTTP."""
		raise NotImplementedError

	def settle(self) -> None:
		"""Does what people do when all is up again: what was not acknowledged, they do again."""

	def faults(self) -> Iterator[str]:
		"""Yields what was lost, doubled or half done."""
		raise NotImplementedError


def side_by_side(*calls: Callable[[], None]) -> None:
	"""Makes the calls in threads, and passes on what one of them raises."""
	errors: list[BaseException] = []

	def run(call: Callable[[], None]) -> None:
		try:
			call()
		except BaseException as error:
			errors.append(error)

	threads = [threading.Thread(target=run, args=(call,), daemon=True) for call in calls]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	if errors:
		raise errors[0]


@dataclass
class Field:
	"""A field that one person types in: what was acknowledged last, and what they do not know of."""

	doctype: str
	name: str
	fieldname: str
	acknowledged: str = ""
	unknown: str = ""
	times: int = 0
	answers: list[Answer] = field(default_factory=list)


class MeetingScreen(Activity):
	"""Three people type in one meeting, each in a field of their own, about every child."""

	name = "meeting screen"
	FIELDS = (
		("Meeting Discussion", "barriers"),
		("Meeting Discussion", "review"),
		("Permanence Plan", "progress"),
	)
	ROUNDS = 1

	def prepare(self) -> None:
		made = self.council.inside.call("world.meeting", team=self.council.team)
		self.meeting = made["meeting"]
		of = {"Meeting Discussion": made["talks"], "Permanence Plan": made["plans"]}
		self.fields = [
			[Field(doctype, name, fieldname) for name in of[doctype].values()]
			for doctype, fieldname in self.FIELDS
		]

	def act(self) -> None:
		pairs = zip(self.council.people, self.fields, strict=True)
		side_by_side(*[lambda p=person, f=fields: self._type(p, f) for person, fields in pairs])

	def _type(self, person: Person, fields: list[Field]) -> None:
		for turn in range(self.ROUNDS):
			for each in fields:
				if not self._save(person, each, f"{person.user} said {turn} of {each.name}"):
					return

	def _save(self, person: Person, each: Field, text: str) -> bool:
		each.unknown = text
		answer = person.call(
			"ppoc.meetings.api.save_field",
			doctype=each.doctype,
			name=each.name,
			fieldname=each.fieldname,
			value=text,
			read_value=each.acknowledged,
			meeting=self.meeting,
			client=person.user,
		)
		each.answers.append(answer)
		if not answer.acknowledged:
			return False
		if answer.message.get("saved"):
			each.acknowledged, each.unknown = text, ""
			each.times += 1
			self.acknowledged += 1
		return True

	def settle(self) -> None:
		"""The page sends what it has had no answer to again, with the text that it had read."""
		for person, fields in zip(self.council.people, self.fields, strict=True):
			for each in fields:
				if each.unknown:
					self._save(person, each, each.unknown)

	def faults(self) -> Iterator[str]:
		for each in (one for fields in self.fields for one in fields):
			if each.unknown:
				yield f"{each.name}: “{each.unknown}” could not be saved again: {each.answers[-1]}"
			there = self.council.inside.call(
				"checks.values", doctype=each.doctype, name=each.name, fields=[each.fieldname]
			)[each.fieldname]
			if (there or "") != each.acknowledged:
				yield f"{each.name}: “{each.acknowledged}” was acknowledged, “{there}” is there"
		for record in {(each.doctype, each.name) for fields in self.fields for each in fields}:
			doctype, name = record
			saved = sum(e.times for fields in self.fields for e in fields if (e.doctype, e.name) == record)
			known = self.council.inside.call("checks.changes_on_record", doctype=doctype, name=name)
			if known < saved:
				yield f"{doctype} {name}: {saved} changes were acknowledged, {known} are on record"


ACTIVITIES: dict[str, type[Activity]] = {each.name: each for each in (MeetingScreen,)}
