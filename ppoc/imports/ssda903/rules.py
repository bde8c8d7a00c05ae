"""The statutory validation rules that matter to a loader, as a table. A breach is a warning: the child still loads.

Rule numbers are those of the Department for Education's validation of the return.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppoc import care_codes
from ppoc.care_codes import ETHNICITY, LEGAL_STATUS, PLACEMENT
from ppoc.imports.findings import Finding, Severity
from ppoc.imports.ssda903 import codes
from ppoc.imports.ssda903.ordering import ChildRows
from ppoc.imports.ssda903.rule_checks import (
	OLDEST_IN_RETURN,
	Check,
	Year,
	birth_repeated,
	continuation,
	continues,
	end_by_age,
	episodes,
	first_start,
	four_and_over,
	known,
	matching,
	needs_sixteen,
	needs_urn,
	new_period,
	no_birth,
	no_episode,
	one_need,
	overlap,
	permanence_authority,
	permanence_missing,
	permanence_too_early,
	reversal_whole,
	temporary_end,
	temporary_start,
	too_old,
	under_four,
)
from ppoc.imports.ssda903.side_checks import (
	ceased_as_adult,
	decided_after_match,
	liberty_and_placement,
	not_before_birth,
	still_open,
	worker_known,
	worker_reason,
)
from ppoc.messages import Message, joined


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


CORRECT = Message("Correct it at its source; the child is loaded as it is.")
CODE = Message("Use a code from the return's list; the child is loaded with the value as it is.")

RULES: tuple[ReturnRule, ...] = (
	ReturnRule(
		"101",
		Message("SEX must be M, F or U (until 2023-24: 1 or 2)."),
		CODE,
		matching("sex", codes.SEX.get, True),
	),
	ReturnRule(
		"102",
		Message("DOB must be given, because everything that depends on age is worked out from it."),
		CORRECT,
		no_birth,
	),
	ReturnRule(
		"103",
		Message("ETHNIC must be a code from the list."),
		CODE,
		matching("ethnicity", ETHNICITY.get, True),
	),
	ReturnRule(
		"168",
		Message("UPN must be a letter and 12 digits, or a letter, 11 digits and a letter, or UN1 to UN5."),
		Message("Correct it at its source; the child is loaded without it."),
		matching("upn", lambda upn: upn in codes.UPN_REASONS or codes.UPN.fullmatch(upn), True),
	),
	ReturnRule(
		"", Message("MOTHER must be 0 or 1."), CODE, matching("mother", {"0", "1"}.__contains__, False)
	),
	ReturnRule("", Message("A child in the return is younger than {0}.", OLDEST_IN_RETURN), CORRECT, too_old),
	ReturnRule(
		"",
		Message("The child has no episode, so nothing shows whether the child is looked after."),
		CORRECT,
		no_episode,
	),
	ReturnRule("INT11 to INT18", Message("DOB must be the same in every file."), CORRECT, birth_repeated),
	ReturnRule(
		"143",
		Message("RNE must be a code from the list."),
		CODE,
		known("episodes", "reason_new_episode", care_codes.REASON_NEW_EPISODE, True),
	),
	ReturnRule(
		"144",
		Message("LS must be a code from the list."),
		CODE,
		known("episodes", "legal_status", LEGAL_STATUS, True),
	),
	ReturnRule(
		"145",
		Message("CIN must be a code from the list."),
		CODE,
		known("episodes", "category_of_need", care_codes.NEED, True),
	),
	ReturnRule(
		"146",
		Message("PLACE must be a code from the list."),
		CODE,
		known("episodes", "placement", PLACEMENT, True),
	),
	ReturnRule(
		"149",
		Message("REC must be a code from the list."),
		CODE,
		known("episodes", "reason_ended", care_codes.REASON_EPISODE_CEASED, False),
	),
	ReturnRule(
		"178",
		Message("PLACE_PROVIDER must be a code from the list."),
		CODE,
		known("episodes", "placement_provider", care_codes.PROVIDER, False),
	),
	ReturnRule(
		"1009",
		Message("REASON_PLACE_CHANGE must be a code from the list."),
		CODE,
		known("episodes", "reason_placement_change", codes.REASON_PLACE_CHANGE, False),
	),
	ReturnRule(
		"213",
		Message("PLACE_PROVIDER must be blank for a temporary (T) or other (Z) placement."),
		CORRECT,
		episodes(
			"placement_provider",
			lambda row: row.placement in codes.NO_PROVIDER and bool(row.placement_provider),
		),
	),
	ReturnRule(
		"526",
		Message("PLACE_PROVIDER must be given for every placement but temporary (T) and other (Z) ones."),
		CORRECT,
		episodes(
			"placement_provider",
			lambda row: row.placement_provider is None and row.placement not in codes.NO_PROVIDER,
		),
	),
	ReturnRule(
		"148",
		Message("DEC and REC must both be given or both be blank."),
		CORRECT,
		episodes("reason_ended", lambda row: (row.ended_on is None) != (row.reason_ended is None)),
	),
	ReturnRule(
		"355",
		Message("An episode must not end on the day it starts."),
		CORRECT,
		episodes("ended_on", lambda row: row.ended_on is not None and row.ended_on == row.started_on),
	),
	ReturnRule(
		"353",
		Message("No episode starts before 14 October 1991."),
		CORRECT,
		episodes("started_on", lambda row: row.started_on is not None and row.started_on < codes.FIRST_START),
	),
	ReturnRule("357", Message("The first episode of a child must start care (RNE S)."), CORRECT, first_start),
	ReturnRule("501", Message("Episodes must not overlap."), CORRECT, overlap),
	ReturnRule("388", Message("After REC X1 another episode must start that day."), CORRECT, continues),
	ReturnRule(
		"433",
		Message("An episode that goes on from one ended with X1 must not have RNE S."),
		CORRECT,
		continuation,
	),
	ReturnRule(
		"432", Message("After an end of care the next episode must start care (RNE S)."), CORRECT, new_period
	),
	ReturnRule(
		"380",
		Message("A period of care must not start in a temporary placement (T)."),
		CORRECT,
		temporary_start,
	),
	ReturnRule(
		"381", Message("A period of care must not end in a temporary placement (T)."), CORRECT, temporary_end
	),
	ReturnRule("504", Message("CIN must stay the same within a period of care."), CORRECT, one_need),
	ReturnRule(
		"516",
		Message("An order to a former foster carer (E45, E46) needs an episode in foster care (U1 to U6)."),
		CORRECT,
		episodes(
			"reason_ended",
			lambda row: row.reason_ended in ("E45", "E46") and row.placement not in codes.FOSTERED,
		),
	),
	ReturnRule(
		"407",
		Message("Special guardianship must be granted before 18."),
		CORRECT,
		end_by_age(codes.SPECIAL_GUARDIANSHIP),
	),
	ReturnRule("386", Message("An adoption must be granted before 18."), CORRECT, end_by_age(codes.ADOPTED)),
	ReturnRule(
		"378",
		Message("A child accommodated under section 20 (V2) cannot be placed with own parents (P1)."),
		CORRECT,
		episodes("placement", lambda row: row.placement == codes.WITH_PARENTS and row.legal_status == "V2"),
	),
	ReturnRule(
		"371",
		Message("Semi-independent living and supported accommodation (H5, K3) begin at 16 or later."),
		CORRECT,
		needs_sixteen,
	),
	ReturnRule(
		"230",
		Message("Semi-independent living (H5) in England needs a URN from 28 October 2023 to 31 March 2024."),
		CORRECT,
		needs_urn,
	),
	ReturnRule(
		"167",
		Message("REVIEW_CODE must be a code from the list."),
		CODE,
		known("reviews", "review_code", codes.REVIEW_CODE, True),
	),
	ReturnRule("440", Message("PN0 is for a child under four."), CORRECT, under_four),
	ReturnRule("441", Message("A child under four must have PN0."), CORRECT, four_and_over),
	ReturnRule(
		"631",
		Message("PREV_PERM must be a code from the list."),
		CODE,
		known("permanence", "previous_permanence", codes.PREVIOUS_PERMANENCE, True),
	),
	ReturnRule(
		"633",
		Message("LA_PERM must be a three-digit authority, WAL, SCO, NIR or NUK."),
		CODE,
		permanence_authority,
	),
	ReturnRule(
		"630",
		Message(
			"A child who starts care in the year needs a PrevPerm row, with authority and date unless it is Z1."
		),
		CORRECT,
		permanence_missing,
	),
	ReturnRule(
		"634",
		Message("PrevPerm is only for children who start care from 1 April 2016 on."),
		CORRECT,
		permanence_too_early,
	),
	ReturnRule(
		"",
		Message("REASON_PLACED_CEASED must be a code from the list."),
		CODE,
		known("adoptions", "reason_reversed", codes.ADOPTION_DECISION_REVERSED, False),
	),
	ReturnRule(
		"",
		Message("DATE_PLACED_CEASED and REASON_PLACED_CEASED must both be given or both be blank."),
		CORRECT,
		reversal_whole,
	),
	ReturnRule(
		"705",
		Message("An order that deprives of liberty must have ended when the next one starts."),
		CORRECT,
		still_open("liberty"),
	),
	ReturnRule(
		"708",
		Message("An order that deprives of liberty must not start before the birth."),
		CORRECT,
		not_before_birth("liberty"),
	),
	ReturnRule(
		"710",
		Message(
			"A child with an order that deprives of liberty must not be in a placement of K1, K3, P1 or R5."
		),
		CORRECT,
		liberty_and_placement,
	),
	ReturnRule(
		"565",
		Message("MISSING must be M or A."),
		CODE,
		known("missing", "kind", codes.ABSENCE, True),
	),
	ReturnRule(
		"",
		Message("A time of being missing or away must have ended when the next one starts."),
		CORRECT,
		still_open("missing"),
	),
	ReturnRule(
		"586",
		Message("A child must not be missing or away before the birth."),
		CORRECT,
		not_before_birth("missing"),
	),
	ReturnRule("SW03", Message("SW_ID must be given for each social worker."), CORRECT, worker_known),
	ReturnRule("SW13", Message("SW_REASON must be a code from the list."), CODE, worker_reason),
	ReturnRule(
		"SW08",
		Message("A social worker's episode must have ended when the next one starts."),
		CORRECT,
		still_open("social_workers"),
	),
	ReturnRule("304", Message("DUC must be on the 18th birthday or before."), CORRECT, ceased_as_adult),
	ReturnRule(
		"333",
		Message("DATE_INT must not be after DATE_MATCH."),
		CORRECT,
		decided_after_match,
	),
)
