"""Values that nobody should send: wrong, huge, hostile and twisted ones, drawn by a seeded generator."""

from __future__ import annotations

import random
from typing import Any

LONG = 70_000
VERY_LONG = 9_000_000  # below what Frappe takes as a request
DEEP = 3_000

TEXTS = (
	"",
	" \t\r\n ",
	"\x00",
	"before\x00after",
	"\ud800",
	"before\udfffafter",
	"\ufffe\uffff",
	"x" * 141,
	"x" * LONG,
	"\U0001f9d2" * 200,
	"e\u0301" * 150,
	"\u202egnp.exe\u202c",
	"\u200f\u061c\u2066",
	"\x1b[31m\x07\x08\x7f",
	"a\r\nSet-Cookie: sid=1",
	"<script>alert(1)</script>",
	"<img src=//x.example/a onerror=alert(1)>",
	"' or 1=1 -- ",
	"`; drop table `tabChild`",
	"%s %(a)s {0} {} {a.b} %",
	"{{ 7 * 7 }}{% raise %}",
	"../../site_config.json",
	"[",
	"{",
	'{"a": 1, "a":',
	"null",
	"NaN",
	"undefined",
	"\\\\",
	"\N{DEVANAGARI DIGIT ONE}\N{FULLWIDTH DIGIT TWO}",
)
NUMBERS = (-1, 0, 2**31, -(2**63) - 1, 10**40, float("nan"), float("inf"), 1e308, 0.1 + 0.2, True, -0.0)
DATES = (
	"0000-00-00",
	"0000-01-01",
	"0001-01-01",
	"99999-01-01",
	"9999-12-31",
	"2026-02-30",
	"2026-13-01",
	"-0001-01-01",
	"31/12/2026",
	"tomorrow",
	"2026-01-01T25:61:61Z",
	"1" * 400,
	20260101,
	-1,
)
SHAPES: tuple[Any, ...] = (
	None,
	[],
	{},
	[[]],
	["a", 1, None],
	[None],
	{"a": {"b": [1]}},
	[{"doctype": "User", "name": "Administrator"}],
	["like", "%"],
	["in", None],
	["between", ["a"]],
	[["name", "=", "x", "y", "z"]],
	{"name": ["in", {}]},
	{"doctype": ["Child"]},
	[0] * 500,
)
EVERYTHING: tuple[Any, ...] = (*TEXTS, *NUMBERS, *DATES, *SHAPES)


def deep(levels: int = DEEP) -> str:
	"""Returns JSON text that is nested very deeply."""
	return "[" * levels + "]" * levels


def draw(seed: str, count: int) -> list[Any]:
	"""Returns so many different values for this place; the same for each run."""
	return random.Random(seed).sample(EVERYTHING, count)


def told(value: Any) -> str:
	"""Returns the value as a failing test names it."""
	text = ascii(value)
	return text if len(text) < 60 else f"{text[:40]}… ({len(text)} characters)"
