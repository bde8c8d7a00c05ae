"""The conditions of a rule as a colleague would say them: “the child is born and under 5”. Words only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from frappe import _

from ppoc.care_codes import CODED
from ppoc.care_words import care_words
from ppoc.timescales.models import Condition

TICKED, NOT_TICKED = {"1", "true", "yes"}, {"", "0", "false", "no", "none"}


def conditions_words(conditions: Iterable[Condition], labels: Mapping[str, str]) -> str:
	"""All conditions of a rule in one clause; what is said of the child comes first, and together.

	Args:
		conditions: the rule's conditions, all of which must hold.
		labels: words by fieldname, for facts that have no words of their own here.
	"""
	simple = [_simplified(condition) for condition in conditions]
	child_is = [(condition, _child_is(condition)) for condition in simple]
	said = [words for _condition, words in child_is if words]
	clauses = [_("the child is {0}").format(_all_of(said))] if said else []
	clauses += [_clause(condition, labels) for condition, words in child_is if not words]
	if len(said) > 1 and len(clauses) > 1:
		return _("{0}, and {1}").format(clauses[0], _all_of(clauses[1:]))
	return _all_of(clauses)


def _simplified(condition: Condition) -> Condition:
	"""A list of one choice says the same as that choice."""
	equal = {"in": "=", "not in": "!="}.get(condition.operator)
	if not equal:
		return condition
	choices = _choices(condition.value)
	return Condition(
		condition.fact, *((equal, choices[0]) if len(choices) == 1 else (condition.operator, choices))
	)


def _choices(value: Any) -> list[Any]:
	if isinstance(value, list | tuple):
		return list(value)
	return [one.strip() for one in str(value or "").split(",")]


def _ticked(condition: Condition) -> bool | None:
	"""Whether a condition asks for a tick or for none; None where it asks something else."""
	value = str("" if condition.value is None else condition.value).strip().lower()
	if condition.operator not in ("=", "!=") or value not in TICKED | NOT_TICKED:
		return None
	return (value in TICKED) == (condition.operator == "=")


def _child_is(condition: Condition) -> str:
	"""What follows “the child is”, or nothing where the condition is not said so."""
	if condition.fact == "age":
		return _age_words(condition)
	states = {
		"unborn": (_("not yet born"), _("born")),
		"looked_after": (_("looked after"), _("not looked after")),
		"on_full_care_order": (_("on a full care order"), _("not on a full care order")),
		"placed_with_parents": (_("placed with parents"), _("not placed with parents")),
		"unaccompanied": (_("unaccompanied"), _("not unaccompanied")),
		"matched": (_("matched with carers or adopters"), _("not matched with carers or adopters")),
	}
	ticked = _ticked(condition)
	if condition.fact not in states or ticked is None:
		return ""
	return states[condition.fact][0 if ticked else 1]


def _age_words(condition: Condition) -> str:
	"""The age is in whole years, so that more than 5 is 6 or over."""
	operator, value = condition.operator, condition.value
	if operator == ">" and str(value).strip().isdigit():
		operator, value = ">=", int(value) + 1
	pattern = {
		"=": _("{0} years old"),
		"!=": _("not {0} years old"),
		"<": _("under {0}"),
		"<=": _("{0} or under"),
		">": _("over {0}"),
		">=": _("{0} or over"),
		"in": _("{0} years old"),
		"not in": _("not {0} years old"),
	}.get(operator)
	if not pattern or _is_empty(value):
		return ""
	return pattern.format(any_of([str(one) for one in _choices(value)]))


def _clause(condition: Condition, labels: Mapping[str, str]) -> str:
	if condition.fact == "permanence_achieved" and (achieved := _ticked(condition)) is not None:
		return _("permanence has been achieved") if achieved else _("permanence has not been achieved")
	if condition.fact == "permanence_before" and (before := _ticked(condition)) is not None:
		return _("the child once had permanence") if before else _("the child never had permanence")
	if condition.fact == "plan_agreed" and (agreed := _ticked(condition)) is not None:
		return _("the plan has been agreed") if agreed else _("the plan has not been agreed")
	what = _subjects().get(condition.fact) or f"“{_(labels.get(condition.fact, condition.fact))}”"
	operator, value = condition.operator, condition.value
	if operator == "is" or (operator in ("=", "!=") and _is_empty(value)):
		recorded = str(value).lower() == "set" if operator == "is" else operator == "!="
		return (_("{0} is recorded") if recorded else _("{0} is not recorded")).format(what)
	pattern = {
		"=": _("{0} is {1}"),
		"!=": _("{0} is not {1}"),
		"<": _("{0} is less than {1}"),
		"<=": _("{0} is at most {1}"),
		">": _("{0} is more than {1}"),
		">=": _("{0} is at least {1}"),
		"in": _("{0} is {1}"),
		"not in": _("{0} is not {1}"),
		"like": _("{0} contains {1}"),
		"not like": _("{0} does not contain {1}"),
	}[operator]
	values = any_of([_value_words(_words_of(condition.fact, one)) for one in _listed(value)])
	return pattern.format(what, values or _("one of an empty list"))


def _subjects() -> dict[str, str]:
	return {
		"age": _("the age"),
		"legal_status": _("the legal status"),
		"route": _("the route of the current plan"),
		"placement": _("the placement"),
		"potential": _("the potential for permanence"),
		"locality": _("the locality"),
		"team": _("the team"),
		"service": _("the team's service"),
		"forum": _("the forum"),
		"status": _("the meeting's status"),
	}


def _is_empty(value: Any) -> bool:
	return value in (None, "", [], ())


def _listed(value: Any) -> list[Any]:
	return list(value) if isinstance(value, list | tuple) else [value]


def _words_of(fact: str, value: Any) -> Any:
	return care_words(fact, value) if fact in CODED and isinstance(value, str) else value


def _value_words(value: Any) -> str:
	"""Names stand in quotation marks, numbers do not."""
	if _is_empty(value):
		return _("not recorded")
	if isinstance(value, bool):
		return _("yes") if value else _("no")
	words = str(value).strip("%")
	return words if words.replace(".", "", 1).isdigit() else f"“{_(words)}”"


def any_of(words: list[str]) -> str:
	"""Red, Amber or Green."""
	return _list_words(words, _("{0} or {1}"))


def _all_of(words: list[str]) -> str:
	return _list_words(words, _("{0} and {1}"))


def _list_words(words: list[str], last_two: str) -> str:
	return last_two.format(", ".join(words[:-1]), words[-1]) if len(words) > 1 else "".join(words)
