"""Rates a plan red, amber or green and says why. Plain Python.

The third source rates the plans of its tracker, "indicating progress and where attention is more pressing". Rules
say what needs attention; each is a few conditions on the facts of a plan. A plan gets the worst rating of the rules
that hold, with the reasons of all of them, the red ones first.
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
"""An override is reviewed within a year."""
PLACE = re.compile(r"\{(\w+)\}")

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class RatingRule:
	"""A rule that makes a plan red or amber.

	Attributes:
		rating: Red or Amber.
		reason: the sentence that people read, with the names of facts in braces.
		conditions: all must hold.
	"""

	name: str
	rating: str
	reason: str
	conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class RatingOverride:
	"""A rating that somebody set in place of the rules, until a day.

	Attributes:
		words: the reason and who set it, as people read it.
	"""

	rating: str
	until: date
	words: str


@dataclass(frozen=True)
class Rated:
	"""A plan's rating, the reasons one to a line, and how long it lasts if it is an override."""

	rating: str = ""
	reason: str = ""
	by_hand_until: date | None = None


UNRATED = Rated()


class RatingRuleFault(Exception):
	"""The rule cannot be used; the message says why and what to do."""


def rated(
	facts: Facts,
	rules: Iterable[RatingRule],
	by_hand: RatingOverride | None = None,
	told: Callable[[Any], str] = str,
) -> Rated:
	"""Rates an open plan.

	Args:
		facts: the facts of the plan.
		rules: in the order in which to give their reasons.
		by_hand: the override, if there is one; the reasons by the rules are given after it.
		told: formats a fact for a reason.
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
	"""Returns a reason with the names of facts replaced by their values."""
	return PLACE.sub(lambda place: told(facts[place[1]]) if place[1] in facts else place[0], reason)


def check(rule: RatingRule, known: Collection[str]) -> None:
	"""Refuses a rule that would hold for every plan or uses an unknown fact.

	Args:
		known: the names of the facts.

	Raises:
		RuleFault: for the first fault found.
	"""
	if not rule.conditions:
		raise RatingRuleFault(
			Message("Say when the rule applies. Without a condition it would rate every plan.")
		)
	asked = {condition.fact for condition in rule.conditions}
	if unknown := sorted(asked - set(known)):
		raise RatingRuleFault(
			Message(
				"The conditions use “{0}”, which is not a fact about a plan. Choose another fact.", unknown[0]
			)
		)
	if unknown := sorted(set(PLACE.findall(rule.reason)) - set(known)):
		raise RatingRuleFault(
			Message(
				"The reason uses “{0}”, which is not a fact about a plan. Take it out of the sentence.",
				unknown[0],
			)
		)
