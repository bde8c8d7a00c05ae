#!/usr/bin/env python3
"""Writes the table of rules in docs/timescales.md from the practice packs and from the test cases.

usage: python3 docs/timescale_table.py [--check]     --check writes nothing and exits with 1 if the page is stale
"""

from __future__ import annotations

import ast
import json
import sys
from typing import Any

import made_tables

TESTS = made_tables.ROOT / "ppoc" / "tests" / "timescales"


def rules() -> list[tuple[str, list[dict[str, Any]]]]:
	"""Returns the packs that have rules, each with its rules in the order of the source."""
	found = []
	for path in sorted(made_tables.PACKS.glob("*/timescale_rule.json")):
		head = json.loads((path.parent / "pack.json").read_text())
		found.append((f"{head['name']} (`{path.parent.name}`)", json.loads(path.read_text())))
	return found


def rows_shown() -> dict[str, list[str]]:
	"""Returns rule → the rows of the requirements that its cases show, from the calls of `case` in the tests."""
	shown: dict[str, list[str]] = {}
	for call in ast.walk(ast.parse((TESTS / "pack_cases.py").read_text())):
		if isinstance(call, ast.Call) and ast.unparse(call.func) == "case":
			rule, rows = (ast.literal_eval(argument) for argument in call.args[:2])
			for row in rows.split():
				if row not in shown.setdefault(rule, []):
					shown[rule].append(row)
	return shown


def tests_by_row() -> dict[str, str]:
	"""Returns row of the requirements → the test of the rules that shows it."""
	tests = {}
	for node in ast.parse((TESTS / "test_pack_rules.py").read_text()).body:
		if isinstance(node, ast.FunctionDef):
			for decorator in node.decorator_list:
				if (
					isinstance(decorator, ast.Call)
					and ast.unparse(decorator.func) == "pytest.mark.requirement"
				):
					tests.update({ast.literal_eval(argument): node.name for argument in decorator.args})
	return tests


def tables() -> str:
	"""Returns the tables as Markdown."""
	shown, tests = rows_shown(), tests_by_row()
	lines = [
		"Tests are in `ppoc/tests/timescales/test_pack_rules.py`; each is run for the rule named here.",
		"",
	]
	for pack, found in rules():
		rows = []
		for rule in found:
			by = "; ".join(f"{row}: `{tests[row]}`" for row in shown.get(rule["rule_name"], []))
			rows.append((rule["rule_name"], rule["applies_to"], rule["source"], rule["about"], by))
		lines += [f"### {pack}: {len(found)} rule{'s' if len(found) > 1 else ''}", ""]
		lines += made_tables.table(
			("rule", "due for", "place in the source", "in our words", "row: test"), rows
		)
	return "\n".join(lines)


if __name__ == "__main__":
	sys.exit(made_tables.main("timescales.md", "rules", tables))
