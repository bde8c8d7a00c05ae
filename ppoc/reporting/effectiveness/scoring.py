"""Averages of scores and changes since the last review. Plain Python.

The scale is from the first source, appendix 5: 5 always, 4 often, 3 sometimes, 2 rarely, 1 never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SCORES = ("", "1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Score:
	"""One criterion with its score; 0 if it is not scored yet."""

	criterion: str
	section: str
	score: int


@dataclass
class Changes:
	"""Criteria whose score rose, fell or stayed the same: name, score before, score now."""

	risen: list[tuple[str, int, int]] = field(default_factory=list)
	fallen: list[tuple[str, int, int]] = field(default_factory=list)
	same: list[tuple[str, int, int]] = field(default_factory=list)


def average(scores: Iterable[Score], section: str = "") -> float:
	"""Returns the average of the scores given, in one section if it is named; 0 if there are none."""
	given = [one.score for one in scores if one.score and section in ("", one.section)]
	return round(sum(given) / len(given), 2) if given else 0.0


def changes(scores: Iterable[Score], before: Mapping[str, int]) -> Changes:
	"""Returns the changes of each criterion that both reviews scored."""
	found = Changes()
	for one in scores:
		was = before.get(one.criterion, 0)
		if one.score and was:
			kind = found.risen if one.score > was else found.fallen if one.score < was else found.same
			kind.append((one.criterion, was, one.score))
	return found
