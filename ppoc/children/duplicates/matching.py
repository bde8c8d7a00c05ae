"""Finds records that may be the same child: same ID, UPN, NHS or other number, or same name and date of birth.

Indexes the records first, so that the time grows with the number of records and not with its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rapidfuzz.distance import OSA

from ppoc.children.blank_words import is_nothing
from ppoc.children.identifiers import id_key
from ppoc.children.nhs_numbers import nhs_digits
from ppoc.messages import Message

TYPO_FROM_LENGTH = 4
"""A shorter word must match letter by letter: “Ann” and “Ian” are two names."""
TYPO_BLOCK = 300
"""If more records than this share a date of birth (a placeholder date), only equal names are compared."""
TEMPORARY_UPN = re.compile(r"^UN[1-5]$")
"""Codes that the SSDA903 return uses if there is no UPN (rule 168): they do not identify a child."""
FORMER_UPN = "Former UPN"
IDENTIFYING = (FORMER_UPN, "Adoption agency number", "Home Office reference")
"""Numbers in other services that one child has. Brothers and sisters share the number of a court case."""


class Strength(str, Enum):
	"""How certain it is that two records are the same child."""

	CERTAIN = "Certain"
	"""Same ID or NHS number, or same UPN with the same date of birth."""
	LIKELY = "Likely"
	"""Same name and date of birth, same UPN, or same number in another service."""
	POSSIBLE = "Possible"
	"""Nearly the same name and the same date of birth, which can also be twins."""


STRENGTHS = tuple(Strength)


@dataclass(frozen=True)
class Identity:
	"""The identifying fields of a record.

	Attributes:
		key: the record's name, or a row number.
		child_id: ID in the case system.
		upn: unique pupil number.
		first_name: given names.
		last_name: family name.
		date_of_birth: None if unknown.
		unborn: whether the date of birth is only expected. Unborn twins have the same, and are two.
		nhs_number: "" if unknown.
		others: numbers in other services, as (kind, number); kinds that are not `IDENTIFYING` do not count.
	"""

	key: str
	child_id: str = ""
	upn: str = ""
	first_name: str = ""
	last_name: str = ""
	date_of_birth: date | None = None
	unborn: bool = False
	nhs_number: str = ""
	others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pair:
	"""Two records that may be the same child; `first` comes before `second` in the given order."""

	first: str
	second: str
	reason: str
	strength: Strength


def upn_key(upn: str | None) -> str:
	"""Normalises a UPN for comparison; "" if there is none or only a code for a missing one."""
	if is_nothing(upn or ""):
		return ""
	compact = re.sub(r"[^0-9A-Z]", "", (upn or "").upper())
	return "" if TEMPORARY_UPN.match(compact) else compact


def other_numbers(person: Identity) -> set[tuple[str, str]]:
	"""Returns the numbers in other services that tell a child from others, as they are compared."""
	keys = {
		(kind, upn_key(number) if kind == FORMER_UPN else id_key(number)) for kind, number in person.others
	}
	return {(kind, key) for kind, key in keys if key and kind in IDENTIFYING}


def name_words(*names: str | None) -> tuple[str, ...]:
	"""Returns the words of a name in alphabetical order: lower case, without accents, hyphens or apostrophes."""
	joined = " ".join(name or "" for name in names).replace("'", "").replace("’", "")
	plain = unicodedata.normalize("NFKD", joined.lower())
	plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
	plain = plain.translate({ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("ß"): "ss", ord("æ"): "ae"})
	return tuple(sorted(word for word in re.split(r"[\W_]+", plain) if word))


def unborn(person: Identity, words: Collection[str]) -> bool:
	"""Returns whether a person is not born yet, by the record or by the name (“Unborn Marsh”)."""
	return person.unborn or "unborn" in words


class PersonIndex:
	"""Records indexed by everything they can be recognised by."""

	def __init__(self, people: Iterable[Identity] = ()) -> None:
		self._by_id: dict[str, list[Identity]] = defaultdict(list)
		self._by_upn: dict[str, list[Identity]] = defaultdict(list)
		self._by_nhs: dict[str, list[Identity]] = defaultdict(list)
		self._by_other: dict[tuple[str, str], list[Identity]] = defaultdict(list)
		self._by_birth: dict[date, list[Identity]] = defaultdict(list)
		self._by_name: dict[tuple[date, tuple[str, ...]], list[Identity]] = defaultdict(list)
		for person in people:
			self.add(person)

	def add(self, person: Identity) -> None:
		"""Adds one record to the index."""
		if key := id_key(person.child_id):
			self._by_id[key].append(person)
		if key := upn_key(person.upn):
			self._by_upn[key].append(person)
		if key := nhs_digits(person.nhs_number):
			self._by_nhs[key].append(person)
		for other in other_numbers(person):
			self._by_other[other].append(person)
		words = name_words(person.first_name, person.last_name)
		if person.date_of_birth and words:
			self._by_birth[person.date_of_birth].append(person)
			self._by_name[person.date_of_birth, words].append(person)

	def matches(self, person: Identity) -> list[Pair]:
		"""Returns the indexed records that may be the same child as this one, the surest first.

		Args:
			person: the record to look for; an indexed record with the same key is skipped.

		Returns:
			At most one pair for each other record, with the strongest reason.
		"""
		best: dict[str, Pair] = {}
		for other, reason, strength in self._candidates(person):
			known = best.get(other.key)
			if other.key != person.key and (known is None or _rank(strength) < _rank(known.strength)):
				best[other.key] = Pair(person.key, other.key, reason, strength)
		return sorted(best.values(), key=lambda pair: (_rank(pair.strength), pair.second))

	def _candidates(self, person: Identity) -> Iterator[tuple[Identity, str, Strength]]:
		if key := id_key(person.child_id):
			for other in self._by_id.get(key, ()):
				yield other, "Same ID", Strength.CERTAIN
		if key := upn_key(person.upn):
			for other in self._by_upn.get(key, ()):
				same_birth = person.date_of_birth and person.date_of_birth == other.date_of_birth
				yield other, "Same UPN", Strength.CERTAIN if same_birth else Strength.LIKELY
		if key := nhs_digits(person.nhs_number):
			for other in self._by_nhs.get(key, ()):
				yield other, Message("Same NHS number"), Strength.CERTAIN
		yield from self._by_other_numbers(person)
		words = name_words(person.first_name, person.last_name)
		if person.date_of_birth and words:
			yield from self._by_name_and_birth(person, words, person.date_of_birth)

	def _by_other_numbers(self, person: Identity) -> Iterator[tuple[Identity, str, Strength]]:
		"""Yields who has the same number in another service, or a UPN that the other one had before."""
		for kind, key in other_numbers(person):
			for other in self._by_other.get((kind, key), ()):
				yield other, Message("Same number in another service"), Strength.LIKELY
			if kind == FORMER_UPN:
				for other in self._by_upn.get(key, ()):
					yield other, Message("Same UPN as before"), Strength.LIKELY
		for other in self._by_other.get((FORMER_UPN, upn_key(person.upn)), ()):
			yield other, Message("Same UPN as before"), Strength.LIKELY

	def _by_name_and_birth(
		self, person: Identity, words: tuple[str, ...], birth: date
	) -> Iterator[tuple[Identity, str, Strength]]:
		for other in self._by_name.get((birth, words), ()):
			if unborn(person, words) and unborn(other, words):
				continue
			strength = Strength.POSSIBLE if _upns_differ(person, other) else Strength.LIKELY
			yield other, Message("Same name and date of birth"), strength
		block = self._by_birth.get(birth, ())
		if len(block) > TYPO_BLOCK:
			return
		for other in block:
			others = name_words(other.first_name, other.last_name)
			if nearly_same(words, others) and not (unborn(person, words) and unborn(other, others)):
				yield other, Message("Nearly the same name and the same date of birth"), Strength.POSSIBLE


def find_pairs(people: Iterable[Identity]) -> list[Pair]:
	"""Returns every pair of records that may be the same child, each pair once.

	Args:
		people: the records; keys must differ.

	Returns:
		The pairs, in the order of their later records.
	"""
	index = PersonIndex()
	pairs: list[Pair] = []
	for person in people:
		pairs.extend(
			Pair(pair.second, pair.first, pair.reason, pair.strength) for pair in index.matches(person)
		)
		index.add(person)
	return pairs


def nearly_same(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
	"""Returns whether two names differ by one typing error in one word, or by one missing name.

	Args:
		words: a name as `name_words` returns it.
		others: the other name.
	"""
	mine = [word for word in words if word not in others]
	theirs = [word for word in others if word not in words]
	if not mine and not theirs:
		return words != others and min(len(words), len(others)) >= 2
	if bool(mine) != bool(theirs):
		return len(mine or theirs) == 1 and min(len(words), len(others)) >= 2
	if len(mine) != 1 or len(theirs) != 1 or len(words) < 2:
		return _same_without_spaces(words, others)
	return min(len(mine[0]), len(theirs[0])) >= TYPO_FROM_LENGTH and OSA.distance(mine[0], theirs[0]) == 1


def shortened(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
	"""Returns whether each word of a name is a word of the other or its first letters, like “F Wendinford”.

	Args:
		words: the shorter name as `name_words` returns it.
		others: the other name.
	"""
	left = list(others)
	for word in sorted(words, key=len, reverse=True):
		match = next((other for other in left if other == word), None) or next(
			(other for other in left if other.startswith(word)), None
		)
		if match is None:
			return False
		left.remove(match)
	return words != others and len(words) >= 2


def _same_without_spaces(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
	"""Returns whether two words of one name are run together in the other, like “Anne Marie” and “Annemarie”."""
	mine = [word for word in words if word not in others]
	theirs = [word for word in others if word not in words]
	longer, shorter = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
	if len(shorter) != 1 or len(longer) != 2:
		return False
	return shorter[0] in ("".join(longer), "".join(reversed(longer)))


def _upns_differ(person: Identity, other: Identity) -> bool:
	mine, theirs = upn_key(person.upn), upn_key(other.upn)
	return bool(mine and theirs and mine != theirs)


def _rank(strength: Strength) -> int:
	return STRENGTHS.index(strength)
