"""Compares IDs from case systems, however a spreadsheet, an export or a person has written them.

An ID is what it says: what is not surely the same is another ID. Nothing inside an ID is taken out, so 4001.5 is
neither 4001 nor 40015, and 12-3 is not 123.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

Held = TypeVar("Held")

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_KEPT_AS_TEXT = re.compile(r'="(.*)"|[\'’‘`](.+)')
"""How people keep a spreadsheet from changing an ID: a formula with a text, or an apostrophe in front."""
_NUMBER = re.compile(r"(\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.0*)?")
"""A whole number as programs write it: 4001, 4001.0, 4,001."""
_SHORTENED = re.compile(r"\d(?:\.\d+)?E[+-]\d+|#+", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\W_]+")
LONGEST_EXACT = 15
"""A spreadsheet keeps this many digits of a number and turns the rest into zeros."""


def written_id(text: str | None) -> str:
	"""Returns an ID as it is meant: without the marks that programs add, with its leading zeros.

	Args:
		text: the ID in the file, such as 4001.0, '0012, ="0012" or 4,001.
	"""
	plain = text or ""
	if plain.isascii() and plain.isalnum():
		return plain
	plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain)).strip()
	if kept := _KEPT_AS_TEXT.fullmatch(plain):
		plain = (kept[1] or kept[2] or "").strip()
	if number := _NUMBER.fullmatch(plain):
		plain = re.sub("[, ]", "", number[1])
	return plain


def is_shortened(text: str | None) -> bool:
	"""Returns whether a spreadsheet has shortened an ID, as in 1.23457E+11, so that nobody can say whose it is."""
	return bool(_SHORTENED.fullmatch((text or "").strip()))


def id_key(text: str | None) -> str:
	"""Returns what two spellings of one ID have in common; "" if there is none.

	Capitals, spaces and hyphens beside a letter do not count, nor do the leading zeros of a number, which spreadsheets
	drop. A separator between two digits counts.

	Args:
		text: the ID as written.
	"""
	plain = written_id(text).upper()
	if not plain.isalnum():
		plain = _SEPARATORS.sub(" ", plain)
		plain = re.sub(r"(?<=\d) (?=\d)", "-", plain.strip()).replace(" ", "")
	return (plain.lstrip("0") or plain[:1]) if plain.isdigit() else plain


class HeldIDs(Generic[Held]):
	"""Finds what is held under an ID: as it is written if there is such an ID, otherwise under another spelling."""

	def __init__(self, entries: Iterable[tuple[str, Held]] = ()) -> None:
		"""Builds the register from pairs of (ID, what is held under it)."""
		self._as_written: dict[str, Held] = {}
		self._by_key: dict[str, dict[str, Held]] = defaultdict(dict)
		for written, held in entries:
			self.add(written, held)

	def add(self, written: str, held: Held) -> None:
		"""Adds one ID; a later entry under the same one takes its place."""
		label = written_id(written).upper()
		self._as_written[label] = held
		if key := id_key(label):
			self._by_key[key][label] = held

	def find(self, written: str) -> Held | None:
		"""Returns what is held under this ID, or None if there is nothing, or more than one under other spellings."""
		found = self._as_written.get(written_id(written).upper())
		if found is not None:
			return found
		spellings = self._spellings(written)
		different = {id(held): held for held in spellings.values()}
		return next(iter(different.values())) if len(different) == 1 else None

	def alike(self, written: str) -> list[str]:
		"""Returns the held IDs that this could be, if it is none of them as written and more than one otherwise."""
		if written_id(written).upper() in self._as_written:
			return []
		spellings = self._spellings(written)
		return sorted(spellings) if len(set(map(id, spellings.values()))) > 1 else []

	def _spellings(self, written: str) -> dict[str, Held]:
		return self._by_key.get(id_key(written), {})
