"""Whether the arguments of a call fit the function that is called. Plain Python.

Frappe checks types only where annotations are objects; ours are texts, as `from __future__ import annotations` makes
them. It does not ask whether an argument is missing, which ends in an error of the server.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import NoneType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ppoc.access.input_values import problem, unstorable
from ppoc.messages import Message

MOST_DEEP = 50
_KEYWORDS = inspect.Parameter.VAR_KEYWORD


def missing(function: Callable, given: Mapping[str, Any]) -> list[str]:
	"""Returns the arguments that the function needs and that were not given; nothing for a method of a record."""
	parameters = inspect.signature(function).parameters.values()
	needed = [
		each
		for each in parameters
		if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, _KEYWORDS)
	]
	if needed and needed[0].name == "self":
		return []
	return [each.name for each in needed if each.name not in given]


def fitted(function: Callable, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Message]]:
	"""Returns the given arguments of a function as it takes them, and what is wrong, by argument.

	A number where a text belongs becomes a text, and nothing where nothing is not foreseen is left to the function's
	default. Everything else must fit the annotation; what is given as JSON must be that and fit it.

	Args:
		function: one with annotations.
		given: what came with the request; other names are left alone.
	"""
	hints, defaults = _hints(inspect.unwrap(function)), inspect.signature(function).parameters
	values, wrong = dict(given), {}
	for name, hint in hints.items():
		if name not in given or name not in defaults:
			continue
		value = given[name]
		if value is None and NoneType not in _options(hint):
			if defaults[name].default is inspect.Parameter.empty:
				wrong[name] = Message("It is missing.")
			del values[name]
			continue
		try:
			values[name] = _fitted(hint, value)
		except ValueError as error:
			wrong[name] = error.args[0] if isinstance(error.args[0], Message) else Message("{0}.", str(error))
	return values, wrong


def _fitted(hint: Any, value: Any) -> Any:
	options = _options(hint)
	if Any in options or value is None:
		return value
	if wrong := unstorable(_parsed(value) if options & {dict, list} else value):
		raise ValueError(wrong)
	if options & {dict, list}:
		return _fitted_json(hint, value)
	if isinstance(value, dict | list):
		raise ValueError(Message("One value belongs here, not several."))
	if str in options:
		return value if isinstance(value, str) or options & {int, float, bool} else str(value)
	if bool in options and str(value).lower() in ("true", "false"):
		return value  # as a browser's form sends it
	if value != "" and (wrong := problem("Check" if bool in options else "Int", value)):
		raise ValueError(wrong)
	return value


def _fitted_json(hint: Any, value: Any) -> Any:
	"""Checks what is, or may come as, JSON. It stays as it came: the function reads it itself."""
	if value == "":
		return value
	structured = [option for option in _members(hint) if (get_origin(option) or option) in (dict, list)]
	try:
		TypeAdapter(Union[tuple(structured)]).validate_python(_parsed(value))  # noqa: UP007 - of a list of types
	except ValidationError as error:
		first = error.errors()[0]
		place = ".".join(str(part) for part in first["loc"] if not str(part).startswith(("dict[", "list[")))
		raise ValueError(
			Message("{0}: {1}.", place, first["msg"]) if place else Message("{0}.", first["msg"])
		) from error
	return value


def _parsed(value: Any) -> Any:
	if not isinstance(value, str) or value == "":
		return value
	try:
		return json.loads(value)
	except RecursionError:
		raise ValueError(Message("It is nested too deeply.")) from None
	except ValueError as error:
		raise ValueError(Message("It is not JSON: {0}.", str(error))) from None


@lru_cache
def _hints(function: Callable) -> dict[str, Any]:
	return get_type_hints(function)


def _members(hint: Any) -> tuple[Any, ...]:
	return get_args(hint) if get_origin(hint) not in (None, dict, list) else (hint,)


def _options(hint: Any) -> set[Any]:
	return {get_origin(each) or each for each in _members(hint)}
