"""Collects a child's rows and sorts the episodes, or explains why they have no order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.parse import (
	AdoptedRow,
	AdoptionRow,
	AnyRow,
	EpisodeRow,
	HeaderRow,
	LibertyRow,
	MissingRow,
	PermanenceRow,
	ReturnRow,
	ReviewRow,
	SideRow,
	SocialWorkerRow,
	UnaccompaniedRow,
	words_of,
)
from ppoc.messages import Message

Tell = Callable[[Finding], None]
AnyOneRow = TypeVar("AnyOneRow", bound=ReturnRow)


class Spell(Protocol):
	"""The fields of an episode that separate periods of care."""

	@property
	def started_on(self) -> date | None: ...
	@property
	def ended_on(self) -> date | None: ...
	@property
	def reason_new_episode(self) -> str | None: ...
	@property
	def reason_ended(self) -> str | None: ...


AnySpell = TypeVar("AnySpell", bound=Spell)


LIST_OF_ROW: dict[type[AnyRow], str] = {
	EpisodeRow: "episodes",
	ReviewRow: "reviews",
	AdoptionRow: "adoptions",
	PermanenceRow: "permanence",
	LibertyRow: "liberty",
	MissingRow: "missing",
	SocialWorkerRow: "social_workers",
	UnaccompaniedRow: "unaccompanied",
	AdoptedRow: "adopted",
}
"""The list of a child's rows that a row goes into."""
SPELLS = {"liberty": "SSDA903 rule 702", "missing": "SSDA903 rule 567", "social_workers": ""}
"""Lists of times that begin and end, with the rule that they end after their start."""


@dataclass
class ChildRows:
	"""All rows of one child; `put_in_order` sorts each kind by time."""

	header: HeaderRow
	episodes: list[EpisodeRow] = field(default_factory=list)
	reviews: list[ReviewRow] = field(default_factory=list)
	adoptions: list[AdoptionRow] = field(default_factory=list)
	permanence: list[PermanenceRow] = field(default_factory=list)
	liberty: list[LibertyRow] = field(default_factory=list)
	missing: list[MissingRow] = field(default_factory=list)
	social_workers: list[SocialWorkerRow] = field(default_factory=list)
	unaccompanied: list[UnaccompaniedRow] = field(default_factory=list)
	adopted: list[AdoptedRow] = field(default_factory=list)

	def take(self, row: AnyRow) -> None:
		"""Adds a row of any table except Header."""
		getattr(self, LIST_OF_ROW[type(row)]).append(row)

	def beside_episodes(self) -> Iterator[SideRow | ReviewRow | AdoptionRow | PermanenceRow]:
		"""Yields the rows of every table that repeats the date of birth."""
		yield from self.reviews
		yield from self.adoptions
		yield from self.permanence
		yield from self.liberty
		yield from self.missing
		yield from self.social_workers
		yield from self.unaccompanied
		yield from self.adopted

	def pairs(self) -> Iterator[tuple[EpisodeRow, EpisodeRow | None]]:
		"""Yields each episode with the next one, or None."""
		for place, episode in enumerate(self.episodes):
			yield episode, self.episodes[place + 1] if place + 1 < len(self.episodes) else None

	def periods(self) -> list[list[EpisodeRow]]:
		"""Returns the episodes by period of care: an episode that ends with X1 continues in the next."""
		return periods_of(self.episodes)


def periods_of(episodes: Sequence[AnySpell]) -> list[list[AnySpell]]:
	"""Groups sorted episodes into periods of care.

	Args:
		episodes: one child's episodes in order.

	Returns:
		Lists of episodes. An episode continues in the next if it ended with X1, or has no end or no reason for it,
		unless the next one starts care again on another day.
	"""
	periods: list[list[AnySpell]] = []
	for episode in episodes:
		last = periods[-1][-1] if periods else None
		if last is not None and _goes_on(last, episode):
			periods[-1].append(episode)
		else:
			periods.append([episode])
	return periods


def _goes_on(last: Spell, episode: Spell) -> bool:
	if episode.reason_new_episode == codes.STARTS_CARE and last.ended_on != episode.started_on:
		return False
	return last.ended_on is None or last.reason_ended in (codes.NEXT_EPISODE, None)


def put_in_order(rows: ChildRows, tell: Tell) -> None:
	"""Sorts a child's rows by time, drops exact repetitions, and reports rows that have no place in time.

	Refuses an episode that ends before it starts, two different episodes with the same start, an episode within
	another, and a start before birth. Repetitions are warnings; a decision on adoption that does not fit costs itself.

	Args:
		rows: the child's rows, none with an unreadable date; changed in place.
		tell: called with each finding.
	"""
	for name in LIST_OF_ROW.values():
		if getattr(rows, name):
			setattr(rows, name, _once(getattr(rows, name), tell))
	rows.episodes.sort(key=episode_order)
	rows.reviews.sort(key=lambda row: (row.reviewed_on or date.max, row.review_code or ""))
	rows.adoptions.sort(
		key=lambda row: (row.decided_on or date.max, row.reversed_on or date.max, row.content_text())
	)
	rows.permanence.sort(
		key=lambda row: (row.previous_permanence == codes.NO_PREVIOUS_PERMANENCE, row.content_text())
	)
	for episode in rows.episodes:
		_check_span(episode, tell)
		_check_birth(rows.header, episode, tell)
	rows.adoptions = [
		row
		for row in rows.adoptions
		if not _ends_early(row, row.decided_on, row.reversed_on, "reversed_on", tell)
	]
	for name, rule in SPELLS.items():
		_put_spells_in_order(rows, name, rule, tell)
	_check_sequence(rows.episodes, tell)
	_check_one_each(rows, tell)


def episode_order(row: EpisodeRow) -> tuple[date, date]:
	"""Returns the sort key of an episode: its start, then its end, with an open one last."""
	return row.started_on or date.max, row.ended_on or date.max


def _once(rows: list[AnyOneRow], tell: Tell) -> list[AnyOneRow]:
	first: dict[tuple[object, ...], AnyOneRow] = {}
	for row in sorted(rows, key=lambda row: row.line):
		content = row.content()
		if content in first:
			message = Message("The row says the same as line {0}; it was read once.", first[content].line)
			tell(_finding(Severity.WARNING, row, message, Message("Delete one of the two at the source.")))
		first.setdefault(content, row)
	return list(first.values())


def _put_spells_in_order(rows: ChildRows, name: str, rule: str, tell: Tell) -> None:
	"""Sorts a list of times that begin and end, without those that end before they start."""
	spells = [
		row
		for row in getattr(rows, name)
		if not _ends_early(row, row.started_on, row.ended_on, "ended_on", tell, rule)
	]
	spells.sort(key=lambda row: (row.started_on or date.max, row.ended_on or date.max, row.content_text()))
	setattr(rows, name, spells)


def _ends_early(
	row: ReturnRow, starts: date | None, ends: date | None, attribute: str, tell: Tell, rule: str = ""
) -> bool:
	"""Returns whether a row ends before it starts; if so, it is left out with a warning."""
	if starts is None or ends is None or ends >= starts:
		return False
	message = Message(
		"It ends on {0}, before it starts on {1}. The row was left out.", words_of(ends), words_of(starts)
	)
	remedy = Message("Correct one of the two dates at the source.")
	tell(_finding(Severity.WARNING, row, message, remedy, attribute, rule))
	return True


def _check_span(row: EpisodeRow, tell: Tell) -> None:
	starts, ends = row.started_on, row.ended_on
	if starts is None or ends is None or ends >= starts:
		return
	message = Message("It ends on {0}, before it starts on {1}.", words_of(ends), words_of(starts))
	remedy = Message("Correct one of the two dates at the source.")
	tell(_finding(Severity.REFUSED, row, message, remedy, "ended_on", "SSDA903 rule 356"))


def _check_birth(header: HeaderRow, row: EpisodeRow, tell: Tell) -> None:
	if header.date_of_birth and row.started_on and row.started_on < header.date_of_birth:
		message = Message(
			"The episode starts on {0}, before the child was born ({1}, line {2} of {3}).",
			words_of(row.started_on),
			words_of(header.date_of_birth),
			header.line,
			header.file,
		)
		tell(
			_finding(
				Severity.REFUSED,
				row,
				message,
				Message("Correct one of the two dates at the source."),
				"started_on",
			)
		)


def _check_sequence(episodes: list[EpisodeRow], tell: Tell) -> None:
	by_start: dict[date, list[EpisodeRow]] = defaultdict(list)
	for episode in episodes:
		if episode.started_on:
			by_start[episode.started_on].append(episode)
	for start, same in by_start.items():
		lasting = [episode for episode in same if episode.ended_on != start]
		if len(lasting) > 1 or len(same) - len(lasting) > 1:
			_tell_same_start(same, start, tell)
	furthest: EpisodeRow | None = None
	for episode in episodes:
		if furthest is not None and _within(episode, furthest):
			_tell_within(episode, furthest, tell)
		if furthest is None or (episode.ended_on or date.max) >= (furthest.ended_on or date.max):
			furthest = episode


def _within(inner: EpisodeRow, outer: EpisodeRow) -> bool:
	if inner.started_on == outer.started_on or inner.started_on is None or outer.started_on is None:
		return False
	return (inner.ended_on or date.max) < (outer.ended_on or date.max)


def _tell_same_start(same: list[EpisodeRow], start: date, tell: Tell) -> None:
	ordered = sorted(same, key=lambda row: row.line)
	message = Message(
		"Another episode (line {0}) starts on {1} too and says something else, so the two cannot be put in order.",
		ordered[0].line,
		words_of(start),
	)
	remedy = Message("Correct one of the two starts (DECOM), or delete the wrong episode, at the source.")
	tell(_finding(Severity.REFUSED, ordered[-1], message, remedy, "started_on"))


def _tell_within(inner: EpisodeRow, outer: EpisodeRow, tell: Tell) -> None:
	start = words_of(outer.started_on) if outer.started_on else ""
	until = Message("ends on {0}", words_of(outer.ended_on)) if outer.ended_on else Message("has no end")
	message = Message(
		"The episode falls within another (line {0}), which starts on {1} and {2}, so the two cannot be"
		" put in order.",
		outer.line,
		start,
		until,
	)
	remedy = Message(
		"Give the episode of line {0} its end (DEC and REC), or correct this one, at the source.", outer.line
	)
	tell(_finding(Severity.REFUSED, inner, message, remedy, "started_on", "SSDA903 rule 501"))


def _check_one_each(rows: ChildRows, tell: Tell) -> None:
	"""Reports a second, different row where a child may only have one, since either may be right."""
	for only in (rows.permanence, rows.unaccompanied, rows.adopted):
		for row in only[1:]:
			message = Message(
				"The child has another, different row on line {0}; that one was used.", only[0].line
			)
			remedy = Message("Keep whichever of the two is right.")
			tell(_finding(Severity.WARNING, row, message, remedy, rule="SSDA903 rules INT31 to INT36"))
		del only[1:]
	decided: dict[date | None, AdoptionRow] = {}
	for adoption in rows.adoptions:
		first = decided.setdefault(adoption.decided_on, adoption)
		if first is not adoption:
			message = Message(
				"Line {0} has the same DATE_PLACED and says something else; that one was used.", first.line
			)
			remedy = Message("Keep whichever of the two is right.")
			tell(_finding(Severity.WARNING, adoption, message, remedy, "decided_on"))
	rows.adoptions = list(decided.values())


def _finding(
	severity: Severity, row: ReturnRow, message: str, remedy: str, attribute: str = "", rule: str = ""
) -> Finding:
	column = row.COLUMNS[attribute] if attribute else ""
	return Finding(severity, message, remedy, row.file, row.line, column, row.child, rule)
