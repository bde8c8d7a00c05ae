"""Works out who decides a request and what it needs, from the rules of a delegation list. Plain Python.

A delegation list says for each request type who may decide it, which may depend on its cost or on a policy,
and which documents are the minimum. Lists contradict themselves: then the route says so, names the rules, and
an administrator settles which one applies. The order of the rules does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

FORUM, ROLE, ELSEWHERE = "Forum", "Role", "Not decided here"
OVER, UP_TO = "Over", "Up to"
COST, POLICY = "cost", "policy"


class RoutingState(str, Enum):
	"""What the list says about a request."""

	ROUTED = "Routed"
	TO_BE_STATED = "To be stated"
	CONFLICT = "Conflict"
	NO_RULE = "No rule"


@dataclass(frozen=True)
class Paper:
	"""A document that a request needs, or may include."""

	name: str
	required: bool = True


@dataclass(frozen=True)
class DelegationRule:
	"""One row of a delegation list."""

	name: str
	request_type: str
	decided_by: str
	forum: str = ""
	role: str = ""
	known_as: str = ""
	right_route: str = ""
	cost_condition: str = ""
	cost_limit: float = 0
	policy_condition: str = ""
	papers: tuple[Paper, ...] = ()
	agrees_also: tuple[str, ...] = ()
	row_number: int = 0
	source: str = ""

	@property
	def verdict(self) -> tuple[str, str]:
		"""Who decides, in the terms in which two rules can differ."""
		who = {FORUM: self.forum, ROLE: self.role, ELSEWHERE: self.right_route}
		return (self.decided_by, who[self.decided_by])

	@property
	def decider(self) -> str:
		"""The name by which people know who decides."""
		return self.known_as or self.verdict[1]


@dataclass(frozen=True)
class Request:
	"""What is asked; `cost` is None and `policy` is "" until somebody states them."""

	request_type: str
	cost: float | None = None
	policy: str = ""
	emergency: bool = False
	received: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
	"""Who decides a request and what is still needed.

	Attributes:
		state: whether the list gives one answer.
		rule: the rule that applies, None unless the request is routed.
		papers: documents that the request needs or may include.
		to_state: what has to be stated before the list can answer: "cost", "policy".
		conflict: rules that apply at the same time and disagree, settled or not.
		agrees_also: request types that may be agreed along with this one.
		retrospective: decided outside in an emergency; the forum reviews it afterwards.
		received: documents that have arrived.
	"""

	state: RoutingState
	rule: DelegationRule | None = None
	papers: tuple[Paper, ...] = ()
	to_state: tuple[str, ...] = ()
	conflict: tuple[DelegationRule, ...] = ()
	agrees_also: tuple[str, ...] = ()
	retrospective: bool = False
	received: frozenset[str] = field(default=frozenset(), repr=False)

	@property
	def missing(self) -> tuple[str, ...]:
		"""Required documents that have not arrived."""
		return tuple(
			paper.name for paper in self.papers if paper.required and paper.name not in self.received
		)

	@property
	def refused(self) -> bool:
		"""Whether the request cannot be decided by anybody here."""
		return bool(self.rule and self.rule.decided_by == ELSEWHERE)

	@property
	def decider(self) -> str:
		"""Who decides, as the list names them, "" where no rule holds."""
		return self.rule.decider if self.rule else ""

	@property
	def forum(self) -> str:
		"""The forum that decides, "" for none."""
		return self.rule.forum if self.rule and self.rule.decided_by == FORUM else ""

	@property
	def role(self) -> str:
		"""The role that decides on the record, "" for none."""
		return self.rule.role if self.rule and self.rule.decided_by == ROLE else ""


def rule_of(record: Mapping[str, Any]) -> DelegationRule:
	"""Returns a Delegation Rule record, with its tables as lists of rows, as the engine's Rule."""
	return DelegationRule(
		name=record["rule_name"],
		request_type=record["request_type"],
		decided_by=record["decided_by"],
		forum=record.get("forum") or "",
		role=record.get("role") or "",
		known_as=record.get("known_as") or "",
		right_route=record.get("right_route") or "",
		cost_condition=record.get("cost_condition") or "",
		cost_limit=record.get("cost_limit") or 0,
		policy_condition=record.get("policy_condition") or "",
		papers=tuple(Paper(row["document"], bool(row["required"])) for row in record.get("documents") or ()),
		agrees_also=tuple(row["request_type"] for row in record.get("agrees_also") or ()),
		row_number=record.get("row_number") or 0,
		source=record.get("source") or "",
	)


def route(request: Request, rules: Iterable[DelegationRule], settled_by: str = "") -> Route:
	"""Returns who decides this request.

	Args:
		request: what is asked.
		rules: the delegation list; rules on other request types are ignored.
		settled_by: name of the rule that an administrator has chosen where rules on this type contradict each
		other.
	"""
	mine = sorted(
		(rule for rule in rules if rule.request_type == request.request_type),
		key=lambda rule: (rule.row_number, rule.name),
	)
	holding = [rule for rule in mine if not _unstated(rule, request) and _holds(rule, request)]
	to_state = {fact for rule in mine for fact in _unstated(rule, request)}
	route = partial(
		Route,
		to_state=tuple(fact for fact in (COST, POLICY) if fact in to_state),
		received=request.received,
	)
	if to_state:
		return route(RoutingState.TO_BE_STATED, papers=_papers(holding))
	conflict = tuple(holding) if len({rule.verdict for rule in holding}) > 1 else ()
	agreeing = [rule for rule in holding if rule.name == settled_by] if conflict else holding
	if not agreeing:
		return route(
			RoutingState.CONFLICT if conflict else RoutingState.NO_RULE,
			papers=_papers(holding),
			conflict=conflict,
		)
	return route(
		RoutingState.ROUTED,
		rule=agreeing[0],
		papers=_papers(agreeing),
		conflict=conflict,
		agrees_also=tuple(dict.fromkeys(also for rule in agreeing for also in rule.agrees_also)),
		retrospective=request.emergency and agreeing[0].decided_by == FORUM,
	)


def _holds(rule: DelegationRule, request: Request) -> bool:
	if rule.policy_condition and rule.policy_condition != request.policy:
		return False
	if rule.cost_condition == OVER:
		return request.cost is not None and request.cost > rule.cost_limit
	if rule.cost_condition == UP_TO:
		return request.cost is not None and request.cost <= rule.cost_limit
	return True


def _unstated(rule: DelegationRule, request: Request) -> list[str]:
	"""Returns what has to be stated before it is known whether the rule applies."""
	facts = [COST] if rule.cost_condition and request.cost is None else []
	return [*facts, POLICY] if rule.policy_condition and not request.policy else facts


def _papers(rules: Iterable[DelegationRule]) -> tuple[Paper, ...]:
	"""Returns the documents of all these rules, each once; required if one of the rules requires it."""
	required: dict[str, bool] = {}
	for rule in rules:
		for paper in rule.papers:
			required[paper.name] = required.get(paper.name, False) or paper.required
	return tuple(Paper(name, needed) for name, needed in required.items())


def that_disagree(rules: Iterable[DelegationRule]) -> list[DelegationRule]:
	"""Returns the rules on one type that may apply at the same time but name different deciders."""
	mine = sorted(rules, key=lambda rule: (rule.row_number, rule.name))
	return [
		rule
		for rule in mine
		if any(rule.verdict != other.verdict and _may_meet(rule, other) for other in mine)
	]


def _may_meet(rule: DelegationRule, other: DelegationRule) -> bool:
	policies = {rule.policy_condition, other.policy_condition} - {""}
	over = [one.cost_limit for one in (rule, other) if one.cost_condition == OVER]
	up_to = [one.cost_limit for one in (rule, other) if one.cost_condition == UP_TO]
	return len(policies) < 2 and not (over and up_to and max(over) >= min(up_to))
