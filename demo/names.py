"""Invented names, put together from syllables by a seed. No list of real people is used anywhere."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from ppoc.children.nhs_numbers import nhs_fault

FIRST_HEADS = (
	"Tam Bel Cor Dar El Fen Gar Hal Is Jor Kel Lor Mer Nor Or Per Quen Ros Sel Tor Ull Ver Wen Yar Zel Bri Cal Dov"
).split()
FIRST_TAILS = "sin wyn dra mar enna lin ven bela ric na ley don tha sa vin rel ian isk etta oll".split()
LAST_HEADS = (
	"Orr Brack Fenn Holl Ask Thrip Wend Marr Cald Dunn Ell Garv Hask Ling Mott Nett Pell Rusk Sedd Tarr Ulv Vess"
	" Wick Yarl Crosk Drab Froth Grimb Kest"
).split()
LAST_TAILS = (
	"elby enshaw erby owmere owick leth inford amsby erdale ingley oway unthorpe askell imore ensby".split()
)


def first_names(seed: str) -> Iterator[str]:
	"""Endless first names; the first few hundred are all different."""
	return _endless([head + tail for head in FIRST_HEADS for tail in FIRST_TAILS], f"{seed}:first")


def last_names(seed: str) -> Iterator[str]:
	"""Endless last names; the first few hundred are all different."""
	return _endless([head + tail for head in LAST_HEADS for tail in LAST_TAILS], f"{seed}:last")


def _endless(names: list[str], seed: str) -> Iterator[str]:
	draw = random.Random(seed)
	while True:
		draw.shuffle(names)
		yield from names


def invented_nhs_number(child_id: str) -> str:
	"""Returns a number of the range that the NHS keeps for tests (999…), with its check digit.

	Args:
		child_id: the child's ID; the same ID has the same number.
	"""
	first = int(re.sub(r"[^0-9]", "", child_id) or 0) * 100
	numbers = (f"999{(first + step) % 10_000_000:07}" for step in range(100))
	return next(number for number in numbers if not nhs_fault(number))
