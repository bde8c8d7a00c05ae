"""The chain of hashes through the audit trail, and what is wrong with one.

Each entry that is sealed has the next number, and a hash over its own fingerprint and the hash before it. So
a changed, removed, added or reordered entry shows at its number. Whoever can write to the database could
compute the whole chain anew; an anchor that is kept elsewhere shows that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppoc.access.audit.entries import Entry

BEGINNING = "0" * 64


@dataclass(frozen=True)
class Seal:
	"""The place of an entry in the chain. number: from 1, without gaps. entry: the entry's name."""

	number: int
	entry: str
	hash: str


@dataclass(frozen=True)
class Anchor:
	"""The head of the chain at a moment, to be kept where nobody who runs the site can change it."""

	number: int
	hash: str
	made_at: str


@dataclass(frozen=True)
class Sealed:
	"""What the database has at one place of the chain.

	stored: the fingerprint that was written with the entry.
	listed: the children by which the entry is found.
	"""

	seal: Seal
	entry: Entry | None = None
	stored: str = ""
	listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
	"""Something wrong with the trail. number: the place in the chain. entry: its name, if it has one."""

	number: int
	entry: str
	message: str

	def __str__(self) -> str:
		named = f" ({self.entry})" if self.entry else ""
		return f"Entry {self.number}{named}: {self.message}"


def link(before: str, fingerprint: str) -> str:
	"""Returns the hash of an entry that follows the one with the hash `before`."""
	return hashlib.sha256(f"{before}{fingerprint}".encode()).hexdigest()


def seals_after(last: Seal | None, entries: Iterable[Entry]) -> list[Seal]:
	"""Returns the seals that continue the chain over these entries, in their order."""
	number, before, made = (last.number, last.hash, []) if last else (0, BEGINNING, [])
	for entry in entries:
		number, before = number + 1, link(before, entry.fingerprint)
		made.append(Seal(number, entry.name, before))
	return made


class Check:
	"""Goes through a chain from its beginning and says what is wrong.

	Args:
		removed: the hash by number up to which entries were removed under the retention rule, on record.
		anchors: heads of this chain that were kept elsewhere.
	"""

	def __init__(self, removed: dict[int, str] | None = None, anchors: Sequence[Anchor] = ()) -> None:
		self.removed = removed or {}
		self.anchors = {anchor.number: anchor for anchor in anchors}
		self.last: Seal | None = None
		self.first = 0

	def faults(self, places: Iterable[Sealed]) -> Iterator[Fault]:
		"""Yields what is wrong with the places, which come by number; may be called for one part after another."""
		for place in places:
			yield from self._start(place) if self.last is None else self._next(place)
			if (anchor := self.anchors.get(place.seal.number)) and anchor.hash != place.seal.hash:
				yield Fault(
					place.seal.number,
					place.seal.entry,
					f"the chain up to here is not the one that was anchored on {anchor.made_at}.",
				)
			self.last = place.seal

	def faults_at_the_end(self) -> Iterator[Fault]:
		"""Yields what is missing after the last place."""
		reached = self.last.number if self.last else 0
		for number, anchor in sorted(self.anchors.items()):
			if number > reached:
				yield Fault(
					reached + 1,
					"",
					f"missing, with all after it up to {number}, which was anchored on {anchor.made_at}.",
				)

	def _start(self, place: Sealed) -> Iterator[Fault]:
		number = self.first = place.seal.number
		if number == 1 and place.entry:
			yield from _contents(place, BEGINNING)
		elif self.removed.get(number) != place.seal.hash:
			yield Fault(
				1,
				"",
				f"missing, with all up to {number}; no removal of them under the retention rule is on record.",
			)

	def _next(self, place: Sealed) -> Iterator[Fault]:
		assert self.last
		missing = place.seal.number - self.last.number - 1
		if missing:
			until = f", with all up to {place.seal.number - 1}" if missing > 1 else ""
			yield Fault(self.last.number + 1, "", f"missing{until}: the numbers have a gap.")
		yield from _contents(place, "" if missing else self.last.hash)


def _contents(place: Sealed, before: str) -> Iterator[Fault]:
	"""Yields what is wrong with an entry. before: the hash before it; unknown after a gap, and then not compared."""
	seal, entry = place.seal, place.entry
	if entry is None:
		yield Fault(seal.number, seal.entry, "removed: its seal is there, the entry is not.")
		return
	if entry.fingerprint != place.stored:
		yield Fault(seal.number, seal.entry, "changed after it was written.")
	elif before and link(before, entry.fingerprint) != seal.hash:
		yield Fault(
			seal.number, seal.entry, "not the entry that was sealed here: moved, replaced or put in later."
		)
	if sorted(place.listed) != sorted(entry.children):
		yield Fault(seal.number, seal.entry, "it is not found by the children that it names.")
