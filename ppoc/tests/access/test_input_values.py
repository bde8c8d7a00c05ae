"""What can be a value of a field or an argument of a call at all, without a site."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest

from ppoc.access.input_arguments import fitted, missing
from ppoc.access.input_values import problem, unstorable, wrong_choice


@pytest.mark.parametrize(
	("fieldtype", "value"),
	[
		("Data", "Ada"),
		("Data", 17),
		("Data", "\u05d0\u202e\U0001f9d2\x1b"),
		("Small Text", "é" * 32_767),
		("Long Text", "x" * 1_000_000),
		("Date", "2026-03-31"),
		("Date", date(2026, 3, 31)),
		("Date", "2026-03-31 00:00:00"),
		("Datetime", "2026-03-31 14:30:00.123456"),
		("Datetime", "2026-03-31T14:30"),
		("Time", "9:05:00"),
		("Time", timedelta(hours=9)),
		("Int", "12"),
		("Int", 2**31 - 1),
		("Check", "1"),
		("Check", True),
		("Float", "1e3"),
		("Table", [{"a": 1}]),
		("Table", []),
		("JSON", {"a": [1]}),
		*((kind, nothing) for kind in ("Data", "Date", "Int", "Table") for nothing in (None, "")),
	],
)
def test_what_fits(fieldtype: str, value: Any):
	assert problem(fieldtype, value) is None


@pytest.mark.parametrize(
	("fieldtype", "value", "said"),
	[
		("Data", ["Ada"], "not several"),
		("Data", "a\x00b", "cannot be stored"),
		("Link", "\ud800", "cannot be stored"),
		("Data", math.nan, "not a number"),
		("Small Text", "é" * 32_768, "too long"),
		("Date", "31/12/2026", "not a date such as"),
		("Date", "2026-02-30", "not a date"),
		("Date", "0000-00-00", "not a date"),
		("Date", "0001-01-01", "not a date"),
		("Date", "99999-01-01", "not a date"),
		("Date", -1, "not a date"),
		("Datetime", "2026-03-31 25:00:00", "not a day and time"),
		("Time", "14:75", "not a time"),
		("Int", "twelve", "whole number"),
		("Int", 2**31, "too large"),
		("Int", math.inf, "whole number"),
		("Check", -1, "too large or too small"),
		("Float", "NaN", "A number belongs"),
		("Float", 1e308, "too large"),
		("Table", "rows", "list of rows"),
		("Table", {"a": 1}, "list of rows"),
		("Table", [None], "list of rows"),
		("JSON", {"a": ["\ud800"]}, "cannot be stored"),
	],
)
def test_what_does_not_fit_is_told(fieldtype: str, value: Any, said: str):
	assert said in str(problem(fieldtype, value))


def test_what_cannot_be_stored_is_found_however_deep():
	assert unstorable({"rows": [{"note": "a\udfffb"}]})
	assert unstorable({"\ud800": 1})
	assert not unstorable({"rows": [{"note": "\U0001f9d2", "n": 1.5}]})


def call(
	child: str,
	count: int = 0,
	again: bool | int | str = 0,
	values: dict[str, str] | str = "",
	at: str | None = None,
) -> None:
	"""Stands for an endpoint."""


def test_a_missing_argument_is_named():
	assert missing(call, {"count": 1}) == ["child"]
	assert missing(call, {"child": "CH-1"}) == []


def test_a_method_of_a_record_is_not_asked():
	def withdraw(self: Any, reason: str) -> None:
		"""Stands for a method that a form calls."""

	assert missing(withdraw, {}) == []


def test_numbers_become_texts_and_nothing_is_left_to_the_default():
	values, wrong = fitted(call, {"child": 12, "count": None, "at": None, "other": [1]})
	assert (values, wrong) == ({"child": "12", "at": None, "other": [1]}, {})


@pytest.mark.parametrize(
	("argument", "value", "said"),
	[
		("child", ["CH-1"], "not several"),
		("child", None, "missing"),
		("child", "\x00", "cannot be stored"),
		("count", "many", "whole number"),
		("again", {"a": 1}, "not several"),
		("values", "{", "not JSON"),
		("values", "[" * 100_000, "nested too deeply"),
		("values", "[1]", "should be a valid dictionary"),
		("values", {"name": [1]}, "name: "),
		("values", '{"name": "\\ud800"}', "cannot be stored"),
		("at", {}, "not several"),
	],
)
def test_an_argument_that_does_not_fit_is_told(argument: str, value: Any, said: str):
	_values, wrong = fitted(call, {"child": "CH-1", argument: value})
	assert said in str(wrong[argument])
	assert len(wrong) == 1


@pytest.mark.parametrize("value", [None, "", "Weeks", " Weeks "])
def test_a_choice_that_is_one(value: Any):
	assert wrong_choice("\nDays\nWeeks", value) is None
	assert wrong_choice("", value) is None


@pytest.mark.parametrize("value", ["weeks", "Fortnights", 7, "\ufffe"])
def test_a_choice_that_is_none_is_told_with_the_choices(value: Any):
	said = str(wrong_choice("\nDays\nWeeks", value))
	assert said.endswith("is not one of the choices: Days, Weeks.")
