"""Finds the row of All Data that a row of SGO or RU refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ppoc.children.blank_words import said
from ppoc.children.duplicates.matching import Identity, name_words, nearly_same, shortened, unborn
from ppoc.children.identifiers import id_key
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.row_reading import RowReader, RowValues
from ppoc.messages import Message

NO_CHILD = 0
"""Row number for “no such child”."""


def name_of(values: Mapping[str, object]) -> tuple[str, str]:
	"""Returns first and last name, from separate columns or from “Last, First” or “First Last” in one.

	Args:
		values: values of a row by field name.
	"""
	first = said(str(values.get("first_name", "")), name=True)
	last = said(str(values.get("last_name", "")), name=True)
	full = " ".join(str(values.get("full_name", "")).split())
	if first or last or not full:
		return first, last
	if "," in full:
		last, _comma, first = full.partition(",")
		return said(first, name=True), said(last, name=True)
	first, _space, last = (said(part, name=True) for part in full.rpartition(" "))
	return (first, last) if first else (last, "")


class ChildRegister:
	"""The children of All Data by ID and by name."""

	def __init__(self) -> None:
		self._people: dict[int, Identity] = {}
		self._by_id: dict[str, int] = {}
		self._by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
		self.repeated: dict[int, int] = {}
		"""Row by a later row that is about the same child."""

	def person(self, line: int) -> Identity | None:
		"""Returns the child on a row, or None."""
		return self._people.get(line)

	def child_id(self, line: int) -> str:
		"""Returns the ID on a row, or ""."""
		person = self._people.get(line)
		return person.child_id if person else ""

	def add(self, reader: RowReader, found: RowValues, person: Identity) -> list[Finding]:
		"""Adds a child, with a finding if the same child is on an earlier row."""
		findings: list[Finding] = []
		words = name_words(person.first_name, person.last_name)
		key = id_key(person.child_id)
		earlier = self._by_id.get(key) if key else None
		if earlier is None and not key and words and not unborn(person, words):
			earlier = next(
				(
					line
					for line in self._by_name[words]
					if self._people[line].date_of_birth in (None, person.date_of_birth)
					or person.date_of_birth is None
				),
				None,
			)
		if earlier is not None:
			self.repeated[found.line] = earlier
			findings.append(
				reader.finding(
					Severity.REFUSED,
					found.line,
					Message("This child is already on row {0}.", earlier),
					Message("Delete one of the two rows, keeping what is right."),
					"child_id",
				)
			)
		self._people[found.line] = person
		if key:
			self._by_id.setdefault(key, found.line)
		if words:
			self._by_name[words].append(found.line)
		return findings

	def find(
		self, reader: RowReader, found: RowValues, person: Identity, tab: str
	) -> tuple[int, list[Finding]]:
		"""Finds the row of All Data for a row of another tab: by ID, otherwise by name and date of birth.

		Args:
			reader: the reader of the other tab.
			found: the values of its row.
			person: the identifying values of that row.
			tab: the other tab's name, for the message.

		Returns:
			The row number, or `NO_CHILD`, and the findings.
		"""
		key = id_key(person.child_id)
		if key:
			line = self._by_id.get(key, NO_CHILD)
			if line:
				return line, self._differences(reader, found, person, line)
			return NO_CHILD, [self._not_listed(reader, found, f"ID {person.child_id}", "child_id", NO_CHILD)]
		words = name_words(person.first_name, person.last_name)
		label = f"{person.first_name} {person.last_name}".strip()
		lines = [
			line
			for line in self._by_name.get(words, ())
			if person.date_of_birth is None
			or self._people[line].date_of_birth in (None, person.date_of_birth)
		]
		if len(lines) == 1:
			return lines[0], []
		if not lines:
			return NO_CHILD, [
				self._not_listed(reader, found, Message("“{0}”", label), "full_name", self._meant(words))
			]
		return NO_CHILD, [self._ambiguous(reader, found, label, lines, tab)]

	@staticmethod
	def _ambiguous(reader: RowReader, found: RowValues, label: str, lines: list[int], tab: str) -> Finding:
		rows = ", ".join(str(line) for line in lines)
		return reader.finding(
			Severity.REFUSED,
			found.line,
			Message("“{0}” could be any of the rows {1} on All Data.", label, rows),
			Message("Write the child's ID into the row on {0}.", tab),
			"full_name",
		)

	def _meant(self, words: tuple[str, ...]) -> int:
		"""Returns the row of the only child whose name is nearly this one, or is shortened to it, or `NO_CHILD`."""
		lines = [
			line
			for others, found in self._by_name.items()
			if nearly_same(words, others) or shortened(words, others)
			for line in found
		]
		return lines[0] if len(lines) == 1 else NO_CHILD

	def _not_listed(self, reader: RowReader, found: RowValues, who: str, column: str, meant: int) -> Finding:
		"""`meant` is the row of the child who may be meant: the ID, or else the name, is suggested."""
		child = self._people.get(meant)
		name = f"{child.first_name} {child.last_name}".strip() if child else ""
		by_id = bool(child and child.child_id and "child_id" in reader.columns)
		return reader.finding(
			Severity.REFUSED,
			found.line,
			Message("The child with {0} is not on All Data.", who)
			if who.startswith("ID")
			else Message("{0} is not on All Data.", who),
			Message("Add the child to All Data, or correct the ID or name.")
			if not child
			else Message("Is it {0}, row {1} on All Data?", name, meant),
			"child_id" if by_id else column,
			suggestion=child.child_id if child and by_id else name,
		)

	def _differences(self, reader: RowReader, found: RowValues, person: Identity, line: int) -> list[Finding]:
		"""Trusts the ID; a different name or date of birth is a warning."""
		other = self._people[line]
		mine = name_words(person.first_name, person.last_name)
		theirs = name_words(other.first_name, other.last_name)
		what = []
		if mine and theirs and mine != theirs and not shortened(mine, theirs):
			what.append(Message("name"))
		if person.date_of_birth and other.date_of_birth and person.date_of_birth != other.date_of_birth:
			what.append(Message("date of birth"))
		if not what:
			return []
		differing = (
			Message(
				"The {0} and the {1} differ from row {2} on All Data, which has the same ID.", *what, line
			)
			if len(what) > 1
			else Message("The {0} differs from row {1} on All Data, which has the same ID.", what[0], line)
		)
		return [
			reader.finding(
				Severity.WARNING,
				found.line,
				differing,
				Message("Check that the ID belongs to the right child. The values on All Data are used."),
				"child_id",
			)
		]
