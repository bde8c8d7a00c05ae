"""What is wrong with a rule before it is let in: each fault with its place and the remedy. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ppoc.timescales.calendars import MOST_YEARS
from ppoc.timescales.engine import EndlessRuleError, in_order
from ppoc.timescales.values import Count, Offset, Rule, Unit

DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.WEEKS: 7.0, Unit.MONTHS: 30.5}


class RuleFault(Exception):
	"""The rule cannot be used; the message says where and what to do."""


def check(rule: Rule, facts: Collection[str]) -> None:
	"""Refuse a rule that cannot be computed or does not come to an end.

	Args:
		rule: the rule.
		facts: the names that its conditions may ask for.

	Raises:
		RuleFault: the first fault.
	"""
	if not rule.counts:
		raise RuleFault("Say from which event the rule counts.")
	for number, count in enumerate(rule.counts, start=1):
		_check_count(number, count, rule)
	if not rule.satisfied_by:
		raise RuleFault("Say which event satisfies the rule; without one it would stay overdue for ever.")
	both = rule.satisfied_by & rule.stopped_by
	if both:
		raise RuleFault(
			f"“{min(both)}” cannot both satisfy the rule and stop it. Take it out of one of them."
		)
	if rule.repeat:
		_check_repeat(rule)
	if rule.escalate_after:
		_check_offset("Escalation", rule.escalate_after)
	unknown = sorted({c.fact for c in rule.conditions} - set(facts))
	if unknown:
		raise RuleFault(
			f"The conditions ask for “{unknown[0]}”, which nothing says of a child. Choose another fact."
		)


def check_together(rules: Iterable[Rule]) -> None:
	"""Refuse rules that count from each other's due dates in a circle.

	Raises:
		RuleFault: it names the circle.
	"""
	try:
		in_order(list(rules))
	except EndlessRuleError as error:
		raise RuleFault(
			f"These rules wait for each other: {error}. Let one of them count from an event."
		) from error


def _check_count(number: int, count: Count, rule: Rule) -> None:
	if bool(count.event_type) == bool(count.rule):
		raise RuleFault(f"Date {number}: choose either an event or another rule to count from.")
	if count.rule == rule.name:
		raise RuleFault(f"Date {number}: the rule counts from itself. Choose an event or another rule.")
	_check_offset(f"Date {number}", count.offset)


def _check_repeat(rule: Rule) -> None:
	assert rule.repeat
	if rule.repeat.amount < 1:
		raise RuleFault("Say how often it comes again: at least 1.")
	if not rule.stopped_by:
		raise RuleFault("The rule would never end. Say which event stops it, such as leaving care.")
	_check_offset("Repetition", rule.repeat)


def _check_offset(place: str, offset: Offset) -> None:
	if offset.amount < 0:
		raise RuleFault(f"{place}: {offset.amount} is negative. Choose “Before” and a positive number.")
	if offset.amount * DAYS[offset.unit] > MOST_YEARS * 366:
		raise RuleFault(
			f"{place}: {offset.amount:,} {offset.unit.value.lower()} are more than {MOST_YEARS} years. "
			"Check the amount and its unit."
		)
