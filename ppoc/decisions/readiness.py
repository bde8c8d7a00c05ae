"""Decides whether a request is ready from the checks, the record and the answers given. Plain Python.

A check is answered from the record if the record knows, and otherwise by the person who makes the request.
What is missing is a gap: it is shown to that person and to the chair but blocks nothing, since a panel may
have its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

ASKED = "Asked"
YES, NO, NOT_APPLICABLE = "Yes", "No", "Does not apply"


class ReadinessState(str, Enum):
	"""The result of a check."""

	MET = "Met"
	REASONED = "Reason given"
	NOT_APPLICABLE = "Does not apply"
	GAP = "Gap"


@dataclass(frozen=True)
class ReadinessCheck:
	"""One thing to be checked before a request.

	Attributes:
		groups: groups of request types that it applies to; empty for all.
		types: request types that it applies to; empty for all in its groups.
		placements: placement options that it applies to; empty for any or none.
		escalation_only: it applies only to requests that lead towards court.
		placement_only: it applies only to requests for a placement.
		not_in_emergency: it does not apply in an emergency.
		answered_from: `ASKED`, or the kind of record that answers it.
		part: which of these records, or what of it.
		gives_way: it rests where another check is answered from the same part.
		remark_says: what has to be said along with Yes, such as the outcome; "" for nothing. Once said, it is
			enough even where the record does not show it.
		reason_closes: No with a reason is enough.
	"""

	name: str
	groups: frozenset[str] = frozenset()
	types: frozenset[str] = frozenset()
	placements: frozenset[str] = frozenset()
	escalation_only: bool = False
	placement_only: bool = False
	not_in_emergency: bool = False
	answered_from: str = ASKED
	part: str = ""
	gives_way: bool = False
	remark_says: str = ""
	reason_closes: bool = False
	position: int = 0


@dataclass(frozen=True)
class RequestFacts:
	"""The parts of the request that checks depend on."""

	request_type: str
	group: str = ""
	placement: str = ""
	escalates: bool = False
	asks_placement: bool = False
	emergency: bool = False


@dataclass(frozen=True)
class Answer:
	"""What somebody answered."""

	answer: str = ""
	remark: str = ""


@dataclass(frozen=True)
class ReadinessFinding:
	"""The result of a check, and whether it came from the record."""

	check: ReadinessCheck
	state: ReadinessState
	from_record: bool = False

	@property
	def is_gap(self) -> bool:
		"""Whether something is missing."""
		return self.state is ReadinessState.GAP


@dataclass(frozen=True)
class Option:
	"""A kind of placement in the order of preference; 1 comes first."""

	name: str
	position: int
	needs_exit_plan: bool = False


def applies(check: ReadinessCheck, asked: RequestFacts) -> bool:
	"""Returns whether a check applies to this request."""
	return (
		(not check.groups or asked.group in check.groups)
		and (not check.types or asked.request_type in check.types)
		and (not check.placements or asked.placement in check.placements)
		and (not check.escalation_only or asked.escalates)
		and (not check.placement_only or asked.asks_placement)
		and not (check.not_in_emergency and asked.emergency)
	)


def findings(
	checks: Iterable[ReadinessCheck],
	asked: RequestFacts,
	known: Mapping[str, bool],
	answers: Mapping[str, Answer],
) -> list[ReadinessFinding]:
	"""Returns the result of each check on this request, in the order of the checks.

	Args:
		checks: all checks.
		asked: the request.
		known: the record's answer by check name, for each check that the record answers.
		answers: people's answers by check name.
	"""
	mine = sorted(
		_without_those_that_give_way([check for check in checks if applies(check, asked)]),
		key=lambda check: (check.position, check.name),
	)
	return [_finding(check, known.get(check.name), answers.get(check.name, Answer())) for check in mine]


def _without_those_that_give_way(checks: list[ReadinessCheck]) -> list[ReadinessCheck]:
	there = {(check.answered_from, check.part) for check in checks if not check.gives_way}
	return [
		check for check in checks if not check.gives_way or (check.answered_from, check.part) not in there
	]


def _finding(check: ReadinessCheck, known: bool | None, answer: Answer) -> ReadinessFinding:
	said = answer.remark.strip()
	if known:
		return ReadinessFinding(check, ReadinessState.MET, from_record=True)
	if answer.answer == NOT_APPLICABLE and said:
		return ReadinessFinding(check, ReadinessState.NOT_APPLICABLE)
	if answer.answer == NO and said and check.reason_closes:
		return ReadinessFinding(check, ReadinessState.REASONED)
	if known is False and not check.remark_says:  # the record would know, so a bare Yes is not enough
		return ReadinessFinding(check, ReadinessState.GAP, from_record=True)
	if answer.answer == YES and (said or not check.remark_says):
		return ReadinessFinding(check, ReadinessState.MET)
	return ReadinessFinding(check, ReadinessState.GAP)


def placement_gaps(
	option: str, options: Iterable[Option], why_not_further_up: str, exit_plan: str
) -> list[str]:
	"""Returns what is missing on a placement: "option" if none is chosen, "why" for why not one further up
	the list, "exit" for the plan to leave it again (F2.3)."""
	known = list(options)
	chosen = next((one for one in known if one.name == option), None)
	if chosen is None:
		return ["option"] if known else []
	gaps = []
	if any(one.position < chosen.position for one in known) and not why_not_further_up.strip():
		gaps.append("why")
	if chosen.needs_exit_plan and not exit_plan.strip():
		gaps.append("exit")
	return gaps
