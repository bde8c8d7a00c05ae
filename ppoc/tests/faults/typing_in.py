"""Activities of people who type: on the meeting screen, and in the tracker's lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppoc.tests.faults.activities import Activity, side_by_side
from ppoc.tests.faults.kinds import LOST, STUCK, Fault
from ppoc.tests.faults.people import Answer, Person


@dataclass
class Field:
	"""A field that one person types in: what was acknowledged last, and what they do not know of."""

	doctype: str
	name: str
	fieldname: str
	acknowledged: str = ""
	unknown: str = ""
	times: int = 0
	last: Answer | None = None


class MeetingScreen(Activity):
	"""Three people type in one meeting, each in a field of their own, about every child."""

	name = "screen"
	FIELDS = (
		("Meeting Discussion", "barriers"),
		("Meeting Discussion", "review"),
		("Permanence Plan", "progress"),
	)

	def prepare(self) -> None:
		made = self.council.inside.call("world.meeting", **self.council.place)
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
		for each in fields:
			if not self._save(person, each, f"{person.user} said this of {each.name}"):
				return

	def _save(self, person: Person, each: Field, text: str) -> bool:
		each.unknown = text
		each.last = person.call(
			"ppoc.meetings.api.save_field",
			doctype=each.doctype,
			name=each.name,
			fieldname=each.fieldname,
			value=text,
			read_value=each.acknowledged,
			meeting=self.meeting,
			client=person.user,
		)
		if not each.last.acknowledged:
			return False
		if each.last.message.get("saved"):
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

	def faults(self) -> Iterator[Fault]:
		every = [each for fields in self.fields for each in fields]
		asked = [[each.doctype, each.name, each.fieldname] for each in every]
		there = self.council.inside.call("checks.values", asked=asked)
		for each, value in zip(every, there, strict=True):
			if each.unknown:
				yield STUCK, f"{each.name}: “{each.unknown}” could not be saved again: {each.last}"
			elif (value or "") != each.acknowledged:
				yield LOST, f"{each.name}: “{each.acknowledged}” was acknowledged, “{value}” is there"
		saved: dict[tuple[str, str], int] = {}
		for each in every:
			saved[each.doctype, each.name] = saved.get((each.doctype, each.name), 0) + each.times
		times = [[*record, number] for record, number in saved.items()]
		yield from self.council.inside.faults("checks.not_on_record", saved=times)


class Tracker(Activity):
	"""Two people change predicted starts in the tracker's list, each with the version that they have read."""

	name = "tracker"
	DAYS = ("2099-03-01", "2099-04-01")

	def prepare(self) -> None:
		self.plans: list[str] = self.council.inside.call("world.plans", **self.council.place)
		self.acknowledged_days: dict[str, list[str]] = {plan: [] for plan in self.plans}
		self.waiting: dict[str, str] = {}

	def act(self) -> None:
		half = len(self.plans) // 2 + 1
		parts = (self.plans[:half], self.plans[half:])
		pairs = zip(self.council.people, parts, strict=False)
		side_by_side(*[lambda p=person, names=part: self._change(p, names) for person, part in pairs])

	def _change(self, person: Person, plans: list[str]) -> None:
		for plan in plans:
			for day in self.DAYS:
				if not self._save(person, plan, day):
					return

	def _save(self, person: Person, plan: str, day: str) -> bool:
		self.waiting[plan] = day
		read = person.read("frappe.client.get", doctype="Permanence Plan", name=plan)
		if not read.acknowledged:
			return False
		if read.message["predicted_start"] != day:
			values = {"predicted_start": day, "modified": read.message["modified"]}
			saved = person.call(
				"frappe.client.set_value", doctype="Permanence Plan", name=plan, fieldname=values
			)
			if not saved.acknowledged:
				return False
			self.acknowledged += 1
			self.acknowledged_days[plan].append(day)
		del self.waiting[plan]
		return True

	def settle(self) -> None:
		"""They look again, and change what is not there yet."""
		for plan in list(self.waiting):
			if self._save(self.council.people[0], plan, self.waiting[plan]):
				continue
			self.waiting[plan] = ""

	def faults(self) -> Iterator[Fault]:
		if self.waiting:
			yield STUCK, f"plans could not be changed again: {self.waiting}"
		for plan, days in self.acknowledged_days.items():
			there = self.council.inside.call("checks.predictions", plan=plan)
			lost = [day for day in days if there["history"].count(day) != 1]
			if lost:
				yield LOST, f"{plan}: {lost} was acknowledged; its history is {there['history']}"
			if days and there["predicted_start"] not in self.DAYS[self.DAYS.index(days[-1]) :]:
				yield LOST, f"{plan}: {days[-1]} was acknowledged, {there['predicted_start']} is there"
