"""Which records may be the same child: same ID, same UPN, or same name and date of birth.

Records are put into indexes first, so the work grows with the number of records and not with its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rapidfuzz.distance import OSA

from ppoc.messages import Message

TYPO_FROM_LENGTH = 4
"""A word shorter than this must agree letter by letter: “Ann” and “Ian” are two names."""
TYPO_BLOCK = 300
"""With more records than this on one date of birth (a placeholder date), only equal names are compared."""
TEMPORARY_UPN = re.compile(r"^UN[1-5]$")
"""Codes the SSDA903 return uses where there is no UPN (rule 168): they say nothing of who it is."""


class Strength(str, Enum):
	"""How sure it is that two records are one child."""

	CERTAIN = "Certain"
	"""Same ID, or same UPN with the same date of birth."""
	LIKELY = "Likely"
	"""Same name and date of birth, or same UPN."""
	POSSIBLE = "Possible"
	"""Nearly the same name and the same date of birth: twins look like this too."""


STRENGTHS = tuple(Strength)


@dataclass(frozen=True)
class Person:
	"""What a record says about who it is.

	Attributes:
		key: the record's name, or a row number.
		child_id: ID in the case system.
		upn: unique pupil number.
		first_name: given names.
		last_name: family name.
		date_of_birth: None where unknown.
	"""

	key: str
	child_id: str = ""
	upn: str = ""
	first_name: str = ""
	last_name: str = ""
	date_of_birth: date | None = None


@dataclass(frozen=True)
class Pair:
	"""Two records that may be one child; `first` comes before `second` in the order given."""

	first: str
	second: str
	reason: str
	strength: Strength


def id_key(child_id: str | None) -> str:
	"""An ID as it is compared: capitals, no spaces or punctuation, no leading zeros."""
	compact = re.sub(r"[^0-9A-Z]", "", (child_id or "").upper())
	return compact.lstrip("0") or compact[:1]


def upn_key(upn: str | None) -> str:
	"""A UPN as it is compared; "" for none and for the codes that stand for none."""
	compact = re.sub(r"[^0-9A-Z]", "", (upn or "").upper())
	return "" if TEMPORARY_UPN.match(compact) else compact


def name_words(*names: str | None) -> tuple[str, ...]:
	"""The words of a name in alphabetical order: lower case, no accents, hyphens or apostrophes."""
	joined = " ".join(name or "" for name in names).replace("'", "").replace("’", "")
	plain = unicodedata.normalize("NFKD", joined.lower())
	plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
	plain = plain.translate({ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("ß"): "ss", ord("æ"): "ae"})
	return tuple(sorted(word for word in re.split(r"[\W_]+", plain) if word))


class PersonIndex:
	"""Records filed by everything they can be recognised by."""

	def __init__(self, people: Iterable[Person] = ()) -> None:
		self._by_id: dict[str, list[Person]] = defaultdict(list)
		self._by_upn: dict[str, list[Person]] = defaultdict(list)
		self._by_birth: dict[date, list[Person]] = defaultdict(list)
		self._by_name: dict[tuple[date, tuple[str, ...]], list[Person]] = defaultdict(list)
		for person in people:
			self.add(person)

	def add(self, person: Person) -> None:
		"""File one more record."""
		if key := id_key(person.child_id):
			self._by_id[key].append(person)
		if key := upn_key(person.upn):
			self._by_upn[key].append(person)
		words = name_words(person.first_name, person.last_name)
		if person.date_of_birth and words:
			self._by_birth[person.date_of_birth].append(person)
			self._by_name[person.date_of_birth, words].append(person)

	def matches(self, person: Person) -> list[Pair]:
		"""The filed records that may be the same child as this one, the surest first.

		Args:
			person: the record to look for; a filed record of the same key is passed over.

		Returns:
			At most one pair for each other record, with its strongest reason.
		"""
		best: dict[str, Pair] = {}
		for other, reason, strength in self._candidates(person):
			known = best.get(other.key)
			if other.key != person.key and (known is None or _rank(strength) < _rank(known.strength)):
				best[other.key] = Pair(person.key, other.key, reason, strength)
		return sorted(best.values(), key=lambda pair: (_rank(pair.strength), pair.second))

	def _candidates(self, person: Person) -> Iterator[tuple[Person, str, Strength]]:
		if key := id_key(person.child_id):
			for other in self._by_id.get(key, ()):
				yield other, "Same ID", Strength.CERTAIN
		if key := upn_key(person.upn):
			for other in self._by_upn.get(key, ()):
				same_birth = person.date_of_birth and person.date_of_birth == other.date_of_birth
				yield other, "Same UPN", Strength.CERTAIN if same_birth else Strength.LIKELY
		words = name_words(person.first_name, person.last_name)
		if person.date_of_birth and words:
			yield from self._by_name_and_birth(person, words, person.date_of_birth)

	def _by_name_and_birth(
		self, person: Person, words: tuple[str, ...], birth: date
	) -> Iterator[tuple[Person, str, Strength]]:
		for other in self._by_name.get((birth, words), ()):
			strength = Strength.POSSIBLE if _upns_differ(person, other) else Strength.LIKELY
			yield other, Message("Same name and date of birth"), strength
		block = self._by_birth.get(birth, ())
		if len(block) > TYPO_BLOCK:
			return
		for other in block:
			if nearly_same(words, name_words(other.first_name, other.last_name)):
				yield other, Message("Nearly the same name and the same date of birth"), Strength.POSSIBLE


def find_pairs(people: Iterable[Person]) -> list[Pair]:
	"""Every pair of records that may be one child, each pair once.

	Args:
		people: the records; keys must differ.

	Returns:
		The pairs, in the order in which their later record came.
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
	"""Whether two names differ by one slip of the keyboard in one word, or by one name left out.

	Args:
		words: a name as `name_words` gives it.
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


def _same_without_spaces(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
	"""“Anne Marie” and “Annemarie”: the words of one name run together in the other."""
	mine = [word for word in words if word not in others]
	theirs = [word for word in others if word not in words]
	longer, shorter = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
	if len(shorter) != 1 or len(longer) != 2:
		return False
	return shorter[0] in ("".join(longer), "".join(reversed(longer)))


def _upns_differ(person: Person, other: Person) -> bool:
	mine, theirs = upn_key(person.upn), upn_key(other.upn)
	return bool(mine and theirs and mine != theirs)


def _rank(strength: Strength) -> int:
	return STRENGTHS.index(strength)
