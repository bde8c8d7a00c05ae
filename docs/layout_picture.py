#!/usr/bin/env python3
"""Draw the picture of the rooms in docs/architecture.md: the layers from pyproject.toml, the arrows from the imports.

usage: python3 docs/layout_picture.py [--check]     --check writes nothing and exits with 1 when the page is stale
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import made_tables

if sys.version_info >= (3, 11):
	import tomllib
else:
	import tomli as tomllib

APP = "ppoc"
CONTRACT = "The rooms of the app"
NOT_DRAWN = "tests"
Arrows = dict[str, set[str]]


def layers(root: Path) -> list[list[str]]:
	"""The boxes of each layer, from the top: every room, and together the modules that are files of their own."""
	linter = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
	contract = next(one for one in linter["contracts"] if one["name"] == CONTRACT)
	found = []
	for line in contract["layers"]:
		names = [name.strip() for name in line.replace(":", "|").split("|")]
		files = [name for name in names if (root / APP / f"{name}.py").exists()]
		rooms = [name for name in names if (root / APP / name).is_dir()]
		found.append([*rooms, *([", ".join(files)] if files else [])])
	return found


def imported(file: Path) -> Iterator[str]:
	"""The names directly below the app that a module imports, wherever in the module it does so."""
	for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
		names: list[str] = []
		if isinstance(node, ast.Import):
			names = [alias.name for alias in node.names]
		elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
			names = [f"{node.module}.{alias.name}" for alias in node.names]
		yield from (parts[1] for name in names if (parts := name.split("."))[0] == APP and len(parts) > 1)


def imports(root: Path, boxes: list[str]) -> Arrows:
	"""For each box the rooms and files that its modules import, without those of the box itself."""
	found: Arrows = {box: set() for box in boxes}
	for box in boxes:
		own = box.split(", ")
		for name in own:
			place = root / APP / name
			for file in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
				if NOT_DRAWN not in file.relative_to(root / APP).parts:
					found[box] |= set(imported(file)) - set(own)
	return found


def arrows(found: Arrows) -> Arrows:
	"""The same from box to box."""
	box_of = {name: box for box in found for name in box.split(", ")}
	return {box: {box_of[name] for name in names if name in box_of} for box, names in found.items()}


def reached(box: str, found: Arrows) -> set[str]:
	"""Every box that one gets to from a box by its arrows."""
	seen: set[str] = set()
	waiting = [box]
	while waiting:
		new = found[waiting.pop()] - seen
		seen |= new
		waiting += new
	return seen


def drawn(found: Arrows) -> Arrows:
	"""The arrows without those to a box that another arrow leads to as well."""
	return {
		box: {to for to in direct if not any(to in reached(other, found) for other in direct - {to})}
		for box, direct in found.items()
	}


def picture(root: Path = made_tables.ROOT) -> str:
	"""The picture as Mermaid text and, below it, what each room imports."""
	boxes = [box for layer in layers(root) for box in layer]
	found = imports(root, boxes)
	keys = {box: f"box{number}" for number, box in enumerate(boxes, 1)}
	lines = ["```mermaid", "flowchart TD"]
	lines += [f"\t{keys[box]}[{box.replace(', ', '<br>')}]" for box in boxes]
	for box, direct in drawn(arrows(found)).items():
		lines += [f"\t{keys[box]} --> {keys[to]}" for to in sorted(direct, key=boxes.index)]
	order = [name for box in boxes for name in box.split(", ")]
	rows = [
		(
			code(box.split(", ")),
			code(sorted(found[box] & set(order), key=order.index)) or "nothing of the app",
		)
		for box in boxes
	]
	return "\n".join([*lines, "```", "", *made_tables.table(("room", "imports"), rows)])


def code(names: list[str]) -> str:
	"""Names as Markdown shows code."""
	return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
	sys.exit(made_tables.main("architecture.md", "layout", picture))
