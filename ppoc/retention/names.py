"""Finds and takes out the names of a person in texts of all kinds. Plain Python.

A text may be plain, HTML, JSON or part of an address, so each name is looked for as it is written in each of them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, quote_plus

ERASED = "[erased]"
SHORTEST_NUMBER = 6
"""A number with fewer characters may be an amount or a house number in somebody else's record."""
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True)
class Person:
	"""What a child is known by.

	Attributes:
		first_name, last_name: the names.
		numbers: ID in the case system, UPN, NHS number and numbers in other services.
	"""

	first_name: str = ""
	last_name: str = ""
	numbers: tuple[str, ...] = ()


def strong_names(people: Iterable[Person], namesakes: Collection[str] = ()) -> list[str]:
	"""Returns what names a person wherever it is written: the full name, and numbers that are long enough.

	Args:
		people: the person, under each of its names.
		namesakes: full names of everybody else, as `full_name_key` gives them; a name that two people have names
			neither.
	"""
	found: list[str] = []
	for person in people:
		first, last = _tidy(person.first_name), _tidy(person.last_name)
		if first and last and full_name_key(f"{first} {last}") not in namesakes:
			found += [f"{first} {last}", f"{last}, {first}", f"{last} {first}"]
		found += [number for number in map(_tidy, person.numbers) if len(number) >= SHORTEST_NUMBER]
	return list(dict.fromkeys(found))


def full_name_key(name: str | None) -> str:
	"""Returns a full name as it is compared with others."""
	return _tidy(name).casefold()


def near_names(people: Iterable[Person], others: Iterable[str]) -> list[str]:
	"""Returns the single names that name the person among people around it: names that none of the others has.

	Args:
		people: the person, under each of its names.
		others: the names of the people around it, full or not.
	"""
	taken = {part for other in others for part in _tidy(other).casefold().split()}
	names = [name for person in people for name in _single(person)]
	return [name for name in dict.fromkeys(names) if name.casefold() not in taken]


def spellings(names: Iterable[str]) -> list[str]:
	"""Returns each name as it is written in plain text, HTML, JSON and addresses."""
	found: list[str] = []
	for name in names:
		for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
			html = escape(form)
			found += [form, html, html.replace("&#x27;", "&#39;"), form.replace("&", "&amp;")]
			found += [json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1]]
			found += [quote(form), quote_plus(form)]
	return sorted(dict.fromkeys(found), key=len, reverse=True)


class Finder:
	"""Looks for names as whole words, in any case and with any space between their parts."""

	def __init__(self, names: Iterable[str], replacement: str = ERASED) -> None:
		self.names = [name for name in dict.fromkeys(names) if name.strip()]
		self.forms = spellings(self.names)
		self.replacement = replacement
		either = "|".join(map(_pattern, self.forms))
		self.pattern = re.compile(f"(?<!\\w)(?:{either})(?!\\w)", re.IGNORECASE) if self.forms else None

	def finds(self, text: str | None) -> bool:
		"""Returns whether a text has one of the names."""
		return bool(self.pattern and text and self.pattern.search(text))

	def taken_out(self, text: str) -> str:
		"""Returns the text with `replacement` in place of each name."""
		return self.pattern.sub(lambda _found: self.replacement, text) if self.pattern else text


def readable(text: str) -> str:
	"""Returns a text in one form: composed characters, without signs that nobody sees."""
	return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def _single(person: Person) -> list[str]:
	return [name for name in (_tidy(person.first_name), _tidy(person.last_name)) if len(name) > 1]


def _tidy(text: str | None) -> str:
	return " ".join((text or "").split())


def _pattern(form: str) -> str:
	parts = [re.escape(part) for part in form.split()]
	return r"(?:\s|&nbsp;|\\n|\\t)+".join(parts)
