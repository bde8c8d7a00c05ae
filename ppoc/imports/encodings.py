"""Decodes the letters of a file: UTF-8, or Windows-1252 as Excel saves its ordinary CSV, and mends doubly coded text.

“Siân” that was saved as UTF-8 and opened as Windows-1252 reads “SiÃ¢n”. Nobody writes that, so it is mended.
"""

from __future__ import annotations

import re
import unicodedata

_LATER_BYTES = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xC0))
_DOUBLY = re.compile(
	f"[\u00c3-\u00c5][{re.escape(_LATER_BYTES)}]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac[{re.escape(_LATER_BYTES)}]"
)
"""A letter of two or three bytes whose bytes were taken for letters of Windows-1252."""
_WRITTEN = frozenset("’‘“”–—…£€°·§©®´½¼¾«»\u00a0•™")
LOST = "\ufffd"
"""Stands where a letter was lost."""


def mended(text: str) -> str:
	"""Returns a text with doubly coded letters put right and accents in one form."""
	if text.isascii():
		return text
	if _DOUBLY.search(text):
		text = _DOUBLY.sub(_once, text)
	return unicodedata.normalize("NFC", text)


def is_doubly_coded(text: str) -> bool:
	"""Returns whether a text has doubly coded letters."""
	return not text.isascii() and bool(_DOUBLY.search(text))


def _once(match: re.Match[str]) -> str:
	try:
		return b"".join(map(_byte, match[0])).decode("utf-8")
	except UnicodeDecodeError:
		return match[0]


def _byte(letter: str) -> bytes:
	try:
		return letter.encode("cp1252")
	except UnicodeEncodeError:
		return letter.encode("latin-1")


def windows_text(content: bytes) -> str | None:
	"""Decodes Windows-1252, or returns None if the text is in some other encoding.

	In the old encodings of DOS and the Mac, letters with accents turn into marks or capitals within a word when they
	are read as Windows-1252: “Ren‚”, “RenŽ”.

	Args:
		content: the file, which is not UTF-8.
	"""
	try:
		text = content.decode("cp1252")
	except UnicodeDecodeError:
		return None
	for word in re.findall(r"\S*[^\x00-\x7f]\S*", text):
		if any(_is_strange(word, place) for place in range(len(word))):
			return None
	return text


def _is_strange(word: str, place: int) -> bool:
	letter = word[place]
	before = word[place - 1 : place]
	if letter.isascii():
		return False
	if letter.isalpha() and letter not in "ƒªº":
		return letter.isupper() and before.isalpha() and before.islower()
	return letter not in _WRITTEN
