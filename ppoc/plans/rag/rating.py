"""What makes a plan red, amber or green, and why. Plain Python.

The third source rates the plans of its tracker, "indicating progress and where attention is more pressing". What
presses is said by rules, each a few conditions on the facts of a plan. A plan is as red as the reddest rule that
holds; the reasons of all that hold are told, the red ones first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ppoc.messages import Message
from ppoc.timescales.conditions import Condition, hold

RED, AMBER, GREEN = "Red", "Amber", "Green"
RATINGS = (RED, AMBER, GREEN)
MOST_DAYS = 366
"""A rating by hand is looked at again within a year."""
PLACE = re.compile(r"\{(\w+)\}")

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
	"""What makes a plan red or amber.

	Attributes:
		rating: Red or Amber.
		reason: the sentence that is told; facts stand in it in braces.
		conditions: all must hold.
	"""

	name: str
	rating: str
	reason: str
	conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class ByHand:
	"""A rating that somebody set against the rules, until a day.

	Attributes:
		words: the reason with who set it, as it is told.
	"""

	rating: str
	until: date
	words: str


@dataclass(frozen=True)
class Rated:
	"""A plan's rating, the reasons line by line, and how long it holds if it was set by hand."""

	rating: str = ""
	reason: str = ""
	by_hand_until: date | None = None


UNRATED = Rated()


class RuleFault(Exception):
	"""The rule cannot be used; the message says why and what to do."""


def rated(
	facts: Facts, rules: Iterable[Rule], by_hand: ByHand | None = None, told: Callable[[Any], str] = str
) -> Rated:
	"""Rate an open plan.

	Args:
		facts: what is known of the plan.
		rules: in the order in which their reasons are told.
		by_hand: what somebody has set instead; what the rules say is told with it.
		told: how a fact is written into a reason.
	"""
	holding = sorted(
		(rule for rule in rules if hold(rule.conditions, facts)), key=lambda rule: RATINGS.index(rule.rating)
	)
	rating = holding[0].rating if holding else GREEN
	reasons = [filled(rule.reason, facts, told) for rule in holding]
	if by_hand:
		return Rated(by_hand.rating, "\n".join([by_hand.words, *reasons]), by_hand.until)
	return Rated(rating, "\n".join(reasons))


def filled(reason: str, facts: Facts, told: Callable[[Any], str] = str) -> str:
	"""A reason with its facts in the place of their names."""
	return PLACE.sub(lambda place: told(facts[place[1]]) if place[1] in facts else place[0], reason)


def check(rule: Rule, known: Collection[str]) -> None:
	"""Refuse a rule that would hold for every plan, or asks for what nobody knows.

	Args:
		known: the names of the facts.

	Raises:
		RuleFault: the first fault.
	"""
	if not rule.conditions:
		raise RuleFault(Message("Say when the rule applies. Without a condition it would rate every plan."))
	asked = {condition.fact for condition in rule.conditions}
	if unknown := sorted(asked - set(known)):
		raise RuleFault(
			Message(
				"The conditions use “{0}”, which is not a fact about a plan. Choose another fact.", unknown[0]
			)
		)
	if unknown := sorted(set(PLACE.findall(rule.reason)) - set(known)):
		raise RuleFault(
			Message(
				"The reason uses “{0}”, which is not a fact about a plan. Take it out of the sentence.",
				unknown[0],
			)
		)
