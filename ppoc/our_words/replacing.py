"""Puts an authority's words in place of the app's in English texts. Plain Python, no site.

A whole word is replaced, in the singular and the plural, in the case in which it stands; "a" and "an" follow it.
Values, tags and code inside a text stay. All words are replaced in one pass, so that none is replaced twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

_LEFT_ALONE = r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|<[^<>]*>|`[^`]*`"
_SOUNDS_LIKE_A_VOWEL = re.compile(r"(?!uni|use|usu|eu|one\b|once)[aeiou]|hour|heir|honest", re.IGNORECASE)
_SINGLE_LETTER = re.compile(r"[AEFHILMNORSX][A-Z0-9]")


class Word(NamedTuple):
	"""A word of the app and the authority's word for it; plurals may be left out."""

	word: str
	ours: str
	plural: str = ""
	our_plural: str = ""


def plural_of(word: str) -> str:
	"""Returns the regular plural of an English word, or of the last word of several."""
	if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
		return word[:-1] + "ies"
	if re.search(r"(s|x|z|ch|sh)$", word, re.IGNORECASE):
		return word + "es"
	return word + "s"


def replacer(words: Iterable[Word]) -> Callable[[str], str]:
	"""Returns a function that puts these words into a text."""
	pairs: dict[str, str] = {}
	plurals: dict[str, str] = {}
	for each in words:
		plural, our_plural = each.plural or plural_of(each.word), each.our_plural or plural_of(each.ours)
		pairs.setdefault(each.word.casefold(), each.ours)
		if len(each.word) > 1 and each.word.isupper():
			pairs[each.word] = each.ours  # initials: our word is said as it was written
		pairs.setdefault(plural.casefold(), our_plural)
		plurals.setdefault(each.word.casefold(), our_plural)
	if not pairs:
		return lambda text: text
	longest_first = sorted({*pairs}, key=lambda word: (-len(word), word))
	found = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
	pattern = re.compile(
		rf"(?P<alone>{_LEFT_ALONE})|(?:\b(?P<article>an?)(?P<gap>\s+))?(?<![\w-])(?P<word>{found})(?P<or>\((?:s|es|ren)\))?(?!\w)",
		re.IGNORECASE | re.DOTALL,
	)
	return lambda text: pattern.sub(lambda match: _put(match, pairs, plurals), text)


def changed_texts(words: Iterable[Word], texts: Iterable[str]) -> Mapping[str, str]:
	"""Returns the texts that say something else with these words, each with what it then says."""
	put = replacer(words)
	return {text: said for text in texts if (said := put(text)) != text}


def _put(match: re.Match[str], pairs: Mapping[str, str], plurals: Mapping[str, str]) -> str:
	if match["alone"]:
		return match[0]
	if match["word"] in pairs and match["word"].isupper():
		return _with_article(match, pairs[match["word"]])
	key = re.sub(r"\s+", " ", match["word"]).casefold()
	if key not in pairs:  # a letter that is another one in small letters
		return match[0]
	ours = _cased(match["word"], pairs[key])
	if match["or"]:  # "child(ren)"
		one, many = ours, _cased(match["word"], plurals.get(key) or plural_of(ours))
		ours = f"{one}({many[len(one) :]})" if many.startswith(one) else f"{one}/{many}"
	return _with_article(match, ours)


def _with_article(match: re.Match[str], ours: str) -> str:
	if not match["article"]:
		return ours
	article = "an" if _sounds_like_a_vowel(ours) else "a"
	if match["article"][0] == "A":
		article = article.capitalize()
	return f"{article}{match['gap']}{ours}"


def _sounds_like_a_vowel(word: str) -> bool:
	if _SINGLE_LETTER.match(word):  # an SGO, an RO
		return True
	return bool(_SOUNDS_LIKE_A_VOWEL.match(word))


def _cased(found: str, ours: str) -> str:
	"""Returns our word in the case in which the app's word stands. Our own capitals inside a word stay."""
	if any(letter.isupper() for letter in ours[1:]) and not _is_title(ours):
		return ours
	if len(found) > 1 and found.isupper():
		return ours.upper()  # a heading
	if found[:1].isupper():
		every = _is_title(found) and " " in found
		return " ".join(_raised(part) for part in ours.split(" ")) if every else _raised(ours.lower())
	return ours.lower()


def _is_title(text: str) -> bool:
	parts = text.split()
	return all(part[:1].isupper() and part[1:] == part[1:].lower() for part in parts)


def _raised(word: str) -> str:
	return word[:1].upper() + word[1:]
