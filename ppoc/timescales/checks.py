"""Checks a rule before it is accepted; each fault names the place and the remedy. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ppoc.messages import Message
from ppoc.timescales.calendars import MOST_YEARS
from ppoc.timescales.engine import EndlessRuleError, in_order
from ppoc.timescales.models import Count, Offset, Rule, Unit

DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.WEEKS: 7.0, Unit.MONTHS: 30.5}


class RuleFault(Exception):
	"""The rule cannot be used; the message says where and what to do."""


def check(rule: Rule, facts: Collection[str]) -> None:
	"""Refuses a rule that cannot be computed or never ends.

	Args:
		rule: the rule.
		facts: the names of the facts that its conditions may use.

	Raises:
		RuleFault: for the first fault found.
	"""
	if not rule.counts:
		raise RuleFault(Message("Choose the event that the rule counts from."))
	for number, count in enumerate(rule.counts, start=1):
		_check_count(number, count, rule)
	if not rule.satisfied_by:
		raise RuleFault(
			Message("Choose the event that satisfies the rule. Without one it would stay overdue for ever.")
		)
	both = rule.satisfied_by & rule.stopped_by
	if both:
		raise RuleFault(
			Message("“{0}” cannot both satisfy the rule and stop it. Take it out of one of them.", min(both))
		)
	if rule.repeat:
		_check_repeat(rule)
	if rule.escalate_after:
		_check_offset("Escalation", rule.escalate_after)
	unknown = sorted({c.fact for c in rule.conditions} - set(facts))
	if unknown:
		raise RuleFault(
			Message(
				"The conditions use “{0}”, which is not a fact that rules can use. Choose another fact.",
				unknown[0],
			)
		)


def check_together(rules: Iterable[Rule]) -> None:
	"""Refuses rules that count from each other's due dates in a circle.

	Raises:
		RuleFault: there is a circle; the message names the rules in it.
	"""
	try:
		in_order(list(rules))
	except EndlessRuleError as error:
		raise RuleFault(
			Message("These rules wait for each other: {0}. Let one of them count from an event.", error)
		) from error


def _check_count(number: int, count: Count, rule: Rule) -> None:
	if bool(count.event_type) == bool(count.rule):
		raise RuleFault(Message("Date {0}: choose either an event or another rule to count from.", number))
	if count.rule == rule.name:
		raise RuleFault(
			Message("Date {0}: the rule counts from itself. Choose an event or another rule.", number)
		)
	_check_offset(f"Date {number}", count.offset)


def _check_repeat(rule: Rule) -> None:
	assert rule.repeat
	if rule.repeat.amount < 1:
		raise RuleFault(Message("Enter how often it repeats; the number must be at least 1."))
	if not rule.stopped_by:
		raise RuleFault(Message("The rule would never end. Say which event stops it, such as leaving care."))
	_check_offset("Repetition", rule.repeat)


def _check_offset(place: str, offset: Offset) -> None:
	if offset.amount < 0:
		raise RuleFault(
			Message("{0}: {1} is negative. Choose “Before” and a positive number.", place, offset.amount)
		)
	if offset.amount * DAYS[offset.unit] > MOST_YEARS * 366:
		raise RuleFault(
			Message(
				"{0}: {1} {2} is more than {3} years. Check the amount and its unit.",
				place,
				f"{offset.amount:,}",
				offset.unit.value.lower(),
				MOST_YEARS,
			)
		)
