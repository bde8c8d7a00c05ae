"""Reads the filters of an agenda query, checks them against the record's fields and fills in the meeting's facts.

Plain Python. An administrator writes the filters, so each mistake gets a message that names the row and the
remedy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ppoc.care_codes import codes_in
from ppoc.messages import Message

OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "in", "not in", "like", "not like", "is", "between")

TOKENS = ("@today", "@last_meeting", "@next_meeting", "@forum", "@meeting")

DATE_TOKENS = ("@today", "@last_meeting", "@next_meeting")

RELATED = ("Care Event", "Permanence Plan", "Action", "Panel Decision", "Timescale")
"""A child's records whose existence a query may test; each has a field `child`."""

HAS, HAS_NO, OPEN = "has", "has no", "has open"
"""Some record, no record, or an event that began something which no later event has ended."""

Related = Mapping[str, Mapping[str, str]]

STANDARD_FIELDS = {"name": "Data", "owner": "Link", "creation": "Datetime", "modified": "Datetime"}

NEVER_FILTERED = (
	"Table",
	"Table MultiSelect",
	"Password",
	"HTML",
	"Section Break",
	"Column Break",
	"Tab Break",
)


class FilterFault(Exception):
	"""The filters cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Filter:
	"""One condition.

	Attributes:
		field: a field of the subject.
		operator: one of `OPERATORS`.
		value: what to compare with, before tokens are filled in.
	"""

	field: str
	operator: str
	value: Any


def parse(text: str, fields: Mapping[str, str], related: Related | None = None) -> list[Filter]:
	"""Returns the conditions of an agenda query, read from its JSON and checked.

	Args:
		text: the JSON: a list of [field, operator, value].
		fields: field name → field type of the query's subject.
		related: the same for each of `RELATED`, whose DocType takes the place of a field.

	Raises:
		FilterFault: the JSON or one of its rows cannot be used.
	"""
	try:
		rows = json.loads(text or "[]")
	except ValueError as error:
		raise FilterFault(Message("The filters are not valid JSON: {0}.", error)) from error
	if not isinstance(rows, list):
		raise FilterFault(
			Message(
				'Write a list of [field, operator, value], for example [["potential", "=", "Uncertain"]].'
			)
		)
	return _all_checked(rows, fields, related or {})


def fill_in(filters: list[Filter], facts: Mapping[str, Any]) -> list[Filter]:
	"""Returns the filters with every token replaced by this meeting's facts."""
	return [
		Filter(
			f.field,
			f.operator,
			fill_in(f.value, facts) if f.operator in (HAS, HAS_NO) else _filled(f.value, facts),
		)
		for f in filters
	]


def check_order(ordered_by: str, fields: Mapping[str, str]) -> None:
	"""Refuses to order by something that is not a field.

	Raises:
		FilterFault: there is no such field.
	"""
	if ordered_by and fields.get(ordered_by, STANDARD_FIELDS.get(ordered_by)) in (None, *NEVER_FILTERED):
		raise FilterFault(Message("Ordered by “{0}”: the record has no such field.", ordered_by))


def _all_checked(rows: list[Any], fields: Mapping[str, str], related: Related) -> list[Filter]:
	known = {**STANDARD_FIELDS, **fields}
	return [_checked(number, row, known, related) for number, row in enumerate(rows, start=1)]


def _checked(number: int, row: Any, fields: Mapping[str, str], related: Related) -> Filter:
	if not isinstance(row, list) or len(row) != 3 or not isinstance(row[0], str):
		raise FilterFault(Message("Row {0}: write [field, operator, value].", number))
	field, operator, value = row
	if field in related:
		return _checked_related(number, field, operator, value, related[field])
	if fields.get(field) in (None, *NEVER_FILTERED):
		raise FilterFault(
			Message("Row {0}: the record has no field “{1}” that can be compared.", number, field)
		)
	if operator not in OPERATORS:
		raise FilterFault(
			Message(
				"Row {0}: “{1}” is not an operator; use one of {2}.", number, operator, ", ".join(OPERATORS)
			)
		)
	_check_value(number, operator, value)
	return Filter(field, operator, codes_in(field, value))


def _checked_related(
	number: int, doctype: str, operator: str, value: Any, fields: Mapping[str, str]
) -> Filter:
	"""Checks a row about the child's records: [DocType, "has" or "has no", filters], or events that are still open."""
	if operator == OPEN and doctype == "Care Event":
		pair = value if isinstance(value, list) and len(value) == 2 else ()
		if not pair or not all(isinstance(kinds, list) and kinds and all_text(kinds) for kinds in pair):
			raise FilterFault(
				Message(
					"Row {0}: “{1}” needs the events that begin it and those that end it: [[…], […]].",
					number,
					OPEN,
				)
			)
		return Filter(doctype, operator, value)
	if operator not in (HAS, HAS_NO) or not isinstance(value, list):
		raise FilterFault(
			Message(
				"Row {0}: write [“{1}”, “{2}” or “{3}”, a list of filters].", number, doctype, HAS, HAS_NO
			)
		)
	try:
		return Filter(doctype, operator, _all_checked(value, fields, {}))
	except FilterFault as fault:
		raise FilterFault(Message("Row {0}, {1}: {2}", number, doctype, fault.args[0])) from fault


def all_text(values: list[Any]) -> bool:
	"""Returns whether these are texts and none is blank."""
	return all(isinstance(value, str) and value for value in values)


def _check_value(number: int, operator: str, value: Any) -> None:
	values = value if isinstance(value, list) else [value]
	if operator in ("in", "not in") and (not isinstance(value, list) or not value):
		raise FilterFault(Message("Row {0}: “{1}” needs a list with at least one value.", number, operator))
	if operator == "between" and (not isinstance(value, list) or len(value) != 2):
		raise FilterFault(Message("Row {0}: “between” needs a list of two values.", number))
	if operator not in ("in", "not in", "between") and isinstance(value, list):
		raise FilterFault(Message("Row {0}: “{1}” takes one value, not a list.", number, operator))
	if operator == "is" and value not in ("set", "not set"):
		raise FilterFault(Message("Row {0}: “is” takes “set” or “not set”.", number))
	if any(isinstance(one, dict | list) for one in values):
		raise FilterFault(Message("Row {0}: a value must be text, a number or a date.", number))
	unknown = [one for one in values if isinstance(one, str) and one.startswith("@") and one not in TOKENS]
	if unknown:
		raise FilterFault(
			Message("Row {0}: “{1}” is not known; use one of {2}.", number, unknown[0], ", ".join(TOKENS))
		)


def _filled(value: Any, facts: Mapping[str, Any]) -> Any:
	if isinstance(value, list):
		return [_filled(one, facts) for one in value]
	return facts[value] if isinstance(value, str) and value in TOKENS else value
