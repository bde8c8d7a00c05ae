"""Maps the columns of a file to the fields of a record, and finds records by what people write.

A mapping is a plain dict from column name to field name, so it can be saved and used for the next file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

SUGGEST_FROM = 0.82
"""Columns with a lower similarity get no suggestion; a person has to choose."""
WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
INITIALS = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b")
NOT_WORD = re.compile(r"[^a-z0-9]+")
WORDS_OF_NO_WEIGHT = frozenset({"the", "of", "a", "an", "s", "child", "childs", "please", "enter"})
ABBREVIATIONS = {
	"sw": "social worker",
	"ssw": "supervising social worker",
	"iro": "independent reviewing officer",
	"dob": "date of birth",
	"no": "number",
	"pred": "predicted",
	"assmt": "assessment",
	"exp": "expected",
}


@dataclass(frozen=True)
class TargetField:
	"""A field that a column can be mapped to.

	Attributes:
		name: field name of the record.
		label: what people call it.
		kind: "text", "date", "check", "choice", "link", "identifier" or "number".
		synonyms: other column names for it.
		required: whether a file without such a column cannot be loaded.
		lenient: whether an invalid value is left out with a warning instead of refusing the row.
		choices: for a choice, the accepted spellings by stored value.
		longest: the most characters of a text that the field keeps; 0 for any number.
		keeps_words: whether the words of an invalid value are kept elsewhere, so that it is left out with a warning.
	"""

	name: str
	label: str
	kind: str = "text"
	synonyms: tuple[str, ...] = ()
	required: bool = False
	lenient: bool = False
	choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
	longest: int = 140
	keeps_words: bool = False

	def names(self) -> tuple[str, ...]:
		"""Returns every name that a column of this field may have, the label first."""
		return (self.label, self.name.replace("_", " "), *self.synonyms)


@dataclass(frozen=True)
class Suggestion:
	"""A column and its likely field.

	Attributes:
		header: column name in the file.
		field: field name of the record.
		confidence: 1 for a known name, down to `SUGGEST_FROM`.
	"""

	header: str
	field: str
	confidence: float


@dataclass(frozen=True)
class AppliedMapping:
	"""A saved mapping applied to the columns of a file.

	Attributes:
		columns: column name in this file by field name.
		missing: columns that the saved mapping names and the file lacks.
		new: columns of the file that the saved mapping does not mention.
		required_missing: labels of required fields without a column.
	"""

	columns: dict[str, str]
	missing: tuple[str, ...]
	new: tuple[str, ...]
	required_missing: tuple[str, ...]


def normalise(name: str) -> str:
	"""Normalises a name: lower case, no accents, `CamelCase` split into words, D.O.B. as dob."""
	joined = INITIALS.sub(lambda match: match[0].replace(".", ""), name)
	spaced = WORD_BREAK.sub(" ", joined)
	plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
	return NOT_WORD.sub(" ", plain).strip()


def suggest(headers: Sequence[str], fields: Sequence[TargetField]) -> list[Suggestion]:
	"""Suggests a field for each column that resembles one; uses each field and each column at most once.

	Args:
		headers: column names of the file.
		fields: the fields to choose from.

	Returns:
		Suggestions in the order of the columns.
	"""
	scored = [
		(_similarity(header, target), -position, -order, header, target.name)
		for position, header in enumerate(headers)
		for order, target in enumerate(fields)
	]
	taken: dict[str, Suggestion] = {}
	used: set[str] = set()
	for score, _position, _order, header, name in sorted(scored, reverse=True):
		if score < SUGGEST_FROM:
			break
		if header not in taken and name not in used:
			taken[header] = Suggestion(header, name, round(score, 2))
			used.add(name)
	return [taken[header] for header in headers if header in taken]


def _similarity(header: str, target: TargetField) -> float:
	"""Returns 1 for a known name, otherwise how similar the words are, always below 1."""
	wanted = _spelled_out(header)
	names = [_spelled_out(name) for name in target.names()]
	if not wanted:
		return 0.0
	if wanted in names:
		return 1.0
	if _core(wanted) and _core(wanted) in {_core(name) for name in names}:
		return 0.96
	return max(fuzz.token_sort_ratio(wanted, name) for name in names) / 100 * 0.95


def _spelled_out(name: str) -> str:
	return " ".join(ABBREVIATIONS.get(word, word) for word in normalise(name).split())


def _core(name: str) -> str:
	return " ".join(sorted(set(name.split()) - WORDS_OF_NO_WEIGHT))


def apply_saved(
	saved: Mapping[str, str], headers: Sequence[str], fields: Sequence[TargetField]
) -> AppliedMapping:
	"""Applies a saved mapping to a file whose columns may have moved, been respelt, added or removed.

	Args:
		saved: field name by column name; an empty field name means “leave this column out”.
		headers: column names of the file.
		fields: the fields of the record.

	Returns:
		The columns to use, and what differs.
	"""
	by_name = {normalise(header): header for header in headers}
	known = {target.name for target in fields}
	columns: dict[str, str] = {}
	missing = []
	for column, name in saved.items():
		header = by_name.get(normalise(column))
		if header is None:
			missing.append(column)
		elif name in known:
			columns.setdefault(name, header)
	spoken_of = {normalise(column) for column in saved}
	return AppliedMapping(
		columns,
		tuple(missing),
		tuple(header for header in headers if normalise(header) not in spoken_of),
		tuple(target.label for target in fields if target.required and target.name not in columns),
	)


class NameIndex:
	"""Finds a record by what people write: its name in any case and spacing, or another known name."""

	def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
		"""Builds the index from pairs of (what people may write, the record's name)."""
		self._records: dict[str, set[str]] = {}
		self._labels: dict[str, str] = {}
		for written, record in entries:
			self._records.setdefault(normalise(written), set()).add(record)
			self._labels.setdefault(record, written)

	def find(self, written: str) -> set[str]:
		"""Returns the records that this text may mean: none, one, or several with the same name."""
		return self._records.get(normalise(written), set())

	def nearest(self, written: str, count: int = 3) -> list[str]:
		"""Returns the labels most similar to a text, for a message."""
		wanted = normalise(written)
		ranked = sorted(
			self._labels.values(), key=lambda label: -fuzz.token_sort_ratio(wanted, normalise(label))
		)
		return ranked[:count]

	def labels(self) -> list[str]:
		"""Returns every record's first label, sorted."""
		return sorted(self._labels.values())
