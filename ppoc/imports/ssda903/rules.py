"""The statutory validation rules that matter to a loader, as a table. A breach is a warning: the child still loads.

Rule numbers are those of the Department for Education's validation of the return.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ppoc.ages import years_between
from ppoc.children.legal_status import LEGAL_STATUS
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.codes import CodeSet
from ppoc.imports.ssda903.ordering import ChildRows
from ppoc.imports.ssda903.parse import AdoptionRow, EpisodeRow, PermanenceRow, ReturnRow, ReviewRow, words_of
from ppoc.messages import Message, joined

LA_OF_PERMANENCE = re.compile(r"\d{3}")
OLDEST_IN_RETURN = 26


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


@dataclass(frozen=True)
class ReturnRule:
	"""One rule: number ("" if the statutory rules have none), requirement, remedy and check."""

	number: str
	asks: str
	remedy: str
	check: Check

	def findings(self, child: ChildRows, year: Year) -> Iterator[Finding]:
		"""Yields the breaches of the rule among a child's rows, as warnings."""
		for breach in self.check(child, year):
			message = joined(map(Message, filter(None, (self.asks, breach.detail))), " ")
			row, column = breach.row, breach.row.COLUMNS.get(breach.attribute, "")
			word = "rules" if " to " in self.number else "rule"
			number = f"SSDA903 {word} {self.number}" if self.number else ""
			yield Finding(
				Severity.WARNING, message, self.remedy, row.file, row.line, column, row.child, number
			)


def breaches(child: ChildRows, year: Year) -> Iterator[Finding]:
	"""Checks a child's rows against all rules.

	Args:
		child: the child's rows, in order.
		year: the year that the return covers.

	Yields:
		A warning for each rule and row.
	"""
	for rule in RULES:
		yield from rule.findings(child, year)


def _known(rows: str, attribute: str, allowed: CodeSet, needed: bool) -> Check:
	"""Returns a check that a column of the child's `rows` has a code that was in use during the row's dates."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		for row in getattr(child, rows):
			value = getattr(row, attribute)
			starts, ends = getattr(row, "started_on", None), getattr(row, "ended_on", None)
			if attribute == "reason_ended":
				starts = ends
			if value is None:
				if needed:
					yield Breach(row, attribute, Message("It is blank."))
			elif value not in allowed:
				yield Breach(row, attribute, Message("“{0}” is not a known code.", value))
			elif not allowed[value].in_use(starts, ends):
				yield Breach(row, attribute, Message("“{0}” was not in use at the time.", value))

	return check


def _matching(attribute: str, allowed: Callable[[str], object], needed: bool) -> Check:
	"""Returns a check of a value in the child's Header row."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		value = getattr(child.header, attribute)
		if value is None and needed:
			yield Breach(child.header, attribute, Message("It is blank."))
		elif value is not None and not allowed(value):
			yield Breach(child.header, attribute, Message("“{0}” is not.", value))

	return check


def _episodes(attribute: str, broken: Callable[[EpisodeRow], bool]) -> Check:
	"""Returns a check of each episode on its own."""

	def check(child: ChildRows, year: Year) -> Iterator[Breach]:
		return (Breach(row, attribute) for row in child.episodes if broken(row))

	return check


def _end_by_age(reasons: frozenset[str]) -> Check:
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


def _birth_repeated(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	rows: tuple[ReviewRow | AdoptionRow | PermanenceRow, ...] = (
		*child.reviews, *child.adoptions, *child.permanence,
	)  # fmt: skip
	for row in rows:
		if born and row.date_of_birth and row.date_of_birth != born:
			yield Breach(
				row, "date_of_birth", Message("Header has {0}, which is the one used.", words_of(born))
			)


def _too_old(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	if born and years_between(born, year.ends) >= OLDEST_IN_RETURN:
		yield Breach(
			child.header, "date_of_birth", Message("The child would be {0}.", years_between(born, year.ends))
		)


def _no_birth(child: ChildRows, year: Year) -> Iterator[Breach]:
	if child.header.date_of_birth is None:
		yield Breach(child.header, "date_of_birth")


def _no_episode(child: ChildRows, year: Year) -> Iterator[Breach]:
	if not child.episodes:
		yield Breach(child.header, "")


def _first_start(child: ChildRows, year: Year) -> Iterator[Breach]:
	"""Checks a first episode only if it starts in the year: an older one may continue an episode not in the return."""
	for row in child.episodes[:1]:
		known = row.reason_new_episode in codes.REASON_NEW_EPISODE
		in_year = row.started_on is not None and row.started_on >= year.starts
		if known and in_year and row.reason_new_episode != codes.STARTS_CARE:
			yield Breach(row, "reason_new_episode", Message("It is {0}.", row.reason_new_episode))


def _overlap(child: ChildRows, year: Year) -> Iterator[Breach]:
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


def _continues(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		if row.reason_ended == codes.NEXT_EPISODE and (after is None or after.started_on != row.ended_on):
			yield Breach(row, "reason_ended", Message("None does."))


def _continuation(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		if row.reason_ended != codes.NEXT_EPISODE or after is None or after.started_on != row.ended_on:
			continue
		if after.reason_new_episode == codes.STARTS_CARE:
			yield Breach(after, "reason_new_episode")


def _new_period(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row, after in child.pairs():
		ended = row.reason_ended not in (None, codes.NEXT_EPISODE)
		if ended and after is not None and after.reason_new_episode != codes.STARTS_CARE:
			yield Breach(
				after,
				"reason_new_episode",
				Message("It is {0}.", after.reason_new_episode or Message("blank")),
			)


def _temporary_start(child: ChildRows, year: Year) -> Iterator[Breach]:
	"""Skips a period that began before the year, because the return then starts in the middle of it."""
	for first, *_later in child.periods():
		before = first.started_on is not None and first.started_on < year.starts
		goes_on = before and first.reason_new_episode != codes.STARTS_CARE
		if first.placement in codes.TEMPORARY and not goes_on:
			yield Breach(first, "placement")


def _temporary_end(child: ChildRows, year: Year) -> Iterator[Breach]:
	for period in child.periods():
		last = period[-1]
		if last.placement in codes.TEMPORARY and last.reason_ended not in (None, codes.NEXT_EPISODE):
			yield Breach(last, "placement")


def _one_need(child: ChildRows, year: Year) -> Iterator[Breach]:
	for period in child.periods():
		first = period[0].category_of_need
		for row in period[1:]:
			if row.category_of_need != first:
				yield Breach(row, "category_of_need", Message("It began as {0}.", first or Message("blank")))


def _needs_sixteen(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.episodes:
		if born and row.placement in (codes.SEMI_INDEPENDENT, codes.SUPPORTED):
			last_day = row.ended_on or year.ends
			if years_between(born, last_day) < 16:
				yield Breach(row, "placement", Message("The child was {0}.", years_between(born, last_day)))


def _needs_urn(row: EpisodeRow) -> bool:
	lasted = row.ended_on is None or row.ended_on >= codes.HOME_NEEDS_URN_SINCE
	return row.placement == codes.SEMI_INDEPENDENT and lasted and row.urn is None


def _under_four(child: ChildRows, year: Year) -> Iterator[Breach]:
	born = child.header.date_of_birth
	for row in child.reviews:
		if born and row.reviewed_on and row.review_code == codes.UNDER_FOUR:
			age = years_between(born, row.reviewed_on)
			if age >= 4:
				yield Breach(row, "review_code", Message("The child was {0}.", age))


def _four_and_over(child: ChildRows, year: Year) -> Iterator[Breach]:
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


def _permanence_missing(child: ChildRows, year: Year) -> Iterator[Breach]:
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


def _permanence_too_early(child: ChildRows, year: Year) -> Iterator[Breach]:
	if (
		child.permanence
		and child.episodes
		and not _starts_in(child, codes.PREVIOUS_PERMANENCE_SINCE, date.max)
	):
		yield Breach(child.permanence[0], "previous_permanence")


def _permanence_authority(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.permanence:
		value = row.authority
		if value and value not in codes.LA_OF_PERMANENCE_WORDS and not LA_OF_PERMANENCE.fullmatch(value):
			yield Breach(row, "authority", Message("“{0}” is not.", value))


def _reversal_whole(child: ChildRows, year: Year) -> Iterator[Breach]:
	for row in child.adoptions:
		if (row.reversed_on is None) != (row.reason_reversed is None):
			yield Breach(
				row,
				"reason_reversed" if row.reason_reversed is None else "reversed_on",
				Message("It is blank."),
			)


CORRECT = Message("Correct it at its source; the child is loaded as it is.")
CODE = Message("Use a code from the return's list; the child is loaded with the value as it is.")

RULES: tuple[ReturnRule, ...] = (
	ReturnRule(
		"101",
		Message("SEX must be M, F or U (until 2023-24: 1 or 2)."),
		CODE,
		_matching("sex", codes.SEX.get, True),
	),
	ReturnRule(
		"102",
		Message("DOB must be given, because everything that depends on age is worked out from it."),
		CORRECT,
		_no_birth,
	),
	ReturnRule(
		"103",
		Message("ETHNIC must be a code from the list."),
		CODE,
		_matching("ethnicity", codes.ETHNICITY.get, True),
	),
	ReturnRule(
		"168",
		Message("UPN must be a letter and 12 digits, or a letter, 11 digits and a letter, or UN1 to UN5."),
		Message("Correct it at its source; the child is loaded without it."),
		_matching("upn", lambda upn: upn in codes.UPN_REASONS or codes.UPN.fullmatch(upn), True),
	),
	ReturnRule(
		"", Message("MOTHER must be 0 or 1."), CODE, _matching("mother", {"0", "1"}.__contains__, False)
	),
	ReturnRule(
		"", Message("A child in the return is younger than {0}.", OLDEST_IN_RETURN), CORRECT, _too_old
	),
	ReturnRule(
		"",
		Message("The child has no episode, so nothing shows whether the child is looked after."),
		CORRECT,
		_no_episode,
	),
	ReturnRule("INT11 to INT18", Message("DOB must be the same in every file."), CORRECT, _birth_repeated),
	ReturnRule(
		"143",
		Message("RNE must be a code from the list."),
		CODE,
		_known("episodes", "reason_new_episode", codes.REASON_NEW_EPISODE, True),
	),
	ReturnRule(
		"144",
		Message("LS must be a code from the list."),
		CODE,
		_known("episodes", "legal_status", LEGAL_STATUS, True),
	),
	ReturnRule(
		"145",
		Message("CIN must be a code from the list."),
		CODE,
		_known("episodes", "category_of_need", codes.NEED, True),
	),
	ReturnRule(
		"146",
		Message("PLACE must be a code from the list."),
		CODE,
		_known("episodes", "placement", codes.PLACEMENT, True),
	),
	ReturnRule(
		"149",
		Message("REC must be a code from the list."),
		CODE,
		_known("episodes", "reason_ended", codes.REASON_EPISODE_CEASED, False),
	),
	ReturnRule(
		"178",
		Message("PLACE_PROVIDER must be a code from the list."),
		CODE,
		_known("episodes", "placement_provider", codes.PROVIDER, False),
	),
	ReturnRule(
		"1009",
		Message("REASON_PLACE_CHANGE must be a code from the list."),
		CODE,
		_known("episodes", "reason_placement_change", codes.REASON_PLACE_CHANGE, False),
	),
	ReturnRule(
		"213",
		Message("PLACE_PROVIDER must be blank for a temporary (T) or other (Z) placement."),
		CORRECT,
		_episodes(
			"placement_provider",
			lambda row: row.placement in codes.NO_PROVIDER and bool(row.placement_provider),
		),
	),
	ReturnRule(
		"526",
		Message("PLACE_PROVIDER must be given for every placement but temporary (T) and other (Z) ones."),
		CORRECT,
		_episodes(
			"placement_provider",
			lambda row: row.placement_provider is None and row.placement not in codes.NO_PROVIDER,
		),
	),
	ReturnRule(
		"148",
		Message("DEC and REC must both be given or both be blank."),
		CORRECT,
		_episodes("reason_ended", lambda row: (row.ended_on is None) != (row.reason_ended is None)),
	),
	ReturnRule(
		"355",
		Message("An episode must not end on the day it starts."),
		CORRECT,
		_episodes("ended_on", lambda row: row.ended_on is not None and row.ended_on == row.started_on),
	),
	ReturnRule(
		"353",
		Message("No episode starts before 14 October 1991."),
		CORRECT,
		_episodes(
			"started_on", lambda row: row.started_on is not None and row.started_on < codes.FIRST_START
		),
	),
	ReturnRule(
		"357", Message("The first episode of a child must start care (RNE S)."), CORRECT, _first_start
	),
	ReturnRule("501", Message("Episodes must not overlap."), CORRECT, _overlap),
	ReturnRule("388", Message("After REC X1 another episode must start that day."), CORRECT, _continues),
	ReturnRule(
		"433",
		Message("An episode that goes on from one ended with X1 must not have RNE S."),
		CORRECT,
		_continuation,
	),
	ReturnRule(
		"432", Message("After an end of care the next episode must start care (RNE S)."), CORRECT, _new_period
	),
	ReturnRule(
		"380",
		Message("A period of care must not start in a temporary placement (T)."),
		CORRECT,
		_temporary_start,
	),
	ReturnRule(
		"381", Message("A period of care must not end in a temporary placement (T)."), CORRECT, _temporary_end
	),
	ReturnRule("504", Message("CIN must stay the same within a period of care."), CORRECT, _one_need),
	ReturnRule(
		"516",
		Message("An order to a former foster carer (E45, E46) needs an episode in foster care (U1 to U6)."),
		CORRECT,
		_episodes(
			"reason_ended",
			lambda row: row.reason_ended in ("E45", "E46") and row.placement not in codes.FOSTERED,
		),
	),
	ReturnRule(
		"407",
		Message("Special guardianship must be granted before 18."),
		CORRECT,
		_end_by_age(codes.SPECIAL_GUARDIANSHIP),
	),
	ReturnRule("386", Message("An adoption must be granted before 18."), CORRECT, _end_by_age(codes.ADOPTED)),
	ReturnRule(
		"378",
		Message("A child accommodated under section 20 (V2) cannot be placed with own parents (P1)."),
		CORRECT,
		_episodes("placement", lambda row: row.placement == codes.WITH_PARENTS and row.legal_status == "V2"),
	),
	ReturnRule(
		"371",
		Message("Semi-independent living and supported accommodation (H5, K3) are for 16 and over."),
		CORRECT,
		_needs_sixteen,
	),
	ReturnRule(
		"230",
		Message("Semi-independent living (H5) needs a URN since 28 October 2023."),
		CORRECT,
		_episodes("urn", _needs_urn),
	),
	ReturnRule(
		"167",
		Message("REVIEW_CODE must be a code from the list."),
		CODE,
		_known("reviews", "review_code", codes.REVIEW_CODE, True),
	),
	ReturnRule("440", Message("PN0 is for a child under four."), CORRECT, _under_four),
	ReturnRule("441", Message("A child under four must have PN0."), CORRECT, _four_and_over),
	ReturnRule(
		"631",
		Message("PREV_PERM must be a code from the list."),
		CODE,
		_known("permanence", "previous_permanence", codes.PREVIOUS_PERMANENCE, True),
	),
	ReturnRule(
		"633",
		Message("LA_PERM must be a three-digit authority, WAL, SCO, NIR or NUK."),
		CODE,
		_permanence_authority,
	),
	ReturnRule(
		"630",
		Message(
			"A child who starts care in the year needs a PrevPerm row, with authority and date unless it is Z1."
		),
		CORRECT,
		_permanence_missing,
	),
	ReturnRule(
		"634",
		Message("PrevPerm is only for children who start care from 1 April 2016 on."),
		CORRECT,
		_permanence_too_early,
	),
	ReturnRule(
		"",
		Message("REASON_PLACED_CEASED must be a code from the list."),
		CODE,
		_known("adoptions", "reason_reversed", codes.ADOPTION_DECISION_REVERSED, False),
	),
	ReturnRule(
		"",
		Message("DATE_PLACED_CEASED and REASON_PLACED_CEASED must both be given or both be blank."),
		CORRECT,
		_reversal_whole,
	),
)
