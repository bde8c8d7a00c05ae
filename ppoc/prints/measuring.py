"""How many lines a text takes in a column. Plain arithmetic over the widths of a common sans-serif face."""

from __future__ import annotations

# Widths in thousandths of the type size (Helvetica's, which Arial and Liberation Sans share).
_WIDTHS = {
	**dict.fromkeys("ijl'", 222),
	**dict.fromkeys(" !,./:;[]\\ftI|", 278),
	**dict.fromkeys("-()`r{}", 333),
	**dict.fromkeys('*"^', 420),
	**dict.fromkeys("ckszvxyJ", 500),
	**dict.fromkeys("abdeghnopqu0123456789$#_?L", 556),
	**dict.fromkeys("+<=>~FTZ", 611),
	**dict.fromkeys("ABEKPSVXY&", 667),
	**dict.fromkeys("CDHNRUw", 722),
	**dict.fromkeys("GOQ", 778),
	**dict.fromkeys("mM", 833),
	**dict.fromkeys("W%", 944),
}
_OTHER = 600
_WIDE = 1000
_SAFETY = 1.2
"""The faces that Linux servers put in its place are wider; a page rather holds a line less than one too many."""


def width(text: str) -> float:
	"""Width of `text` in ems."""
	units = sum(_WIDTHS.get(letter) or (_WIDE if ord(letter) > 0x1100 else _OTHER) for letter in text)
	return units * _SAFETY / 1000


def lines(text: str, room: float) -> int:
	"""Lines that `text` takes in a column of `room` ems, broken between words and inside overlong ones."""
	return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


def _lines_of_paragraph(paragraph: str, room: float) -> int:
	count, used, space = 1, 0.0, width(" ")
	for word in paragraph.split():
		needed = width(word)
		if used and used + space + needed > room:
			count, used = count + 1, 0.0
		if needed > room:
			count += int(needed / room)
			needed %= room
		used += needed + (space if used else 0.0)
	return count
