#!/usr/bin/env python3
"""Writes the tables of forums and records in docs/forums.md from the practice packs.

usage: python3 docs/forum_table.py [--check]     --check writes nothing and exits with 1 if the page is stale
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import made_tables


def records(folder: Path, stem: str) -> list[dict[str, Any]]:
	"""Returns the records in one file of a pack, none if there is no such file."""
	path = folder / f"{stem}.json"
	return json.loads(path.read_text()) if path.exists() else []


def rhythm(forum: dict[str, Any]) -> str:
	"""Returns how often a forum sits and for how long, in words."""
	if forum.get("directly_before"):
		return f"before every {forum['before_every_nth']}. {forum['directly_before']}, {forum['duration_minutes']} min"
	every = forum["every"].lower()
	often = f"every {every}" if forum["interval"] == 1 else f"every {forum['interval']} {every}s"
	return f"{often}, {forum['duration_minutes']} min"


def items(forum: dict[str, Any]) -> str:
	"""Returns a forum's agenda: each item with the query for its children and the template of its record."""
	return "; ".join(
		" ← ".join(filter(None, (item["title"], item.get("agenda_query"))))
		+ (f" → {item['record_template']}" if item.get("record_template") else "")
		for item in forum["agenda_items"]
	)


def tables() -> str:
	"""Returns the tables as Markdown."""
	lines: list[str] = []
	for folder in sorted(path.parent for path in made_tables.PACKS.glob("*/forum.json")):
		head = json.loads((folder / "pack.json").read_text())
		lines += [f"### {head['name']} (`{folder.name}`)", ""]
		lines += made_tables.table(
			("place in the source", "forum", "rhythm", "agenda item ← query → record"),
			[
				(forum.get("source", ""), forum["forum_name"], rhythm(forum), items(forum))
				for forum in records(folder, "forum")
			],
		)
		asked = [
			(question.get("source", ""), template["template_name"], question["section"], question["question"])
			for template in records(folder, "record_template")
			for question in template["questions"]
		]
		if asked:
			lines += made_tables.table(("place in the source", "record", "section", "question"), asked)
	return "\n".join(lines)


if __name__ == "__main__":
	sys.exit(made_tables.main("forums.md", "forums", tables))
