"""The app uses nothing that Frappe removes in version 17. No site needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2]
SOURCES = sorted(file for file in APP.rglob("*.py") if "tests" not in file.relative_to(APP).parts)
GONE_IN_17 = {
	"limit_page_length": ("get_list", "get_all"),
	"page_length": ("get_list", "get_all"),
	"job_name": ("enqueue",),
}
"""Removed arguments, and the functions they belong to; `limit` and `job_id` already exist in 15."""


def deprecated(source: str) -> Iterator[str]:
	"""Yields the calls in a file that 17 will refuse, with their lines."""
	for call in ast.walk(ast.parse(source)):
		if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
			continue
		called = call.func.attr
		for argument in call.keywords:
			if called in GONE_IN_17.get(argument.arg or "", ()):
				yield f"line {call.lineno}: {called}({argument.arg}=…)"
		if called == "set_value" and len(call.args) > 2 and _is_none(call.args[1]):
			yield f"line {call.lineno}: set_value of a single; set_single_value is there in 15 too"


def _is_none(node: ast.expr) -> bool:
	return isinstance(node, ast.Constant) and node.value is None


def test_no_call_names_what_17_takes_away():
	found = [f"{file.relative_to(APP)}, {call}" for file in SOURCES for call in deprecated(file.read_text())]
	assert found == []


@pytest.mark.parametrize(
	"call",
	[
		'frappe.get_list("Child", limit_page_length=0)',
		'frappe.enqueue("a.b", job_name="c")',
		'frappe.db.set_value("System Settings", None, "language", "cy")',
	],
)
def test_such_a_call_would_be_found(call):
	assert list(deprecated(call))
