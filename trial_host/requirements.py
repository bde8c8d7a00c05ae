"""The project's numbered requirements and the tests that show each: one Markdown page whose last column is
written from the `@pytest.mark.requirement(…)` marks in the tests, found without running anything."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from trial_host.console import Stop

ROW = re.compile(r"^\| (?P<id>[A-Z]+\d[\w.]*) \| (?P<text>.*?) \|(?P<shown> .*? \||)$")
MARK = "requirement"
NONE_YET = "–"
NAMED_IN_A_CELL = 4

Shown = dict[str, list[str]]


def rows_of(page: Path) -> list[str]:
	"""The ids of the page's rows, in order. Twice the same id is a mistake in the page."""
	if not page.is_file():
		raise Stop(f"{page} is missing.")
	ids = [row["id"] for line in page.read_text(encoding="utf-8").splitlines() if (row := ROW.match(line))]
	twice = sorted({name for name in ids if ids.count(name) > 1})
	if twice:
		raise Stop(f"{page}: more than one row named {', '.join(twice)}.")
	return ids


def marks_in(*folders: Path) -> Shown:
	"""Requirement ids and the tests marked with them, as `folder/test_file.py::test_name`.

	A file of the first folder is named from there, as `decisions/test_rules.py`; one of the others by its package:
	`demo/tests/test_make.py` is `demo/test_make.py`.
	"""
	shown: Shown = defaultdict(list)
	files = {
		_named(path, folder, folders[0]): path for folder in folders for path in folder.rglob("test_*.py")
	}
	for name, path in sorted(files.items()):
		tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
		for test, ids in _marked_tests(tree):
			for id in ids:
				if f"{name}::{test}" not in shown[id]:
					shown[id].append(f"{name}::{test}")
	return dict(shown)


def _named(path: Path, folder: Path, first: Path) -> str:
	name = path.relative_to(folder).as_posix()
	return name if folder == first else f"{folder.parent.name}/{name}"


def _marked_tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
	of_module = [id for node in tree.body if _assigns_pytestmark(node) for id in _ids_in(node)]
	for node in tree.body:
		if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
			of_class = [*of_module, *_ids_of_decorators(node)]
			of_class += [id for inner in node.body if _assigns_pytestmark(inner) for id in _ids_in(inner)]
			for inner in node.body:
				if _is_test(inner):
					yield f"{node.name}::{inner.name}", [*of_class, *_ids_of_decorators(inner)]
		elif _is_test(node):
			yield node.name, [*of_module, *_ids_of_decorators(node)]


def _is_test(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
	return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


def _assigns_pytestmark(node: ast.stmt) -> bool:
	return isinstance(node, ast.Assign) and any(
		ast.unparse(target) == "pytestmark" for target in node.targets
	)


def _ids_of_decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
	return [id for decorator in node.decorator_list for id in _ids_in(decorator)]


def _ids_in(node: ast.AST) -> list[str]:
	"""The ids of every requirement mark below the node, those of parametrize's rows among them."""
	ids = []
	for call in ast.walk(node):
		if isinstance(call, ast.Call) and ast.unparse(call.func) == f"pytest.mark.{MARK}":
			for argument in call.args:
				if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
					raise Stop(
						f"line {call.lineno}: a requirement is named by a plain string, not {ast.unparse(argument)}."
					)
				ids.append(argument.value)
	return ids


def written(page: Path, shown: Shown) -> str:
	"""The page's text with its last column as the marks in the tests have it."""
	lines = []
	for line in page.read_text(encoding="utf-8").splitlines():
		row = ROW.match(line)
		if row:
			line = f"| {row['id']} | {row['text']} | {_cell(shown.get(row['id'], []))} |"
		lines.append(line)
	return "\n".join(lines) + "\n"


def _cell(tests: list[str]) -> str:
	"""The tests by file; of a file with many, only how many."""
	by_file: Shown = defaultdict(list)
	for test in tests:
		file, _, name = test.partition("::")
		by_file[file].append(f"`{name}`")
	parts = [
		f"`{file}`: {', '.join(names) if len(names) <= NAMED_IN_A_CELL else f'{len(names)} tests'}"
		for file, names in by_file.items()
	]
	return "<br>".join(parts) or NONE_YET


def problems(page: Path, *folders: Path) -> list[str]:
	"""What is wrong between the page and the marks: marks that name no row, a column that is out of date."""
	shown, rows = marks_in(*folders), set(rows_of(page))
	found = [
		f"{test}: no requirement {id} in {page.name}"
		for id, marked in sorted(shown.items())
		if id not in rows
		for test in marked
	]
	if not found and written(page, shown) != page.read_text(encoding="utf-8"):
		found.append(f"{page.name}: the column of tests is out of date; ./dev requirements rewrites it")
	return found


def rewrite(page: Path, *folders: Path) -> int:
	"""Writes the column anew; returns how many rows have a test."""
	shown, rows = marks_in(*folders), rows_of(page)
	page.write_text(written(page, shown), encoding="utf-8")
	return sum(1 for id in rows if id in shown)
