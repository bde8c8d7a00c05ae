"""Finds the names of children in a text that may hold none. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppoc.children.duplicates.matching import name_words

MONTHS = frozenset(("april", "may", "june", "august"))
ALSO_WORDS = MONTHS | frozenset(
	(
		"amber angel art ash autumn bill black blue bond bright brook brown carter chase church clay cliff cook cross"
		" dale daisy dawn day dean drew earl eve faith field fisher ford forest frank gay gene grace grant green"
		" grey guy hall harmony heath heather hill holly honey hope hunter iris ivy jack jade jay joy justice king"
		" lane law lee lily long love mark mason mercy mike miles miller moore north page park parker pat patience"
		" pearl penny poppy porter prince ray reed rich river rob robin rose ruby sandy sharp short sky small smart"
		" star stone storm street summer sunny sue taylor terry violet ward water way west white will winter wood"
		" wright young"
	).split()
)
"""Names that are ordinary words too. Such a name counts where a capital shows that it is one, a month's only beside
another name of the same child."""
SHORTEST = 2
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
BEGINS_SENTENCE = re.compile(r"(?:^|[.!?:\n])\W*$")


@dataclass(frozen=True)
class Named:
	"""A child with the names by which people know it."""

	first_name: str
	last_name: str


@dataclass(frozen=True)
class Word:
	"""A word of a text: as it is written, as names are compared, and whether its capital is one of a name."""

	written: str
	plain: frozenset[str]
	capital: bool


def names_in(text: str | None, children: Iterable[Named]) -> list[str]:
	"""Returns the words of a text that are names of these children, as they are written, each once.

	Capitals, accents, apostrophes and a possessive make no difference.
	"""
	words = list(_words(text or ""))
	found: dict[str, None] = {}
	for child in children:
		names = {name for name in name_words(child.first_name, child.last_name) if len(name) >= SHORTEST}
		for number, word in enumerate(words):
			here = word.plain & names
			beside = {name for near in words[max(0, number - 1) : number + 2] for name in near.plain & names}
			if here - ALSO_WORDS or (here and len(beside) > 1) or (word.capital and here - MONTHS):
				found.setdefault(word.written)
	return list(found)


def _words(text: str) -> Iterator[Word]:
	for match in WORD.finditer(text):
		written = match.group()
		in_sentence = not BEGINS_SENTENCE.search(text[: match.start()])
		yield Word(written, frozenset(_plain(written)), written[:1].isupper() and in_sentence)


def _plain(word: str) -> set[str]:
	"""Returns a word as names are compared: whole, without a possessive, and each part between hyphens."""
	plain = {word, re.sub(r"['’]s?$", "", word)}
	return {part for form in plain for part in name_words(form)} | {
		"".join(name_words(form)) for form in plain
	}
