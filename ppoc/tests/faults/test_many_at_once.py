"""Thirty people in one meeting and one tracker for ten minutes: nobody's words are lost, and every conflict is told.

The ten minutes are played four times as fast: people think a quarter of the time, and their pages ask for news four
times as often.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ppoc.tests.faults.activities import Council, side_by_side
from ppoc.tests.faults.idle import until_idle
from ppoc.tests.faults.kinds import HALF_DONE, LOST, Fault
from ppoc.tests.faults.people import Answer, Person

PEOPLE, CHILDREN = 30, 8
MINUTES, FASTER = 10, 4
THINKS, ASKS_FOR_NEWS = 20 / FASTER, 5 / FASTER
SECONDS = MINUTES * 60 / FASTER
ALONE = 20  # saves of one person, to compare with
TALKED_OF, LISTED = ("Meeting Discussion", "barriers"), ("Permanence Plan", "progress")
FIELDS = (TALKED_OF, ("Meeting Discussion", "review"), LISTED)
IN_TRACKER = 0.25  # the share of changes that are made in the tracker's list

Place = tuple[str, str, str]


@dataclass
class Change:
	"""One save: what it was based on, and what it wrote."""

	place: Place
	base: str
	value: str
	seconds: float = 0.0
	saved: bool = False
	told: dict[str, Any] = field(default_factory=dict)


@dataclass
class Colleague:
	"""One of the people, with what their page shows."""

	person: Person
	meeting: str
	places: list[Place]
	chance: random.Random
	since: str = ""
	shown: dict[Place, str] = field(default_factory=dict)
	changes: list[Change] = field(default_factory=list)
	errors: list[Answer] = field(default_factory=list)

	def work(self, until: float) -> None:
		"""Types, and has the page look for news in between."""
		next_change = time.monotonic() + self.chance.expovariate(1 / THINKS)
		while time.monotonic() < until:
			if time.monotonic() >= next_change:
				self.change()
				next_change = time.monotonic() + self.chance.expovariate(1 / THINKS)
			self.look()
			time.sleep(self.chance.uniform(0.5, 1.5) * min(ASKS_FOR_NEWS, THINKS))

	def look(self) -> None:
		"""Reads the screen, the first time; from then on, what has changed since, as the page does."""
		answer = self.person.call(
			"ppoc.meetings.screen_api.meeting_news",
			meeting=self.meeting,
			client=self.person.user,
			since=self.since,
		)
		if not self._went_well(answer):
			return
		rows = answer.message["rows"]
		if not self.since:
			whole = self.person.read("ppoc.meetings.api.meeting_screen_data", meeting=self.meeting)
			if not self._went_well(whole):
				return
			rows = whole.message
		self.since = answer.message["now"]
		changed = [*rows["discussions"], *rows["plans"].values()] if rows else []
		there = {row["name"]: row for row in changed}
		self.shown.update(
			{place: there[place[1]][place[2]] or "" for place in self.places if place[1] in there}
		)

	def change(self) -> None:
		"""Changes a field that anybody else may be changing too."""
		place = self.chance.choice(self.places)
		value = f"{self.person.user} {len(self.changes)} {self.chance.random()}"
		if place[:1] + place[2:] == LISTED and self.chance.random() < IN_TRACKER * len(FIELDS):
			self._in_tracker(place, value)
		else:
			self._on_screen(place, value)

	def _on_screen(self, place: Place, value: str) -> None:
		doctype, name, fieldname = place
		change = Change(place, self.shown.get(place, ""), value)
		began = time.monotonic()
		answer = self.person.call(
			"ppoc.meetings.api.save_field",
			doctype=doctype,
			name=name,
			fieldname=fieldname,
			value=value,
			read_value=change.base,
			meeting=self.meeting,
			client=self.person.user,
		)
		change.seconds = time.monotonic() - began
		self.changes.append(change)
		if not self._went_well(answer):
			return
		change.saved = bool(answer.message.get("saved"))
		if change.saved:
			self.shown[place] = value
		else:
			change.told = answer.message["fields"][fieldname]
			self.shown[place] = change.told["theirs"] or ""

	def _in_tracker(self, place: Place, value: str) -> None:
		doctype, name, fieldname = place
		read = self.person.read("frappe.client.get", doctype=doctype, name=name)
		if not self._went_well(read):
			return
		change = Change(place, read.message[fieldname] or "", value)
		time.sleep(THINKS / 5)
		values = {fieldname: value, "modified": read.message["modified"]}
		began = time.monotonic()
		answer = self.person.call("frappe.client.set_value", doctype=doctype, name=name, fieldname=values)
		change.seconds = time.monotonic() - began
		self.changes.append(change)
		if answer.status == CONFLICT and answer.body.get("exc_type") == "TimestampMismatchError":
			again = self.person.read("frappe.client.get", doctype=doctype, name=name)
			if self._went_well(again):
				change.told = {"theirs": again.message[fieldname], "yours": value}
		else:
			change.saved = self._went_well(answer)

	def _went_well(self, answer: Answer) -> bool:
		if not answer.acknowledged:
			self.errors.append(answer)
		return answer.acknowledged


CONFLICT = 417


def test_thirty_people_in_one_meeting_and_one_tracker(
	council: Council, count: Callable[[list[Fault]], None], capsys: pytest.CaptureFixture[str]
):
	made = council.inside.call("world.meeting", children=CHILDREN, **council.place)
	names = council.inside.call("world.many", number=PEOPLE, locality=council.locality)
	until_idle(council)
	of = {"Meeting Discussion": made["talks"], "Permanence Plan": made["plans"]}
	places = [(doctype, name, one) for doctype, one in FIELDS for name in of[doctype].values()]
	everybody = []
	for number, user in enumerate(names):
		person = Person(council.stack.address, council.stack.site, user)
		person.log_in()
		everybody.append(Colleague(person, made["meeting"], places, random.Random(number)))
	everybody[0].look()
	for _ in range(ALONE):
		everybody[0].change()
	alone = _p95(everybody[0].changes)
	done_alone = len(everybody[0].changes)
	until = time.monotonic() + SECONDS
	side_by_side(*[lambda each=each: (each.look(), each.work(until))[0] for each in everybody])
	until_idle(council)
	changes = [change for each in everybody for change in each.changes]
	faults = _faults(council, places, changes)
	errors = [error for each in everybody for error in each.errors]
	faults += [(HALF_DONE, f"{error.status} {str(error.body)[:500]}") for error in errors]
	faults += council.inside.faults("checks.audit_faults")
	busy = _p95([change for each in everybody for change in each.changes][done_alone:])
	saved, told = sum(change.saved for change in changes), sum(bool(change.told) for change in changes)
	with capsys.disabled():
		print(
			f"\n{PEOPLE} people, {SECONDS:.0f} s: {saved} saved, {told} conflicts told, {len(errors)} errors;"
			f" p95 of a save {busy * 1000:.0f} ms, alone {alone * 1000:.0f} ms, {busy / alone:.1f} times"
		)
	council.inside.call("checks.put_away")
	count(faults)
	assert faults == []
	assert told, "nobody was in anybody's way"


def _p95(changes: list[Change]) -> float:
	return statistics.quantiles([change.seconds for change in changes], n=20)[-1]


def _faults(council: Council, places: list[Place], changes: list[Change]) -> list[Fault]:
	"""Each saved text is still there, or was read by whoever replaced it."""
	faults: list[Fault] = []
	there = council.inside.call("checks.values", asked=[list(place) for place in places])
	for place, last in zip(places, there, strict=True):
		saved = [change for change in changes if change.place == place and change.saved]
		replaced = [change.base for change in saved]
		for change in saved:
			if replaced.count(change.value) + (change.value == last) != 1:
				faults.append(
					(LOST, f"{place}: “{change.value}” was replaced by somebody who had not read it")
				)
		if replaced.count("") > 1:
			faults.append((LOST, f"{place}: {replaced.count('')} people wrote into the empty field"))
	for change in changes:
		if not change.saved and set(change.told) != {"theirs", "yours"}:
			faults.append((LOST, f"{change.place}: “{change.value}” was refused without both versions"))
	return faults
