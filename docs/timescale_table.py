#!/usr/bin/env python3
"""Write the table of rules in docs/timescales.md from the practice packs and from the tests' cases.

usage: python3 docs/timescale_table.py [--check]     --check writes nothing and exits with 1 when the page is stale
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "timescales.md"
PACKS = ROOT / "ppoc" / "practice_packs"
TESTS = ROOT / "ppoc" / "tests" / "timescales"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"


def rules() -> list[tuple[str, list[dict[str, Any]]]]:
	"""The packs that have rules, each with its rules in the order of the source."""
	found = []
	for path in sorted(PACKS.glob("*/timescale_rule.json")):
		head = json.loads((path.parent / "pack.json").read_text())
		found.append((f"{head['name']} (`{path.parent.name}`)", json.loads(path.read_text())))
	return found


def rows_shown() -> dict[str, list[str]]:
	"""For each rule the rows of the requirements that its cases show, from the calls of `case` in the tests."""
	shown: dict[str, list[str]] = {}
	for call in ast.walk(ast.parse((TESTS / "pack_cases.py").read_text())):
		if isinstance(call, ast.Call) and ast.unparse(call.func) == "case":
			rule, rows = (ast.literal_eval(argument) for argument in call.args[:2])
			for row in rows.split():
				if row not in shown.setdefault(rule, []):
					shown[rule].append(row)
	return shown


def tests_by_row() -> dict[str, str]:
	"""For each row of the requirements the test of the rules that shows it."""
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


def table() -> str:
	"""The tables as Markdown."""
	shown, tests = rows_shown(), tests_by_row()
	lines = [
		"Tests are in `ppoc/tests/timescales/test_pack_rules.py`; each is run for the rule named here.",
		"",
	]
	for pack, found in rules():
		lines += [f"### {pack}: {len(found)} rules", ""]
		lines += [
			"| rule | due for | place in the source | in our words | row: test |",
			"| --- | --- | --- | --- | --- |",
		]
		for rule in found:
			by = "; ".join(f"{row}: `{tests[row]}`" for row in shown.get(rule["rule_name"], []))
			cells = (rule["rule_name"], rule["applies_to"], rule["source"], rule["about"], by)
			lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
		lines.append("")
	return "\n".join(lines)


def written(page: str) -> str:
	"""The page with its table made anew."""
	before, rest = page.split(BEGIN)
	after = rest.split(END)[1]
	return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


def main() -> int:
	"""Write the page, or say that it is stale."""
	page = PAGE.read_text(encoding="utf-8")
	new = written(page)
	if "--check" in sys.argv[1:]:
		return int(new != page)
	PAGE.write_text(new, encoding="utf-8")
	return 0


if __name__ == "__main__":
	sys.exit(main())
