"""Checks of a child's rows that the statutory validation rules make. `rules` has the rules with their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ppoc import care_codes
from ppoc.ages import years_between
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.codes import CodeSet
from ppoc.imports.ssda903.ordering import ChildRows
from ppoc.imports.ssda903.parse import EpisodeRow, ReturnRow, words_of
from ppoc.messages import Message

LA_OF_PERMANENCE = re.compile(r"\d{3}")
OLDEST_IN_RETURN = 26

OUTSIDE_ENGLAND = frozenset(
	[
		*(
			"AB",
			"BT",
			"CF",
			"CH",
			"DD",
			"DG",
			"EH",
			"FK",
			"G",
			"GY",
			"HR",
			"HS",
			"IM",
			"IV",
			"JE",
			"KA",
			"KW",
		),
		*("KY", "LD", "LL", "ML", "NP", "PA", "PH", "SA", "SY", "TD", "ZE"),
	]
)
"""Postcode areas that lie wholly or partly outside England: the postcode alone does not show that a place is inside."""
AREA = re.compile(r"[A-Z]{1,2}(?=\d)")


@dataclass(frozen=True)
class Year:
	"""The year that a return covers, 1 April to 31 March, and whether a PrevPerm file came with it."""

	starts: date
	ends: date
	has_previous_permanence: bool = True


@dataclass(frozen=True)
class Breach:
	"""A row that breaks a rule, with the attribute at fault and its value."""

	row: ReturnRow
	attribute: str
	detail: str = ""


Check = Callable[[ChildRows, Year], Iterable[Breach]]


def known(rows: str, attribute: str, allowed: CodeSet, needed: bool) -> Check:
	"""Returns a check that a column of the child's `rows` has a code that was in use during the row's dates."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		for row in getattr(child, rows):
			value = getattr(row, attribute)
			starts, ends = getattr(row, "started_on", None), getattr(row, "ended_on", None)
			if attribute == "reason_ended":
				starts = ends
			elif starts and ends is None:
				ends = max(year.ends, starts)
			if value is None:
				if needed:
					yield Breach(row, attribute, Message("It is blank."))
			elif value not in allowed:
				yield Breach(row, attribute, Message("“{0}” is not a known code.", value))
			elif not allowed[value].in_use(starts, ends):
				yield Breach(row, attribute, Message("“{0}” was not in use at the time.", value))

	return check


def matching(attribute: str, allowed: Callable[[str], object], needed: bool) -> Check:
	"""Returns a check of a value in the child's Header row."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		value = getattr(child.header, attribute)
		if value is None and needed:
			yield Breach(child.header, attribute, Message("It is blank."))
		elif value is not None and not allowed(value):
			yield Breach(child.header, attribute, Message("“{0}” is not.", value))

	return check


def episodes(attribute: str, broken: Callable[[EpisodeRow], bool]) -> Check:
	"""Returns a check of each episode on its own."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		return (Breach(row, attribute) for row in child.episodes if broken(row))

	return check


def end_by_age(reasons: frozenset[str]) -> Check:
	"""Returns a check that no episode ends for one of `reasons` at 18 or later."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		born = child.header.date_of_birth
		for row in child.episodes:
			if (
				born
				and row.ended_on
				and row.reason_ended in reasons
				and years_between(born, row.ended_on) >= 18
			):
				yield Breach(
					row, "reason_ended", Message("The child was {0}.", years_between(born, row.ended_on))
				)

	return check


def birth_repeated(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.beside_episodes():
		if born and row.date_of_birth and row.date_of_birth != born:
			yield Breach(
				row, "date_of_birth", Message("Header has {0}, which is the one used.", words_of(born))
			)


def too_old(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	if born and years_between(born, year.ends) >= OLDEST_IN_RETURN:
		yield Breach(
			child.header, "date_of_birth", Message("The child would be {0}.", years_between(born, year.ends))
		)


def no_birth(child: ChildRows, year: Year) -> Iterator[Breach]:
	if child.header.date_of_birth is None:
		yield Breach(child.header, "date_of_birth")


def no_episode(child: ChildRows, year: Year) -> Iterator[Breach]:
	if not child.episodes:
		yield Breach(child.header, "")


def first_start(child: ChildRows, year: Year) -> Iterator[Breach]:
	"""Checks a first episode only if it starts in the year: an older one may continue an episode not in the return."""
	for row in child.episodes[:1]:
		known = row.reason_new_episode in care_codes.REASON_NEW_EPISODE
		in_year = row.started_on is not None and row.started_on >= year.starts
		if known and in_year and row.reason_new_episode != codes.STARTS_CARE:
			yield Breach(row, "reason_new_episode", Message("It is {0}.", row.reason_new_episode))


def overlap(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		if after is None or after.started_on is None:
			continue
		if row.ended_on is None:
			yield Breach(
				row,
				"ended_on",
				Message("It is open, though line {0} starts on {1}.", after.line, words_of(after.started_on)),
			)
		elif row.ended_on > after.started_on:
			yield Breach(
				row,
				"ended_on",
				Message(
					"It lasts until {0}; line {1} starts before that.", words_of(row.ended_on), after.line
				),
			)


def continues(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		if row.reason_ended == codes.NEXT_EPISODE and (after is None or after.started_on != row.ended_on):
			yield Breach(row, "reason_ended", Message("None does."))


def continuation(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		if row.reason_ended != codes.NEXT_EPISODE or after is None or after.started_on != row.ended_on:
			continue
		if after.reason_new_episode == codes.STARTS_CARE:
			yield Breach(after, "reason_new_episode")


def new_period(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		ended = row.reason_ended not in (None, codes.NEXT_EPISODE)
		if ended and after is not None and after.reason_new_episode != codes.STARTS_CARE:
			yield Breach(
				after,
				"reason_new_episode",
				Message("It is {0}.", after.reason_new_episode or Message("blank")),
			)


def temporary_start(child: ChildRows, year: Year) -> Iterator[Breach]:
	"""Skips a period that began before the year, because the return then starts in the middle of it."""
	for first, *_later in child.periods():
		before = first.started_on is not None and first.started_on < year.starts
		goes_on = before and first.reason_new_episode != codes.STARTS_CARE
		if first.placement in codes.TEMPORARY and not goes_on:
			yield Breach(first, "placement")


def temporary_end(child: ChildRows, year: Year) -> Iterator[Breach]:
	for period in child.periods():
		last = period[-1]
		if last.placement in codes.TEMPORARY and last.reason_ended not in (None, codes.NEXT_EPISODE):
			yield Breach(last, "placement")


def one_need(child: ChildRows, year: Year) -> Iterator[Breach]:
	for period in child.periods():
		first = period[0].category_of_need
		for row in period[1:]:
			if row.category_of_need != first:
				yield Breach(row, "category_of_need", Message("It began as {0}.", first or Message("blank")))


def needs_sixteen(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.episodes:
		if born and row.started_on and row.placement in (codes.SEMI_INDEPENDENT, codes.SUPPORTED):
			age = years_between(born, row.started_on)
			if age < 16:
				yield Breach(row, "placement", Message("The child was {0}.", age))


def needs_urn(child: ChildRows, year: Year) -> Iterator[Breach]:
	if not year.starts <= codes.HOME_NEEDS_URN_SINCE <= year.ends:
		return
	for row in child.episodes:
		lasted = row.ended_on is None or row.ended_on >= codes.HOME_NEEDS_URN_SINCE
		if (
			row.placement == codes.SEMI_INDEPENDENT
			and lasted
			and row.urn is None
			and in_england(row.placement_postcode)
		):
			yield Breach(row, "urn")


def in_england(postcode: str | None) -> bool:
	"""Returns whether nothing about a postcode suggests a place outside England."""
	area = AREA.match(postcode or "")
	return not (area and area[0] in OUTSIDE_ENGLAND)


def under_four(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.reviews:
		if born and row.reviewed_on and row.review_code == codes.UNDER_FOUR:
			age = years_between(born, row.reviewed_on)
			if age >= 4:
				yield Breach(row, "review_code", Message("The child was {0}.", age))


def four_and_over(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.reviews:
		others = row.review_code in codes.REVIEW_CODE and row.review_code != codes.UNDER_FOUR
		if born and row.reviewed_on and others and years_between(born, row.reviewed_on) < 4:
			yield Breach(
				row, "review_code", Message("The child was {0}.", years_between(born, row.reviewed_on))
			)


def _starts_in(child: ChildRows, since: date, until: date) -> list[EpisodeRow]:
	return [
		row
		for row in child.episodes
		if row.reason_new_episode == codes.STARTS_CARE
		and row.legal_status not in codes.SHORT_BREAKS
		and row.started_on is not None
		and since <= row.started_on <= until
	]


def permanence_missing(child: ChildRows, year: Year) -> Iterator[Breach]:
	starts = _starts_in(child, max(year.starts, codes.PREVIOUS_PERMANENCE_SINCE), year.ends)
	if not starts or not year.has_previous_permanence:
		return
	if not child.permanence:
		yield Breach(starts[0], "started_on", Message("There is no row."))
		return
	row = child.permanence[0]
	if row.previous_permanence == codes.NO_PREVIOUS_PERMANENCE:
		return
	for attribute in ("authority", "permanent_on"):
		if getattr(row, attribute) is None:
			yield Breach(row, attribute, Message("{0} is blank.", row.COLUMNS[attribute]))


def permanence_too_early(child: ChildRows, year: Year) -> Iterator[Breach]:
	if (
		child.permanence
		and child.episodes
		and not _starts_in(child, codes.PREVIOUS_PERMANENCE_SINCE, date.max)
	):
		yield Breach(child.permanence[0], "previous_permanence")


def permanence_authority(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.permanence:
		value = row.authority
		if value and value not in codes.LA_OF_PERMANENCE_WORDS and not LA_OF_PERMANENCE.fullmatch(value):
			yield Breach(row, "authority", Message("“{0}” is not.", value))


def reversal_whole(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.adoptions:
		if (row.reversed_on is None) != (row.reason_reversed is None):
			yield Breach(
				row,
				"reason_reversed" if row.reason_reversed is None else "reversed_on",
				Message("It is blank."),
			)
