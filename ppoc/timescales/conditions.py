"""Reads a rule's conditions from the form's filters and checks them against a child's facts. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from ppoc.care_codes import codes_in
from ppoc.messages import Message
from ppoc.timescales.facts import is_changing
from ppoc.timescales.models import Condition, Event, Facts


class ConditionFault(Exception):
	"""The conditions cannot be used; the message says which and what to do."""


def parse(text: str | None) -> tuple[Condition, ...]:
	"""Reads the JSON of the form's filters: a list of [doctype, fact, operator, value], the doctype being optional.

	Raises:
		ConditionFault: it is not such a list, or an operator is unknown.
	"""
	try:
		rows = json.loads(text or "[]")
	except ValueError as error:
		raise ConditionFault(Message("The conditions are not valid JSON: {0}.", error)) from error
	if not isinstance(rows, list):
		raise ConditionFault(Message("The conditions are not a list of filters."))
	return tuple(_condition(number, row) for number, row in enumerate(rows, start=1))


def _condition(number: int, row: Any) -> Condition:
	parts = list(row) if isinstance(row, list | tuple) else []
	if len(parts) >= 4:
		parts = parts[1:4]
	if len(parts) != 3 or not all(isinstance(part, str) for part in parts[:2]):
		raise ConditionFault(Message("Condition {0} is not a fact, an operator and a value.", number))
	fact, operator, value = parts
	if operator.lower() not in OPERATORS:
		raise ConditionFault(
			Message(
				"Condition {0} has the operator {1}; use one of {2}.", number, operator, ", ".join(OPERATORS)
			)
		)
	return Condition(fact, operator.lower(), codes_in(fact, value))


def hold(conditions: Iterable[Condition], facts: Facts, day: date = date.max, closing: bool = False) -> bool:
	"""Returns whether all conditions hold.

	Args:
		facts: a fact that changes is read for the day, other facts are as they are now.
		day: the day; without it, what is last known counts.
		closing: as the day ended, not as it began.
	"""
	return all(OPERATORS[c.operator](_on(facts.get(c.fact), day, closing), c.value) for c in conditions)


def _on(value: Any, day: date, closing: bool) -> Any:
	return value.on(day, closing) if is_changing(value) else value


def vary(conditions: Iterable[Condition], facts: Facts) -> bool:
	"""Returns whether a condition uses a fact that changes."""
	return any(is_changing(facts.get(c.fact)) for c in conditions)


def no_longer(conditions: Iterable[Condition], facts: Facts, since: date, until: date) -> Event | None:
	"""Returns the first event after a day and before another one since which the conditions no longer hold."""
	conditions = list(conditions)
	named = {c.fact for c in conditions if is_changing(facts.get(c.fact))}
	changes = (change for fact in named for change in facts[fact].changes(since, until))
	for change in sorted(changes, key=lambda event: event.order):
		if not hold(conditions, facts, change.on, closing=True):
			return change
	return None


def failing(conditions: Iterable[Condition], facts: Facts) -> list[Condition]:
	"""Returns the conditions that do not hold."""
	return [c for c in conditions if not hold((c,), facts)]


def _plain(value: Any) -> str:
	if isinstance(value, bool):
		value = int(value)
	if value is None:
		return ""
	if isinstance(value, str) and value in ("Yes", "No"):  # what the form's filters write for a checkbox
		return "1" if value == "Yes" else "0"
	return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: Any) -> float | None:
	try:
		return float(_plain(value))
	except ValueError:
		return None


def _compared(judge: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
	"""Compares as numbers if both are numbers, otherwise as text; an empty value is neither more nor less."""

	def compare(have: Any, want: Any) -> bool:
		if have is None or have == "":
			return False
		numbers = _number(have), _number(want)
		if None not in numbers:
			return judge(*numbers)
		return judge(_plain(have), _plain(want))

	return compare


def _among(have: Any, want: Any) -> bool:
	choices = want if isinstance(want, list | tuple) else str(want or "").split(",")
	return any(_equal(have, choice.strip() if isinstance(choice, str) else choice) for choice in choices)


def _equal(have: Any, want: Any) -> bool:
	if have in (None, "", 0, False) and want in (None, "", "0", 0, False, "No"):
		return True
	return _plain(have) == _plain(want)


def _like(have: Any, want: Any) -> bool:
	return str(want or "").strip("%").lower() in _plain(have).lower()


def _is(have: Any, want: Any) -> bool:
	return (have not in (None, "")) == (str(want).lower() == "set")


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
	"=": _equal,
	"!=": lambda have, want: not _equal(have, want),
	"<": _compared(lambda have, want: have < want),
	"<=": _compared(lambda have, want: have <= want),
	">": _compared(lambda have, want: have > want),
	">=": _compared(lambda have, want: have >= want),
	"in": _among,
	"not in": lambda have, want: not _among(have, want),
	"like": _like,
	"not like": lambda have, want: not _like(have, want),
	"is": _is,
}
