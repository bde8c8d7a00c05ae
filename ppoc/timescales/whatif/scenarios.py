"""Two ways of working to compare: the one in force and the one to try. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ppoc.timescales.models import EventType, Rule

INSTEAD, BESIDE = "Instead", "Beside"


@dataclass(frozen=True)
class ScenarioRule:
	"""A rule with what the engine does not need to know of it.

	Attributes:
		done_by: the types of events that satisfy it, in the order in which the rule lists them.
	"""

	rule: Rule
	duty: str
	role: str
	pack: str
	done_by: tuple[str, ...]


@dataclass(frozen=True)
class Member:
	"""A member of a forum: a role, or a post that has no role."""

	who: str
	attends: str


@dataclass(frozen=True)
class ForumPlan:
	"""What the comparison needs of a forum: who meets, and how often.

	Attributes:
		held_by: Team, Locality or Authority.
		a_month: sittings a month at one place.
		minutes: length of a sitting.
		slot_minutes: time for each child.
		event_type: the type of event that it records for the child.
		places: at how many places it sits, or None if each team, each locality or the authority has one.
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
	"""A way of working: rules, event types and forums."""

	rules: tuple[ScenarioRule, ...]
	types: Mapping[str, EventType]
	forums: tuple[ForumPlan, ...] = ()
	names: frozenset[str] = field(default=frozenset())

	def forum_of(self, rule: ScenarioRule) -> str:
		"""Returns the forum that does the rule's duty: the one that records the event that the rule lists first."""
		first = rule.done_by[0] if rule.done_by else ""
		found = [forum for forum in self.forums if first and forum.event_type == first]
		found.sort(key=lambda forum: forum.pack != rule.pack)
		return found[0].name if found else ""


def with_pack(now: Scenario, pack: str, other: Scenario, mode: str) -> Scenario:
	"""Returns the way of working with another pack.

	Args:
		now: the way of working in force.
		pack: the pack's name.
		other: the pack's own rules, event types and forums.
		mode: Instead of the packs in force, which leaves out their rules and forums; or Beside them, where the pack's
			rules replace all others for the duties that it names. Local rules and forums stay in both modes, and so do
			rules that give way.
	"""
	duties = {rule.duty for rule in other.rules if not rule.rule.gives_way}
	if mode == INSTEAD:
		kept = [
			rule for rule in now.rules if rule.rule.gives_way or (not rule.pack and rule.duty not in duties)
		]
		forums = [forum for forum in now.forums if not forum.pack]
	else:
		kept = [
			rule
			for rule in now.rules
			if rule.pack != pack and (rule.rule.gives_way or rule.duty not in duties)
		]
		forums = [forum for forum in now.forums if forum.pack != pack]
	taken = {forum.name for forum in other.forums}
	return Scenario(
		rules=_standing({rule.rule.name: rule for rule in (*kept, *other.rules)}.values()),
		types={**now.types, **other.types},
		forums=(*(forum for forum in forums if forum.name not in taken), *other.forums),
	)


def with_rule(now: Scenario, changed: ScenarioRule) -> Scenario:
	"""Returns the way of working with one rule changed or added."""
	kept = [rule for rule in now.rules if rule.rule.name != changed.rule.name]
	return replace(now, rules=_standing((*kept, changed)))


def _standing(rules: Iterable[ScenarioRule]) -> tuple[ScenarioRule, ...]:
	"""Drops starts that count from rules which are no longer there, and rules that have no other start."""
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
