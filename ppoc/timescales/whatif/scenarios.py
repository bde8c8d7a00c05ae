"""Two ways of working to compare: the one in force, and the one to try. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ppoc.timescales.models import EventType, Rule

INSTEAD, BESIDE = "Instead", "Beside"


@dataclass(frozen=True)
class ScenarioRule:
	"""A rule with what the engine does not need of it.

	Attributes:
		done_by: the types of events that satisfy it, in the order in which the rule names them.
	"""

	rule: Rule
	duty: str
	role: str
	pack: str
	done_by: tuple[str, ...]


@dataclass(frozen=True)
class Member:
	"""Who sits in a forum: a role, or a post that no role stands for."""

	who: str
	attends: str


@dataclass(frozen=True)
class ForumPlan:
	"""A forum as far as it says who meets how often.

	Attributes:
		held_by: Team, Locality or Authority.
		a_month: sittings a month at one place.
		minutes: how long a sitting is.
		slot_minutes: how long a child is talked about.
		event_type: what it leaves among a child's events.
		places: at how many places it sits, or None where each team, locality or the authority has one.
	"""

	name: str
	pack: str
	held_by: str
	a_month: float
	minutes: int
	slot_minutes: int
	event_type: str
	members: tuple[Member, ...]
	places: int | None = None


@dataclass(frozen=True)
class Scenario:
	"""A way of working."""

	rules: tuple[ScenarioRule, ...]
	types: Mapping[str, EventType]
	forums: tuple[ForumPlan, ...] = ()
	names: frozenset[str] = field(default=frozenset())

	def forum_of(self, rule: ScenarioRule) -> str:
		"""The forum in which the rule's duty is done: the one that leaves the event that the rule names first."""
		first = rule.done_by[0] if rule.done_by else ""
		found = [forum for forum in self.forums if first and forum.event_type == first]
		found.sort(key=lambda forum: forum.pack != rule.pack)
		return found[0].name if found else ""


def with_pack(now: Scenario, pack: str, other: Scenario, mode: str) -> Scenario:
	"""The way of working under another pack.

	Args:
		now: the one in force.
		pack: the pack's name.
		other: the pack's own rules, types of events and forums.
		mode: Instead of the packs in force, whose rules and forums then do not count; or Beside them, where the pack
			rules on each duty that it names. What belongs to no pack counts in both.
	"""
	duties = {rule.duty for rule in other.rules}
	if mode == INSTEAD:
		kept = [rule for rule in now.rules if not rule.pack and rule.duty not in duties]
		forums = [forum for forum in now.forums if not forum.pack]
	else:
		kept = [rule for rule in now.rules if rule.pack != pack and rule.duty not in duties]
		forums = [forum for forum in now.forums if forum.pack != pack]
	taken = {forum.name for forum in other.forums}
	return Scenario(
		rules=_standing((*kept, *other.rules)),
		types={**now.types, **other.types},
		forums=(*(forum for forum in forums if forum.name not in taken), *other.forums),
	)


def with_rule(now: Scenario, changed: ScenarioRule) -> Scenario:
	"""The way of working with one rule changed or added."""
	kept = [rule for rule in now.rules if rule.rule.name != changed.rule.name]
	return replace(now, rules=_standing((*kept, changed)))


def _standing(rules: Iterable[ScenarioRule]) -> tuple[ScenarioRule, ...]:
	"""Without dates counted from rules that are not there any more, and rules that have no other."""
	rules = list(rules)
	while True:
		names = {rule.rule.name for rule in rules}
		cut = [_without_missing(rule, names) for rule in rules]
		cut = [rule for rule in cut if rule.rule.counts]
		if cut == rules:
			return tuple(cut)
		rules = cut


def _without_missing(rule: ScenarioRule, names: set[str]) -> ScenarioRule:
	counts = tuple(count for count in rule.rule.counts if not count.rule or count.rule in names)
	return rule if counts == rule.rule.counts else replace(rule, rule=replace(rule.rule, counts=counts))
