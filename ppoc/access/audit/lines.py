"""What waits to be written: a request's question and answer, before it is known which children they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
	"""One request as it was answered.

	shown: words of the answer that can be names; asked: words of the question.
	not_there: the answer was that there is no such record; it is a refusal if there is one.
	certain: it was refused on a case record for certain, whatever can be found out about its words.
	"""

	name: str
	at: str
	user: str
	outcome: str
	door: str
	called: str = ""
	record_type: str = ""
	record: str = ""
	report: str = ""
	file: str = ""
	what: str = ""
	address: str = ""
	impersonated_by: str = ""
	shown: tuple[str, ...] = ()
	asked: tuple[str, ...] = ()
	certain: bool = False
	not_there: bool = False

	def as_dict(self) -> dict[str, Any]:
		"""Returns the values, for a file."""
		return vars(self)


def line_of(values: dict[str, Any]) -> Line:
	"""Returns the line that a file holds; values that this version does not know are left out."""
	known = {key: value for key, value in values.items() if key in Line.__dataclass_fields__}
	for key in ("shown", "asked"):
		known[key] = tuple(known.get(key) or ())
	return Line(**known)


def words_of(lines: Iterable[Line]) -> set[str]:
	"""Returns all words of these lines."""
	return {word for line in lines for word in (*line.shown, *line.asked, line.record) if word}
