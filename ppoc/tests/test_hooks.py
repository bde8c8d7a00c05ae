"""What hooks.py plugs in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import ppoc
from ppoc import hooks
from ppoc.access.rows import CaseRow
from ppoc.access.scopes import CASE_TABLES

APP = Path(ppoc.__file__).parent
OURS = {folder.name.replace("_", " ") for folder in (APP / "ppoc" / "doctype").iterdir() if folder.is_dir()}
API_NAMES = ("api.py", "_api.py", "endpoint_overrides.py", "endpoint_checks.py")


def test_our_own_doctypes_do_their_work_in_their_controllers() -> None:
	assert len(OURS) > 50
	assert not [doctype for doctype in hooks.doc_events if doctype.lower() in OURS]


@pytest.mark.usefixtures("site")
def test_a_row_of_a_case_record_is_written_with_its_record_only() -> None:
	from frappe.model.base_document import get_controller

	assert not [table for table in CASE_TABLES if not issubclass(get_controller(table), CaseRow)]


@pytest.mark.usefixtures("site")
def test_every_function_that_is_plugged_in_is_there() -> None:
	paths = set(dotted_paths(vars(hooks)))
	assert len(paths) > 100
	assert not [
		path for path in paths if not hasattr(import_module(path.rpartition(".")[0]), path.rpartition(".")[2])
	]


def dotted_paths(value: object) -> Iterator[str]:
	"""Yields the app's dotted paths anywhere in a hook."""
	if isinstance(value, str) and value.startswith("ppoc.") and not value.endswith((".js", ".css")):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from dotted_paths(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from dotted_paths(inner)


def whitelisted() -> Iterator[tuple[Path, str]]:
	"""Yields modules of the app with the functions that a browser may call; controllers' methods belong to DocTypes."""
	for file in APP.rglob("*.py"):
		if "tests" in file.parts:
			continue
		for node in ast.parse(file.read_text(encoding="utf-8")).body:
			if isinstance(node, ast.FunctionDef) and any(
				"whitelist" in ast.unparse(d) for d in node.decorator_list
			):
				yield file, node.name


def test_what_a_browser_may_call_stands_in_an_api_module() -> None:
	found = list(whitelisted())
	assert len(found) > 90
	assert not [f"{file}: {name}" for file, name in found if not file.name.endswith(API_NAMES)]
